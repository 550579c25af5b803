use heng_base::problem::{Problem, kinds};
use heng_collection::form::CellId;
use heng_collection::submission::{Action, Role, State};
use heng_statistics::observation::Provenance;
use heng_store::engine::{Actor, Store};
use heng_store::tables::courses::{self, Days};
use heng_store::tables::submissions::{Act, Filter, Scope, Submission};
use heng_store::tables::{entries, observations, rounds, submissions};
use serde_json::{Value, json};

use crate::place::on_each;
use crate::world::{
    LATER, NOW, act, bureau, codes, edit, entry, everyone, only_submission, plan, round, save, through, unit,
};

async fn draft(store: &Store) -> Submission {
    only_submission(store, round(store, 2025, &["health"]).await.unwrap().id).await
}

#[tokio::test]
async fn a_form_goes_its_way() {
    on_each(async |place| {
        let store = &place.store;
        let id = draft(store).await.id;
        save(store, id, &[edit(entry("A", "1"), 0), edit(entry("A[sex=F]", "0.50"), 0)]).await.unwrap();
        act(store, id, Action::Submit, Role::Reporter, None).await.unwrap();
        assert_eq!(codes(act(store, id, Action::Return, Role::Reviewer, Some(" ")).await), ["reason.missing"]);
        act(store, id, Action::Return, Role::Reviewer, Some("漏填")).await.unwrap();
        save(store, id, &[edit(entry("B", "2"), 0)]).await.unwrap();
        let accepted = through(store, id, None).await.unwrap();
        assert_eq!((accepted.state().unwrap(), accepted.version), (State::Accepted, 6));

        let changes = submissions::changes(store, id).await.unwrap();
        let moves: Vec<_> =
            changes.iter().map(|c| (c.from_state.as_str(), c.to_state.as_str(), c.actor.as_str())).collect();
        assert_eq!(
            moves,
            [
                ("draft", "submitted", "reporter"),
                ("submitted", "returned", "reviewer"),
                ("returned", "submitted", "reporter"),
                ("submitted", "reviewed", "reviewer"),
                ("reviewed", "accepted", "administrator")
            ]
        );
        assert_eq!(changes[1].reason.as_deref(), Some("漏填"));
        assert_ne!(changes[0].entries_digest, changes[2].entries_digest);
        assert_eq!(changes[2].entries_digest, changes[4].entries_digest);

        let origin = Provenance::Submission { submission: id, unit: unit("health") };
        let seen = observations::of(store, &origin).await.unwrap();
        let said: Vec<_> = seen
            .iter()
            .map(|o| {
                (o.key.subject.code(), o.key.breakdown.to_string(), o.value.unwrap().to_string(), o.source.as_str())
            })
            .collect();
        let total = String::new;
        assert_eq!(
            said,
            [
                ("A", total(), "1".to_owned(), "unit-health"),
                ("A", "sex=F".to_owned(), "0.50".to_owned(), "unit-health"),
                ("B", total(), "2".to_owned(), "unit-health")
            ]
        );
        assert!(seen.iter().all(|o| o.provenance == origin && o.revision == 1));
    })
    .await;
}

