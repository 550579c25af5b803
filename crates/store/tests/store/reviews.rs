//! Returned cells, corrections, signatures and second factors, each as the database holds them.

use heng_collection::entry::Entry;
use heng_collection::form::CellId;
use heng_collection::question::State as Standing;
use heng_collection::submission::{Action, Role, State};
use heng_store::engine::{Actor, Store};
use heng_store::tables::questions::Mark;
use heng_store::tables::submissions::{Act, Submission};
use heng_store::tables::{
    corrections, entries, factors, observations, questions, rounds, signatures, submissions, users,
};

use crate::place::on_each;
use crate::world::{
    LATER, NOW, act, bureau, codes, edit, entry, figure, import, new_user, only_submission, round, save, through,
};

async fn handed_in(store: &Store) -> Submission {
    let draft = only_submission(store, round(store, 2025, &["health"]).await.unwrap().id).await;
    save(store, draft.id, &[edit(entry("A", "1"), 0), edit(entry("B", "2"), 0)]).await.unwrap();
    act(store, draft.id, Action::Submit, Role::Reporter, None).await.unwrap()
}

async fn returned_for(store: &Store, id: i64, cells: &[&str]) {
    let marks = cells.iter().map(|cell| Mark { cell: CellId::parse(cell).unwrap(), text: "核实".to_owned() });
    let act = Act {
        submission: id,
        action: Action::Return,
        role: Role::Administrator,
        reason: Some("见单元格".to_owned()),
        seen: None,
        marks: marks.collect(),
    };
    submissions::act(store, &bureau(), NOW, act, |_, _| Ok(vec![])).await.unwrap();
}

