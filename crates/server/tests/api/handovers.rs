//! A contact person hands over.

use serde_json::json;

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{PASSWORD, UNIT, county, edit, user};

#[tokio::test]
async fn what_is_due_goes_to_the_successor_and_the_name_stays() {
    on_each(async |place| {
        let mut county = county(place).await;
        let users = county.admin.get("/api/users").await.done();
        let id = |name: &str| users.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
        let path = format!("/api/users/{}/handover", id("li.reporter"));
        let to =
            |successor: serde_json::Value, reason: &str| json!({"successor": successor, "new": null, "reason": reason});
        county.reporter.post(&path, to(id("wang.reviewer"), "调岗")).await.refused(403, "access.denied");
        let empty = county.admin.post(&path, to(json!(null), " ")).await;
        assert_eq!(empty.places(), ["reason.missing@reason", "input.missing@successor"]);
        for wrong in ["wang.reviewer", "zhao.stranger", "li.reporter"] {
            county.admin.post(&path, to(id(wrong), "调岗")).await.refused(422, "user.successor");
        }
        assert!(county.reporter.user().await.is_some(), "nothing was half done");

        let entries = format!("/api/submissions/{}/entries", county.draft);
        county.reporter.put(&entries, json!({"entries": [edit("NVIL_N", "1200", 0)]})).await.done();
        let review = county.reporter.get(&format!("/api/submissions/{}/review", county.draft)).await.done();
        county.reporter.put(&format!("/api/submissions/{}/look", county.draft), json!({"seen": review["seen"]})).await;
        let new =
            json!({"successor": null, "new": {"name": "he.reporter", "display_name": "何联络员"}, "reason": "调岗"});
        let told = county.admin.post(&path, new).await.done();
        assert_eq!(told["submissions"], json!([county.draft]));
        assert_eq!(
            (&told["from"]["active"], &told["from"]["successor"], &told["to"]["unit"]),
            (&json!(false), &json!("he.reporter"), &json!(UNIT))
        );

        assert_eq!(county.reporter.user().await, None, "signed out at once");
        let mut successor = Browser::new(&place.router);
        let shown = told["password"].as_str().unwrap();
        successor.sign_in("he.reporter", shown).await.done();
        successor.change_password(shown, PASSWORD).await.done();
        let review = successor.get(&format!("/api/submissions/{}/review", county.draft)).await.done();
        assert_ne!(review["looked_at"], json!(null), "what was looked at goes along");
        successor.put(&entries, json!({"entries": [edit("NVIL_N", "1210", 1)]})).await.done();
        let history = successor.get(&format!("/api/submissions/{}/history?cell=NVIL_N", county.draft)).await.done();
        assert_eq!(
            (&history[0]["updated_by"], &history[1]["updated_by"]),
            (&json!("用户li.reporter"), &json!("何联络员"))
        );
        let event = county.admin.get("/api/audit?action=user.hand_over").await.done();
        assert_eq!(event["events"][0]["details"]["to"], "he.reporter");

        let held = user(&mut county.admin, "ma.reporter", "reporter", Some(UNIT)).await;
        let path = format!("/api/users/{}/handover", told["to"]["id"]);
        let told = county.admin.post(&path, to(held["user"]["id"].clone(), "借调")).await.done();
        assert_eq!((&told["to"]["name"], &told["password"]), (&json!("ma.reporter"), &json!(null)));
    })
    .await;
}