#[tokio::test]
async fn a_form_is_accepted_once() {
    on_each(async |place| {
        let store = &place.store;
        let id = draft(store).await.id;
        save(store, id, &[edit(entry("A", "1"), 0)]).await.unwrap();
        act(store, id, Action::Submit, Role::Reporter, None).await.unwrap();
        act(store, id, Action::Review, Role::Reviewer, None).await.unwrap();
        let accept = || act(store, id, Action::Accept, Role::Administrator, None);
        let (one, two) = tokio::join!(accept(), accept());
        let refused = if one.is_ok() { two } else { one };
        assert_eq!(codes(refused), ["submission.state"]);
        assert_eq!(observations::list(store, None).await.unwrap().len(), 1);
        assert_eq!(codes(save(store, id, &[edit(entry("A", "2"), 1)]).await), ["submission.state"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    on_each(async |place| {
        let store = &place.store;
        let id = draft(store).await.id;
        save(store, id, &[edit(entry("A", "1"), 0)]).await.unwrap();
        let submit = Act {
            submission: id,
            action: Action::Submit,
            role: Role::Reporter,
            reason: None,
            seen: None,
            marks: Vec::new(),
        };
        let who = bureau();
        let judged = submissions::act(store, &who, LATER, submit.clone(), |head, entries| {
            assert_eq!((head.id, entries), (id, &[entry("A", "1")][..]));
            Err(vec![Problem::new(&kinds::ENTRY_BOTH), Problem::new(&kinds::ENTRY_NUMBER)])
        });
        assert_eq!(codes(judged.await), ["entry.both", "entry.number"]);
        let stale = Act { seen: Some(7), ..submit };
        assert_eq!(
            codes(submissions::act(store, &bureau(), LATER, stale, |_, _| Ok(vec![])).await),
            ["submission.stale"]
        );
        assert_eq!(codes(act(store, id, Action::Accept, Role::Administrator, None).await), ["submission.state"]);
        assert_eq!(codes(act(store, id, Action::Submit, Role::Reviewer, None).await), ["access.denied"]);
        assert_eq!(codes(act(store, id + 1, Action::Submit, Role::Reporter, None).await), ["record.missing"]);
        let head = submissions::get(store, id).await.unwrap().unwrap();
        assert_eq!((head.state().unwrap(), head.version), (State::Draft, 1));
        assert_eq!(submissions::changes(store, id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_stale_cell_stops_the_whole_save() {
    on_each(async |place| {
        let store = &place.store;
        let id = draft(store).await.id;
        save(store, id, &[edit(entry("A", "1"), 0), edit(entry("B", "1"), 0)]).await.unwrap();
        let rows = save(store, id, &[edit(entry("A", "2"), 1), edit(entry("B", "1"), 1)]).await.unwrap();
        let versions: Vec<_> = rows.iter().map(|r| (r.cell.as_str(), r.version)).collect();
        assert_eq!(versions, [("A", 2), ("B", 1)], "an unchanged cell keeps its version");
        let late =
            save(store, id, &[edit(entry("A", "3"), 1), edit(entry("B", "3"), 0), edit(entry("C", "3"), 0)]).await;
        assert_eq!(codes(late), ["entry.stale", "entry.stale"]);
        let held = entries::list(store, id).await.unwrap();
        assert_eq!(held.iter().map(|r| r.value.clone().unwrap()).collect::<Vec<_>>(), ["2", "1"]);
        let history = entries::history(store, id, &CellId::parse("A").unwrap()).await.unwrap();
        assert_eq!(history.iter().map(|v| v.value.clone().unwrap()).collect::<Vec<_>>(), ["1", "2"]);
        let reviewer = entries::save(store, &bureau(), NOW, id, Role::Reviewer, &[edit(entry("A", "9"), 2)]).await;
        assert_eq!(codes(reviewer), ["access.denied"]);
    })
    .await;
}

#[tokio::test]
async fn a_later_round_revises_with_a_reason() {
    on_each(async |place| {
        let store = &place.store;
        let first = draft(store).await.id;
        assert_eq!(codes(round(store, 2025, &["culture", "health"]).await), ["round.unit_asked"]);
        save(store, first, &[edit(entry("A", "1"), 0), edit(entry("B", "5"), 0)]).await.unwrap();
        through(store, first, None).await.unwrap();

        let second = draft(store).await.id;
        save(store, second, &[edit(entry("A", "2"), 0), edit(entry("B", "5.0"), 0)]).await.unwrap();
        assert_eq!(codes(through(store, second, None).await), ["observation.reason"]);
        act(store, second, Action::Accept, Role::Administrator, Some("重报")).await.unwrap();
        let all = observations::list(store, None).await.unwrap();
        let said: Vec<_> =
            all.iter().map(|o| (o.key.subject.code(), o.value.unwrap().to_string(), o.revision)).collect();
        assert_eq!(said, [("A", "1".to_owned(), 1), ("B", "5".to_owned(), 1), ("A", "2".to_owned(), 2)]);
        let revisions = observations::revisions(store, &all[0].key, &all[0].source).await.unwrap();
        let reasons: Vec<_> = revisions.iter().map(|r| r.reason.as_deref()).collect();
        assert_eq!(reasons, [None, Some("重报")]);
        assert_eq!(revisions[1].recorded_by, "administrator");
        assert_eq!(observations::list(store, Some(all[1].id)).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_round_opens_and_closes() {
    on_each(async |place| {
        let store = &place.store;
        assert_eq!(codes(round(store, 2025, &[]).await), ["round.empty"]);
        assert_eq!(codes(round(store, 2025, &["a", "a", "a"]).await), ["round.unit_twice", "round.unit_twice"]);
        let opened = round(store, 2025, &["a", "b"]).await.unwrap();
        assert_eq!(codes(round(store, 2025, &["b", "a"]).await), ["round.unit_asked", "round.unit_asked"]);
        let scope = Scope { units: vec!["b".to_owned()] };
        let mine = submissions::list(store, &scope, &Filter { open: true, ..Filter::default() }).await.unwrap();
        assert_eq!(mine.iter().map(|s| s.unit.as_str()).collect::<Vec<_>>(), ["b"]);
        act(store, mine[0].id, Action::Submit, Role::Reporter, None).await.unwrap();
        let filter = Filter { round: Some(opened.id), ..Filter::default() };
        let all = submissions::list(store, &everyone(), &filter).await.unwrap();
        assert_eq!(submissions::list(store, &Scope::default(), &filter).await.unwrap(), [], "no scope, no rows");
        let counts = rounds::counts(&all).unwrap();
        assert_eq!((counts[&State::Draft], counts[&State::Submitted], counts[&State::Accepted]), (1, 1, 0));

        rounds::close(store, &bureau(), LATER, opened.id, "到期").await.unwrap();
        assert_eq!(codes(rounds::close(store, &bureau(), LATER, opened.id, "再关").await), ["round.closed"]);
        assert_eq!(codes(save(store, all[0].id, &[edit(entry("A", "1"), 0)]).await), ["round.closed"]);
        assert_eq!(codes(act(store, all[0].id, Action::Submit, Role::Reporter, None).await), ["round.closed"]);
        let open = Filter { plan: Some(plan().to_string()), open: true, ..Filter::default() };
        assert_eq!(submissions::list(store, &everyone(), &open).await.unwrap(), []);
        assert_eq!(rounds::get(store, opened.id).await.unwrap().unwrap().close_reason.as_deref(), Some("到期"));
        let again = round(store, 2025, &["a"]).await.unwrap();
        let listed: Vec<_> = rounds::list(store, Some(&plan())).await.unwrap().iter().map(|r| r.id).collect();
        assert_eq!(listed, [again.id, opened.id]);
    })
    .await;
}

/// What handlers of a multi-threaded server need of the futures.
#[tokio::test]
async fn futures_go_between_threads() {
    fn sent<T: Send>(_: &T) {}
    on_each(async |place| {
        let (who, store) = (Actor("x".to_owned()), &place.store);
        let act = Act {
            submission: 1,
            action: Action::Submit,
            role: Role::Reporter,
            reason: None,
            seen: None,
            marks: Vec::new(),
        };
        sent(&submissions::act(store, &who, NOW, act, |_, _| Ok(vec![])));
        sent(&entries::save(store, &who, NOW, 1, Role::Reporter, &[]));
        sent(&heng_store::tables::users::refused(store, &bureau(), NOW, "x", |_| None));
        sent(&heng_store::audit::verify(store));
    })
    .await;
}

#[tokio::test]
async fn an_open_round_is_put_off_and_asks_more_units() {
    on_each(async |place| {
        let store = &place.store;
        let id = round(store, 2025, &["health"]).await.unwrap().id;
        let put_off =
            async |due, reason| courses::set_days(store, &bureau(), LATER, id, (due, Days::default()), reason).await;
        assert_eq!(codes(put_off("2026-05-01", " ").await), ["reason.missing"]);
        assert_eq!(put_off("2026-05-01", "节假日").await.unwrap().due, "2026-05-01");
        let ask = async |units: &[&str]| {
            let units: Vec<_> = units.iter().map(|code| unit(code)).collect();
            rounds::add_units(store, &bureau(), LATER, id, &units).await
        };
        assert_eq!(codes(ask(&[]).await), ["round.empty"]);
        assert_eq!(codes(ask(&["health"]).await), ["round.unit_asked"]);
        assert_eq!(codes(ask(&["culture", "culture"]).await), ["round.unit_twice"]);
        ask(&["culture"]).await.unwrap();
        let filter = Filter { round: Some(id), ..Filter::default() };
        let asked = submissions::list(store, &everyone(), &filter).await.unwrap();
        assert_eq!(asked.iter().map(|held| held.unit.as_str()).collect::<Vec<_>>(), ["health", "culture"]);
        through(store, asked[0].id, None).await.unwrap();
        assert_eq!(codes(ask(&["health"]).await), ["round.unit_asked"], "accepted already");
        rounds::close(store, &bureau(), LATER, id, "到期").await.unwrap();
        assert_eq!(codes(put_off("2026-06-01", "再延").await), ["round.closed"]);
        assert_eq!(codes(ask(&["a"]).await), ["round.closed"]);
        let links = heng_store::audit::list(store, 0, 10).await.unwrap();
        let said: Vec<(&str, Value)> =
            links.iter().map(|link| (link.action.as_str(), serde_json::from_str(&link.details).unwrap())).collect();
        assert_eq!((said[1].0, &said[1].1["to"]["due"]), ("round.set_days", &json!("2026-05-01")));
        assert_eq!((&said[1].1["from"]["due"], &said[1].1["reason"]), (&json!("2026-03-31"), &json!("节假日")));
        assert_eq!(said[2], ("round.add_units", json!({"units": ["culture"]})));
    })
    .await;
}
