use heng_store::audit::{Filter, actors, count, list, page, verify};
use heng_store::engine::{Actor, Store};
use heng_store::error::Error;

use crate::place::on_each;
use crate::world;

#[tokio::test]
async fn every_act_has_its_link() {
    on_each(async |place| {
        world::lived(&place.store).await;
        let links = list(&place.store, 0, 100).await.unwrap();
        let actions: Vec<_> = links.iter().map(|l| l.action.as_str()).collect();
        assert_eq!(
            actions,
            [
                "package.import",
                "unit.confirm",
                "user.create",
                "data.import",
                "round.open",
                "round.grant",
                "signature.add",
                "submission.submit",
                "submission.review",
                "submission.accept",
                "question.ask",
                "question.answer",
                "correction.ask",
                "correction.refuse",
                "user.create",
                "user.create",
                "user.hand_over",
                "objective.rate",
                "objective.rate",
                "disclosure.compute",
                "release.create",
                "report.create",
                "warning.compute",
                "setting.set",
                "catalogue.propose",
                "catalogue.reject"
            ]
        );
        assert_eq!(list(&place.store, 20, 1).await.unwrap()[0].action, "release.create");
        let verdict = verify(&place.store).await.unwrap();
        assert_eq!((verdict.ok, verdict.events, verdict.first_bad), (true, 26, None));
        assert_eq!(verdict.head, links[25].hash);
    })
    .await;
}

/// Sequence number of the first bad link after a statement run behind the triggers.
async fn bad_after(sql: &'static str) {
    on_each(async |place| {
        world::lived(&place.store).await;
        place.tamper("audit_events", sql).await;
        let verdict = verify(&place.store).await.unwrap();
        assert!(!verdict.ok, "{sql}");
        let expected = if sql.contains("sequence > 7") { 8 } else { 4 };
        assert_eq!(verdict.first_bad, Some(expected), "{sql}");
    })
    .await;
}

#[tokio::test]
async fn a_changed_link_is_found() {
    bad_after("UPDATE audit_events SET actor = 'someone else' WHERE sequence = 4").await;
    bad_after("UPDATE audit_events SET details = '{}' WHERE sequence = 4").await;
    bad_after("UPDATE audit_events SET at = '2026-03-31T08:00:00.001Z' WHERE sequence = 4").await;
}

#[tokio::test]
async fn a_link_taken_out_is_found() {
    bad_after("DELETE FROM audit_events WHERE sequence = 4").await;
}

#[tokio::test]
async fn links_cut_off_the_end_under_a_release_are_found() {
    bad_after("DELETE FROM audit_events WHERE sequence > 7").await;
}

#[tokio::test]
async fn a_time_of_another_width_is_refused() {
    on_each(async |place| {
        let result = place.store.begin(&Actor("x".to_owned()), "2026-03-31T08:00:00Z").await;
        assert!(matches!(result, Err(Error::Damaged(_))));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_address_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let result = Store::open("mysql://localhost/heng", folder.path()).await;
    assert_eq!(world::codes(result), ["database.url"]);
}

#[tokio::test]
async fn links_are_found_by_what_they_say() {
    on_each(async |place| {
        let store = &place.store;
        world::lived(store).await;
        let found = async |filter: Filter| {
            let links = page(store, &filter, None, 100).await.unwrap();
            assert_eq!(count(store, &filter).await.unwrap(), links.len() as u64);
            links.iter().map(|link| link.sequence).collect::<Vec<_>>()
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(found(Filter::default()).await, (1..=26).rev().collect::<Vec<_>>());
        assert_eq!(found(Filter { actors: Some(vec!["reviewer".to_owned()]), ..Filter::default() }).await, [9]);
        assert_eq!(found(Filter { actors: Some(Vec::new()), ..Filter::default() }).await, [0; 0]);
        assert_eq!(found(Filter { action: text("data.import"), ..Filter::default() }).await, [4]);
        assert_eq!(found(Filter { subject: text("catalogue:"), ..Filter::default() }).await, [1]);
        for (wild, held) in [("%", vec![]), ("_", vec![24]), ("\\", vec![])] {
            assert_eq!(found(Filter { subject: text(wild), ..Filter::default() }).await, held, "{wild}");
        }
        let day = Filter { from: text(world::NOW), to: text(world::LATER), ..Filter::default() };
        let later = Filter { from: text(world::LATER), ..Filter::default() };
        let (day, later) = (found(day).await, found(later).await);
        assert_eq!((day.len() + later.len(), day.contains(&1), later.contains(&22)), (26, true, true));
        let before = page(store, &Filter::default(), Some(5), 2).await.unwrap();
        assert_eq!(before.iter().map(|link| link.sequence).collect::<Vec<_>>(), [4, 3]);
        assert_eq!(actors(store).await.unwrap(), ["administrator", "bureau", "reporter", "reviewer"]);
    })
    .await;
}
