//! Corrections of accepted forms: asked, refused, granted, made, reviewed anew, and seen where the figure was used.

use serde_json::{Value, json};

use crate::place::on_each;
use crate::world::{PLAN, act, county, edit};

#[tokio::test]
async fn a_correction_goes_the_whole_way_and_is_seen() {
    on_each(async |place| {
        let mut county = county(place).await;
        let id = county.accepted;
        let release = format!("/api/plans/{PLAN}/releases");
        county.admin.post(&release, json!({"status": "preliminary"})).await.done();
        let ask = format!("/api/submissions/{id}/corrections");
        let wrong = county.reporter.post(&ask, json!({"cells": ["NO_SUCH"], "reason": " "})).await;
        assert_eq!(wrong.places(), ["entry.cell_unknown@NO_SUCH", "reason.missing@reason"]);
        assert_eq!(county.reporter.post(&ask, json!({"cells": [], "reason": "x"})).await.codes(), ["correction.cells"]);
        county.admin.post(&ask, json!({"cells": ["TAP_POP"], "reason": "x"})).await.refused(403, "access.denied");
        let draft = format!("/api/submissions/{}/corrections", county.draft);
        county
            .reporter
            .post(&draft, json!({"cells": ["TAP_POP"], "reason": "x"}))
            .await
            .refused(409, "submission.state");

        // Refused first, with why; then asked again and granted, though the round is closed by then.
        let asked = json!({"cells": ["TAP_POP"], "reason": "漏计两个镇"});
        let told = county.reporter.post(&ask, asked.clone()).await.done();
        assert_eq!((&told["corrections"][0]["state"], &told["can"]), (&json!("asked"), &json!([])));
        county.reporter.post(&ask, asked.clone()).await.refused(409, "correction.asked");
        let tasks = county.admin.get(&format!("/api/tasks?plan={PLAN}")).await.done();
        assert_eq!(
            (&tasks["corrections"][0]["reason"], &tasks["corrections"][0]["can"]),
            (&json!("漏计两个镇"), &json!(["decide"]))
        );
        let decide = |correction: &Value| format!("/api/corrections/{}/decision", correction["id"]);
        let path = decide(&told["corrections"][0]);
        county.reviewer.post(&path, json!({"grant": true, "reason": "同意"})).await.refused(403, "access.denied");
        county.admin.post(&path, json!({"grant": false, "reason": ""})).await.refused(422, "reason.missing");
        county.admin.post(&path, json!({"grant": false, "reason": "附依据再报"})).await.done();
        county.admin.post(&path, json!({"grant": true, "reason": "同意"})).await.refused(409, "correction.decided");
        let told = county.reporter.post(&ask, asked).await.done();
        county.admin.post("/api/rounds/1/closure", json!({"reason": "到期"})).await.done();
        county.admin.post(&decide(&told["corrections"][1]), json!({"grant": true, "reason": "同意"})).await.done();

        // Only what was opened can be changed.
        let entries = format!("/api/submissions/{id}/entries");
        let locked = county
            .reporter
            .put(&entries, json!({"entries": [edit("TAP_POP", "399000", 1), edit("RPOP", "1", 1)]}))
            .await;
        assert_eq!(locked.places(), ["entry.locked@RPOP"]);
        county.reporter.put(&entries, json!({"entries": [edit("TAP_POP", "399000", 1)]})).await.done();
        let before = county.admin.get(&format!("/api/plans/{PLAN}/corrections")).await.done();
        assert_eq!(
            (&before["release"], &before["figures"]),
            (&json!(1), &json!([])),
            "the earlier figure stands meanwhile"
        );
        for (who, step) in
            [(&mut county.reporter, "submit"), (&mut county.reviewer, "review"), (&mut county.admin, "accept")]
        {
            act(who, id, step, None).await.done();
        }
        county.reporter.put(&entries, json!({"entries": [edit("TAP_POP", "1", 2)]})).await.refused(409, "round.closed");

        let seen = county.admin.get("/api/releases/1/corrections").await.done();
        let figure = &seen["figures"][0];
        assert_eq!(
            (&figure["before"], &figure["now"], &figure["reason"]),
            (&json!("398000"), &json!("399000"), &json!("漏计两个镇"))
        );
        assert_eq!((&figure["submission"], seen["figures"].as_array().unwrap().len()), (&json!(id), 1));
        assert!(seen["indicators"].as_array().unwrap().iter().any(|one| one == "V08"), "{}", seen["indicators"]);
        let last = county.admin.get(&format!("/api/plans/{PLAN}/corrections")).await.done();
        assert_eq!(last, seen, "of the plan's last release");
        county.admin.post(&release, json!({"status": "preliminary"})).await.done();
        let after = county.admin.get(&format!("/api/plans/{PLAN}/corrections")).await.done();
        assert_eq!((&after["release"], &after["figures"]), (&json!(2), &json!([])), "the next release has it");
        let old = county.admin.get("/api/releases/1/corrections").await.done();
        assert_eq!(old["figures"], seen["figures"], "of the former one it is still told");
        let done = county.reporter.get(&format!("/api/submissions/{id}/review")).await.done();
        assert_eq!((&done["corrections"][1]["state"], &done["can"]), (&json!("finished"), &json!(["correct"])));
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_withdrawn_and_what_was_accepted_stands_again() {
    on_each(async |place| {
        let mut county = county(place).await;
        let id = county.accepted;
        let (ask, entries) = (format!("/api/submissions/{id}/corrections"), format!("/api/submissions/{id}/entries"));
        let asked = json!({"cells": ["TAP_POP"], "reason": "漏计两个镇"});
        let told = county.reporter.post(&ask, asked.clone()).await.done();
        let of =
            |told: &Value, at: usize, verb: &str| format!("/api/corrections/{}/{verb}", told["corrections"][at]["id"]);
        let reason = json!({"reason": "只改合计，与分组不符"});

        // Nobody has decided yet: it is taken back, and the form never opened.
        let told = county.reporter.post(&of(&told, 0, "withdrawal"), reason.clone()).await.done();
        let back = &told["corrections"][0];
        assert_eq!((&back["state"], &back["decision"], &back["can"]), (&json!("withdrawn"), &Value::Null, &json!([])));
        let decide = json!({"grant": true, "reason": "同意"});
        county.admin.post(&of(&told, 0, "decision"), decide).await.refused(409, "correction.decided");

        let told = county.reporter.post(&ask, asked.clone()).await.done();
        let withdraw = of(&told, 1, "withdrawal");
        county.admin.post(&of(&told, 1, "decision"), json!({"grant": true, "reason": "同意"})).await.done();
        county.reporter.put(&entries, json!({"entries": [edit("TAP_POP", "399000", 1)]})).await.done();
        let seen = county.admin.get(&format!("/api/submissions/{id}/review")).await.done();
        let opened = &seen["corrections"][1];
        assert_eq!(opened["can"], json!(["withdraw"]), "the bureau may end it too");
        assert_eq!(
            (&opened["figures"][0]["before"]["value"], &opened["figures"][0]["now"]["value"]),
            (&json!("398000"), &json!("399000"))
        );
        county.reviewer.post(&withdraw, reason.clone()).await.refused(403, "access.denied");
        county.reporter.post(&withdraw, json!({"reason": " "})).await.refused(422, "reason.missing");
        let told = county.reporter.post(&withdraw, reason.clone()).await.done();
        let ended = &told["corrections"][1];
        assert_eq!((&ended["state"], &ended["withdrawn"]["reason"]), (&json!("withdrawn"), &reason["reason"]));
        assert_eq!(told["can"], json!(["correct"]), "another may be asked for");
        let form = county.reporter.get(&format!("/api/submissions/{id}")).await.done();
        assert_eq!(form["submission"]["state"], json!("accepted"));
        let cells = form["entries"].as_array().unwrap();
        let cell = cells.iter().find(|entry| entry["cell"] == "TAP_POP").unwrap();
        assert_eq!((&cell["value"], &cell["version"]), (&json!("398000"), &json!(3)));
        county.admin.post(&withdraw, reason).await.refused(409, "correction.ended");

        // One in which nothing was changed says so once it is accepted again.
        let told = county.reporter.post(&ask, asked).await.done();
        county.admin.post(&of(&told, 2, "decision"), json!({"grant": true, "reason": "同意"})).await.done();
        for (who, step) in
            [(&mut county.reporter, "submit"), (&mut county.reviewer, "review"), (&mut county.admin, "accept")]
        {
            act(who, id, step, None).await.done();
        }
        let done = county.reporter.get(&format!("/api/submissions/{id}/review")).await.done();
        assert_eq!(
            (&done["corrections"][2]["state"], &done["corrections"][2]["withdrawn"]["reason"]),
            (&json!("withdrawn"), &json!("无改动"))
        );
    })
    .await;
}
