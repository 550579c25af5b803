//! The audit chain as it is looked at.

use std::time::Instant;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{PLAN, UNIT, county};

fn sequences(page: &Value) -> Vec<i64> {
    page["events"].as_array().unwrap().iter().map(|event| event["sequence"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn what_was_done_is_told_page_by_page() {
    on_each(async |place| {
        let mut county = county(place).await;
        let auditor = &mut county.auditor;
        let whole = auditor.get("/api/audit?limit=500").await.done();
        let (total, all) = (whole["total"].as_i64().unwrap(), sequences(&whole));
        assert_eq!((all.len() as i64, all[0], *all.last().unwrap(), &whole["more"]), (total, total, 1, &json!(false)));
        let page = auditor.get(&format!("/api/audit?limit=3&before={}", all[3])).await.done();
        assert_eq!((sequences(&page), &page["more"]), (all[4..7].to_vec(), &json!(true)));
        let accepted = auditor.get("/api/audit?action=submission.accept").await.done();
        let event = &accepted["events"][0];
        let said = ["actor", "actor_name", "subject_name", "plan"].map(|field| event[field].as_str().unwrap());
        assert_eq!(said, ["admin", "系统管理员", "市水利局", PLAN]);
        assert_eq!(event["subject"], county.accepted.to_string());
        assert_eq!(event["details"]["to"], "accepted", "{event}");
        let by_name = auditor.get("/api/audit?actor=%E7%94%A8%E6%88%B7li").await.done();
        let by_login = auditor.get("/api/audit?actor=li.reporter").await.done();
        assert!(by_name["total"].as_i64() > Some(1) && by_name == by_login, "{by_name}");
        let confirmed = auditor.get(&format!("/api/audit?subject=:{UNIT}")).await.done();
        assert_eq!((&confirmed["total"], &confirmed["events"][0]["action"]), (&json!(1), &json!("unit.confirm")));
        let none = auditor.get("/api/audit?to=2020-01-01T00:00:00.000Z").await.done();
        assert_eq!((&none["total"], &none["events"]), (&json!(0), &json!([])));
        assert_eq!(
            auditor.get("/api/audit?from=2026-01-01&to=x").await.places(),
            ["input.invalid@from", "input.invalid@to"]
        );
        assert_eq!(auditor.get("/api/audit?subject=%00").await.codes(), ["request.invalid"]);
    })
    .await;
}

#[tokio::test]
async fn the_export_is_a_table_and_no_formula() {
    on_each(async |place| {
        let mut county = county(place).await;
        Browser::new(&place.router).sign_in("=HYPERLINK(\"x\")", "x").await.refused(401, "access.refused");
        let answer = county.auditor.get("/api/audit/export").await;
        assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"audit.csv\"");
        let text = answer.text();
        assert!(text.starts_with("\u{feff}sequence,at,actor,"), "{text}");
        assert!(text.contains(r#","'=HYPERLINK(""x"")","#), "{text}");
        let total = county.auditor.get("/api/audit").await.done()["total"].as_u64().unwrap();
        // A head, and each event but the export's own.
        assert_eq!(text.lines().count() as u64, total);
        let last = county.auditor.get("/api/audit?limit=1").await.done()["events"][0].clone();
        assert_eq!((&last["action"], &last["details"]["rows"]), (&json!("audit.export"), &json!(total - 1)));
        let one = county.auditor.get("/api/audit/export?action=round.open&limit=1").await.text();
        assert_eq!(one.lines().count(), 3, "both rounds: {one}");
    })
    .await;
}

#[tokio::test]
async fn the_whole_chain_is_verified() {
    on_each(async |place| {
        let mut county = county(place).await;
        let begun = Instant::now();
        let verdict = county.auditor.get("/api/audit/verification").await.done();
        println!("{} links in {:?}", verdict["events"], begun.elapsed());
        let newest = county.auditor.get("/api/audit?limit=1").await.done();
        let newest = &newest["events"][0];
        assert_eq!((&verdict["ok"], &verdict["first_bad"]), (&json!(true), &json!(null)));
        assert_eq!((&verdict["events"], &verdict["head"]), (&newest["sequence"], &newest["hash"]));
    })
    .await;
}