#[tokio::test]
async fn a_returned_cell_holds_the_form_back_until_it_is_dealt_with() {
    on_each(async |place| {
        let store = &place.store;
        let id = handed_in(store).await.id;
        returned_for(store, id, &["A", "B"]).await;
        assert_eq!(codes(act(store, id, Action::Submit, Role::Reporter, None).await), ["return.open", "return.open"]);
        save(store, id, &[edit(entry("A", "3"), 1)]).await.unwrap();
        let threads = questions::list(store, id).await.unwrap();
        questions::answer(store, &bureau(), NOW, threads[1].question.id, "属实").await.unwrap();
        act(store, id, Action::Submit, Role::Reporter, None).await.unwrap();
        let standing = async || {
            let rows = entries::list(store, id).await.unwrap();
            let threads = questions::list(store, id).await.unwrap();
            threads.iter().map(|thread| thread.state(&rows).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(standing().await, [Standing::Answered, Standing::Answered]);
        act(store, id, Action::Review, Role::Reviewer, None).await.unwrap();
        assert_eq!(
            standing().await,
            [Standing::Answered, Standing::Answered],
            "the bureau asked, the unit settles nothing"
        );
        act(store, id, Action::Accept, Role::Administrator, None).await.unwrap();
        assert_eq!(standing().await, [Standing::Settled, Standing::Settled]);
    })
    .await;
}

#[tokio::test]
async fn a_correction_opens_its_cells_alone_and_outlives_the_round() {
    on_each(async |place| {
        let store = &place.store;
        let head = handed_in(store).await;
        let id = head.id;
        act(store, id, Action::Review, Role::Reviewer, None).await.unwrap();
        act(store, id, Action::Accept, Role::Administrator, None).await.unwrap();
        let cell = CellId::parse("A").unwrap();
        let wish = corrections::ask(store, &bureau(), NOW, id, std::slice::from_ref(&cell), "漏计").await.unwrap();
        assert_eq!(codes(corrections::ask(store, &bureau(), NOW, id, &[cell], "漏计").await), ["correction.asked"]);
        rounds::close(store, &bureau(), NOW, head.round_id, "到期").await.unwrap();
        let decide = async |role, grant| corrections::decide(store, &bureau(), NOW, wish.id, role, grant, "同意").await;
        assert_eq!(codes(decide(Role::Reviewer, true).await), ["access.denied"]);
        assert_eq!(decide(Role::Administrator, true).await.unwrap().state().unwrap(), State::Correcting);
        assert_eq!(codes(decide(Role::Administrator, true).await), ["submission.state"]);
        assert_eq!(
            codes(save(store, id, &[edit(entry("A", "4"), 1), edit(entry("B", "4"), 1)]).await),
            ["entry.locked"]
        );
        let emptied = Entry { value: None, ..entry("A", "4") };
        save(store, id, &[edit(emptied, 1)]).await.unwrap();
        let handed_in = act(store, id, Action::Submit, Role::Reporter, None).await;
        assert_eq!(codes(handed_in), ["correction.emptied"], "a figure that is known is not taken back by silence");
        save(store, id, &[edit(entry("A", "4"), 2)]).await.unwrap();
        // Meanwhile a cell that was not opened has been revised from elsewhere.
        import(store, vec![figure("B", 2025, "7", "unit-health")], Some("补录")).await.unwrap();
        let last = observations::last_id(store).await.unwrap();
        through(store, id, None).await.unwrap();
        let revised = observations::revised_since(store, last).await.unwrap();
        let (before, now) = &revised[0];
        assert_eq!((revised.len(), before.observation.value.unwrap().to_string()), (1, "1".to_owned()));
        assert_eq!((now.observation.revision, now.reason.as_deref()), (2, Some("漏计")));
        assert_eq!(codes(save(store, id, &[edit(entry("A", "5"), 3)]).await), ["round.closed"]);
    })
    .await;
}

#[tokio::test]
async fn a_signature_is_of_the_figures_that_were_signed() {
    on_each(async |place| {
        let store = &place.store;
        let id = handed_in(store).await.id;
        let refuse = |_: &str| Err(heng_base::problem::Problem::new(&heng_base::problem::kinds::SHEET_CODE));
        assert_eq!(codes(signatures::add(store, &bureau(), NOW, id, "刘", None, refuse).await), ["sheet.code"]);
        assert_eq!(signatures::list(store, id).await.unwrap(), []);
        let signed = signatures::add(store, &bureau(), NOW, id, "刘", None, |_| Ok(())).await.unwrap();
        let digest = async || entries::digest(&entries::list(store, id).await.unwrap());
        assert_eq!(signed.entries_digest, digest().await);
        act(store, id, Action::Return, Role::Reviewer, Some("重核")).await.unwrap();
        save(store, id, &[edit(entry("A", "9"), 1)]).await.unwrap();
        assert_ne!(signed.entries_digest, digest().await);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_taken_once() {
    on_each(async |place| {
        let store = &place.store;
        let user =
            users::create(store, &bureau(), NOW, new_user("wang", Role::Reviewer, Some("health"))).await.unwrap().id;
        let own = Actor("wang".to_owned());
        factors::begin(store, &own, NOW, user, "SECRETA").await.unwrap();
        factors::begin(store, &own, NOW, user, "SECRETB").await.unwrap();
        assert!(factors::active(store).await.unwrap().is_empty());
        factors::take(store, &own, NOW, user, 7).await.unwrap();
        assert_eq!(codes(factors::take(store, &own, NOW, user, 7).await), ["factor.code"]);
        assert_eq!(codes(factors::begin(store, &own, NOW, user, "SECRETC").await), ["factor.active"]);
        assert_eq!(factors::refuse(store, &own, NOW, user, |_| None).await.unwrap(), 1);
        assert_eq!(
            factors::refuse(store, &own, NOW, user, |count| Some(LATER.to_owned()).filter(|_| count > 1))
                .await
                .unwrap(),
            2
        );
        assert_eq!(factors::get(store, user).await.unwrap().unwrap().locked_until.as_deref(), Some(LATER));
        factors::take(store, &own, NOW, user, 8).await.unwrap();
        assert_eq!(factors::get(store, user).await.unwrap().unwrap().failed_attempts, 0);
        factors::reset(store, &bureau(), NOW, user, "换手机").await.unwrap();
        assert_eq!(factors::get(store, user).await.unwrap(), None);
        let links = heng_store::audit::list(store, 0, 50).await.unwrap();
        assert!(links.iter().all(|link| !link.details.contains("SECRET")), "no event holds the secret");
    })
    .await;
}
