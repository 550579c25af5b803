use heng_monitoring::warnings::Finding;
use heng_plan::model::WarningSeverity;
use heng_store::audit::verify;
use heng_store::engine::Store;
use heng_store::tables::warnings::{self, Basis, Computed, Counts};

use crate::place::on_each;
use crate::world::{LATER, NOW, basis, bureau, codes, finding, plan};

async fn record(store: &Store, basis: Basis, findings: &[Finding]) -> Option<Counts> {
    warnings::record(store, &bureau(), NOW, &Computed { basis, findings, rules: &[] }).await.unwrap()
}

async fn told(store: &Store) -> Vec<String> {
    let all = warnings::list(store, &plan()).await.unwrap();
    all.iter().map(|one| format!("{} {} {}", one.subject, one.state, one.severity)).collect()
}

async fn deeds(store: &Store, id: i64) -> Vec<String> {
    warnings::history(store, id).await.unwrap().into_iter().map(|event| event.deed).collect()
}

#[tokio::test]
async fn a_warning_is_raised_kept_resolved_and_raised_again_as_itself() {
    on_each(async |place| {
        let store = &place.store;
        let (first, second) = (finding("H03"), finding("H04"));
        let counts = record(store, basis(1, 1, "2026-03-31"), &[first.clone(), second.clone()]).await.unwrap();
        assert_eq!(counts, Counts { raised: 2, ..Counts::default() });
        // The same once more, on the next day: nothing happens, and no link is added.
        let links = verify(store).await.unwrap().events;
        let again = record(store, basis(1, 1, "2026-04-01"), &[first.clone(), second.clone()]).await.unwrap();
        assert_eq!((again, verify(store).await.unwrap().events), (Counts::default(), links));

        let graver = Finding { severity: WarningSeverity::High, ..first.clone() };
        let counts = record(store, basis(1, 2, "2026-04-01"), &[graver]).await.unwrap();
        assert_eq!((counts.kept, counts.resolved), (1, 1));
        assert_eq!(told(store).await, ["indicator:H03 raised high", "indicator:H04 resolved medium"]);
        let back = record(store, basis(1, 3, "2026-04-01"), &[second]).await.unwrap();
        assert_eq!((back.raised, back.resolved), (1, 1));
        let withdrawn = record(store, basis(2, 3, "2026-04-01"), &[]).await.unwrap();
        assert_eq!(withdrawn, Counts { withdrawn: 1, ..Counts::default() });
        assert_eq!(told(store).await, ["indicator:H03 resolved high", "indicator:H04 withdrawn medium"]);
        let second = warnings::list(store, &plan()).await.unwrap()[1].id;
        assert_eq!(deeds(store, second).await, ["raise", "resolve", "raise", "withdraw"]);
        assert!(verify(store).await.unwrap().ok);
    })
    .await;
}

#[tokio::test]
async fn who_computed_from_less_changes_nothing() {
    on_each(async |place| {
        let store = &place.store;
        record(store, basis(1, 5, "2026-03-31"), &[finding("H03")]).await.unwrap();
        for late in [basis(1, 5, "2026-03-31"), basis(1, 4, "2026-04-01"), basis(1, 5, "2026-03-30")] {
            assert_eq!(record(store, late, &[]).await, None);
        }
        assert_eq!(told(store).await, ["indicator:H03 raised medium"]);
        let held = warnings::basis(store, &plan()).await.unwrap().unwrap();
        assert_eq!((held.observation, held.day.as_str()), (5, "2026-03-31"));
    })
    .await;
}

/// Two servers that see the same at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_raise_a_warning_once() {
    on_each(async |place| {
        let beside = Store::open(&place.url, &place.files()).await.unwrap();
        let computing = (0..8).map(|n| {
            let store = if n % 2 == 0 { place.store.clone() } else { beside.clone() };
            tokio::spawn(async move { record(&store, basis(1, 1, "2026-03-31"), &[finding("H03")]).await })
        });
        let mut raised = 0;
        for task in computing.collect::<Vec<_>>() {
            raised += task.await.unwrap().map_or(0, |counts| counts.raised);
        }
        assert_eq!(raised, 1);
        let all = warnings::list(&place.store, &plan()).await.unwrap();
        assert_eq!((all.len(), deeds(&place.store, all[0].id).await), (1, vec!["raise".to_owned()]));
        assert_eq!((all[0].units().unwrap(), all[0].domains().unwrap()), (vec!["health".to_owned()], vec![1]));
        beside.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn taking_note_changes_no_state() {
    on_each(async |place| {
        let store = &place.store;
        record(store, basis(1, 1, "2026-03-31"), &[finding("H03")]).await.unwrap();
        let id = warnings::list(store, &plan()).await.unwrap()[0].id;
        assert_eq!(codes(warnings::acknowledge(store, &bureau(), LATER, id, " ").await), ["reason.missing"]);
        assert_eq!(codes(warnings::acknowledge(store, &bureau(), LATER, 99, "已阅").await), ["record.missing"]);
        warnings::acknowledge(store, &bureau(), LATER, id, "已阅，请核实").await.unwrap();
        assert_eq!(told(store).await, ["indicator:H03 raised medium"]);
        let noted = warnings::acknowledgements(store, &plan()).await.unwrap();
        assert_eq!((noted.len(), noted[0].note.as_deref()), (1, Some("已阅，请核实")));
        assert_eq!(deeds(store, id).await, ["raise", "acknowledge"]);
        assert!(verify(store).await.unwrap().ok);
    })
    .await;
}
