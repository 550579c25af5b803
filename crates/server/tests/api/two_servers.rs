//! Two servers over one database: one session, one store of figures, one chain.

use serde_json::json;

use crate::place::on_each;
use crate::world::{FIGURES, act, county, edit, edits, input};

#[tokio::test]
async fn what_one_server_takes_the_other_tells_at_once() {
    on_each(async |place| {
        let mut county = county(place).await;
        let other = place.second().await;
        let (mut reporter, mut admin) = (county.reporter.at(&other), county.admin.at(&other));
        let id = county.draft;
        let entries = format!("/api/submissions/{id}/entries");
        // Read before, so that each server holds what it computed.
        let before = (input(&mut county.admin, "V08").await, input(&mut admin, "V08").await);
        assert_eq!(before, (county.observation, county.observation));

        reporter.put(&entries, edits(&FIGURES)).await.done();
        let held = county.reporter.get(&format!("/api/submissions/{id}")).await.done();
        assert!(held["entries"].to_string().contains("398000"), "{held}");
        county.reporter.put(&entries, json!({"entries": [edit("TAP_POP", "390000", 1)]})).await.done();
        let stale = reporter.put(&entries, json!({"entries": [edit("TAP_POP", "1", 1)]})).await;
        assert_eq!((stale.status, stale.codes()), (409, vec!["entry.stale".to_owned()]));

        act(&mut reporter, id, "submit", None).await.done();
        act(&mut county.reviewer, id, "review", None).await.done();
        act(&mut admin, id, "accept", Some("复核后更正")).await.done();
        let after = (input(&mut county.admin, "V08").await, input(&mut admin, "V08").await);
        assert!(after.0 > county.observation && after.0 == after.1, "{after:?}");

        county.reporter.send("DELETE", "/api/session", None).await;
        assert_eq!(reporter.user().await, None, "signed out at one is signed out at both");
    })
    .await;
}

#[tokio::test]
async fn both_write_one_chain() {
    on_each(async |place| {
        let mut county = county(place).await;
        let other = place.second().await;
        let before = county.auditor.get("/api/audit").await.done()["total"].as_i64().unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        for n in 0..20 {
            let mut admin = if n % 2 == 0 { county.admin.clone() } else { county.admin.at(&other) };
            let joining = json!({"name": format!("user{n}"), "display_name": "同时", "role": "auditor", "unit": null});
            waiting.spawn(async move { admin.post("/api/users", joining).await.done() });
        }
        assert_eq!(waiting.join_all().await.len(), 20);
        let all = county.auditor.get("/api/audit").await.done();
        assert_eq!(all["total"].as_i64(), Some(before + 20), "no act is lost and none told twice");
        let verified = county.auditor.get("/api/audit/verification").await.done();
        assert_eq!(verified["first_bad"], json!(null), "{verified}");
    })
    .await;
}
