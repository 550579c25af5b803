use std::time::Duration;

use heng_store::audit::verify;
use heng_store::engine::{Actor, Store};
use heng_store::tables::{confirmations, observations};

use crate::place::on_each;
use crate::world::{NOW, figure, import};

/// As a command beside a running server, or two servers on one PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_keep_one_chain() {
    on_each(async |place| {
        let beside = Store::open(&place.url, &place.files()).await.unwrap();
        let mut tasks = Vec::new();
        for n in 0..40 {
            let store = if n % 2 == 0 { place.store.clone() } else { beside.clone() };
            tasks.push(tokio::spawn(async move {
                let unit = format!("u{n}");
                confirmations::confirm(&store, &Actor(unit.clone()), NOW, "p", &unit, "x").await.unwrap();
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let verdict = verify(&beside).await.unwrap();
        assert_eq!((verdict.ok, verdict.events), (true, 40));
        assert_eq!(confirmations::list(&place.store, "p").await.unwrap().len(), 40);
        beside.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_revise_one_figure_in_turn() {
    on_each(async |place| {
        let beside = Store::open(&place.url, &place.files()).await.unwrap();
        let mut tasks = Vec::new();
        for n in 0..10 {
            let store = if n % 2 == 0 { place.store.clone() } else { beside.clone() };
            let lot = vec![figure("A", 2024, &n.to_string(), "yearbook")];
            tasks.push(tokio::spawn(async move { import(&store, lot, Some("更正")).await.unwrap() }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let all = observations::list(&place.store, None).await.unwrap();
        let revisions: Vec<_> = all.iter().map(|o| o.revision).collect();
        assert_eq!(revisions, (1..=10).collect::<Vec<_>>());
        beside.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reads_wait_for_no_writer() {
    on_each(async |place| {
        let writing = place.store.begin(&Actor("x".to_owned()), NOW).await.unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let store = place.store.clone();
                tokio::spawn(async move { store.begin(&Actor("y".to_owned()), NOW).await.map(drop) })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let read = tokio::time::timeout(Duration::from_secs(5), observations::last_id(&place.store)).await;
        assert_eq!(read.expect("the read waits for the writers").unwrap(), 0);
        drop(writing);
        for task in waiting {
            task.await.unwrap().unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_open_one_new_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.db").display());
    let opening = (0..6).map(|_| {
        let (url, files) = (url.clone(), folder.path().join("files"));
        tokio::spawn(async move { Store::open(&url, &files).await.map(drop) })
    });
    for task in opening.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_write_dropped_half_way_did_not_happen() {
    on_each(async |place| {
        drop(place.store.begin(&Actor("x".to_owned()), NOW).await.unwrap());
        import(&place.store, vec![figure("A", 2024, "1", "yearbook")], None).await.unwrap();
        assert_eq!(verify(&place.store).await.unwrap().events, 1);
    })
    .await;
}
