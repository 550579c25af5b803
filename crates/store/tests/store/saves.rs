use heng_base::problem::kinds;
use heng_collection::form::CellId;
use heng_collection::submission::{Action, Role};
use heng_store::engine::{Actor, Store};
use heng_store::tables::saves::{self, Asked};
use heng_store::tables::{entries, rounds};

use crate::place::on_each;
use crate::world::{LATER, act, bureau, codes, edit, entry, only_submission, round, save_once, through};

async fn values(store: &Store, submission: i64, cell: &str) -> Vec<String> {
    let history = entries::history(store, submission, &CellId::parse(cell).unwrap()).await.unwrap();
    history.iter().map(|version| version.value.clone().unwrap()).collect()
}

#[tokio::test]
async fn a_save_sent_again_happens_once() {
    on_each(async |place| {
        let store = &place.store;
        let round = round(store, 2025, &["health"]).await.unwrap();
        let id = only_submission(store, round.id).await.id;
        let asked = [edit(entry("A", "1"), 0), edit(entry("B", "7"), 0)];
        let (rows, first) = save_once(store, id, "one", &asked).await.unwrap();
        assert_eq!(first.cells, [("A".to_owned(), 1), ("B".to_owned(), 1)]);
        assert_eq!(save_once(store, id, "one", &asked).await.unwrap(), (rows, first.clone()));
        save_once(store, id, "two", &[edit(entry("A", "2"), 1)]).await.unwrap();
        let (rows, again) = save_once(store, id, "one", &asked).await.unwrap();
        assert_eq!(again, first, "the first answer, though A has moved on");
        assert_eq!(rows[0].value.as_deref(), Some("2"), "beside what stands there now");
        assert_eq!(values(store, id, "A").await, ["1", "2"]);

        let other = save_once(store, id, "one", &[edit(entry("A", "3"), 2)]).await;
        assert_eq!(codes(other), [kinds::SAVE_REUSED.code], "the same id with another content");
        let asked_as = Asked { save_id: "one".to_owned(), submission: id, digest: String::new() };
        let stranger = saves::receipt(store, &Actor("stranger".to_owned()), &asked_as).await;
        assert_eq!(codes(stranger), [kinds::SAVE_REUSED.code], "nobody is told of another's save");

        through(store, id, None).await.unwrap();
        assert_eq!(save_once(store, id, "one", &asked).await.unwrap().1, first, "the form has been accepted");
        rounds::close(store, &bureau(), LATER, round.id, "到期").await.unwrap();
        assert_eq!(save_once(store, id, "one", &asked).await.unwrap().1, first, "the round is closed");
        assert_eq!(codes(save_once(store, id, "three", &asked).await), ["round.closed"]);
        assert_eq!(values(store, id, "A").await, ["1", "2"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_may_be_sent_again_with_the_same_id() {
    on_each(async |place| {
        let store = &place.store;
        let id = only_submission(store, round(store, 2025, &["health"]).await.unwrap().id).await.id;
        save_once(store, id, "one", &[edit(entry("A", "1"), 0)]).await.unwrap();
        let late = [edit(entry("A", "9"), 0), edit(entry("B", "1"), 0)];
        assert_eq!(codes(save_once(store, id, "late", &late).await), ["entry.stale"]);
        act(store, id, Action::Submit, Role::Reporter, None).await.unwrap();
        let asked = [edit(entry("A", "2"), 1)];
        assert_eq!(codes(save_once(store, id, "two", &asked).await), ["submission.state"]);
        act(store, id, Action::Return, Role::Reviewer, Some("改")).await.unwrap();
        save_once(store, id, "two", &asked).await.unwrap();
        assert_eq!(values(store, id, "A").await, ["1", "2"]);
        assert_eq!(entries::versions(store, id).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn sent_many_times_at_once_it_happens_once() {
    on_each(async |place| {
        let store = &place.store;
        let id = only_submission(store, round(store, 2025, &["health"]).await.unwrap().id).await.id;
        let asked = [edit(entry("A", "1"), 0)];
        let send = || save_once(store, id, "one", &asked);
        let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
        let receipts: Vec<_> = [a, b, c, d].into_iter().map(|answer| answer.unwrap().1).collect();
        assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
        assert_eq!(values(store, id, "A").await, ["1"]);
    })
    .await;
}
