//! Review: the evaluation group, return by cell, questions, what changed since the last look, comparison, receiving many.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{DUE, FIGURES, PLAN, UNIT, act, county, edit, edits, open, person, submission};

/// A form of water, handed in by its reporter in a round of its own with terms.
async fn handed_in(place: &Place, terms: Value) -> (crate::world::County, i64) {
    let mut county = county(place).await;
    let closing = json!({"reason": "另开一轮"});
    county.admin.post("/api/rounds/2/closure", closing).await.done();
    let opening =
        json!({"period": "2024", "title": "2024年补报", "due": DUE, "units": [UNIT, "court"], "terms": terms});
    let round = county.admin.post(&format!("/api/plans/{PLAN}/rounds"), opening).await.done();
    let id = submission(&mut county.admin, round["id"].as_i64().unwrap(), UNIT).await;
    county.reporter.put(&format!("/api/submissions/{id}/entries"), edits(&FIGURES)).await.done();
    act(&mut county.reporter, id, "submit", None).await.done();
    (county, id)
}

async fn return_cells(who: &mut Browser, id: i64, cells: Value) -> crate::browser::Answer {
    let seen = who.get(&format!("/api/submissions/{id}")).await.done()["submission"]["version"].clone();
    let body = json!({"action": "return", "reason": null, "cells": cells, "seen": seen});
    who.post(&format!("/api/submissions/{id}/actions"), body).await
}

#[tokio::test]
async fn the_evaluation_group_accepts_what_the_bureau_passes_on() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, json!({"evaluation": true, "signature": "none"})).await;
        let mut group = person(place, &mut county.admin, "qian.group", "evaluator", None).await;
        act(&mut county.reviewer, id, "review", None).await.done();
        act(&mut county.admin, id, "accept", None).await.refused(409, "submission.state");
        act(&mut group, id, "accept", None).await.refused(403, "access.denied");
        let passed = act(&mut county.admin, id, "forward", None).await.done();
        assert_eq!(
            (&passed["submission"]["state"], &passed["submission"]["can"]),
            (&json!("evaluating"), &json!(["return"]))
        );
        let told = group.get(&format!("/api/submissions/{id}")).await.done();
        assert_eq!(told["submission"]["can"], json!(["accept", "return"]));
        let waiting = group.get(&format!("/api/acceptances?plan={PLAN}")).await.done();
        assert_eq!((waiting.as_array().unwrap().len(), &waiting[0]["action"]), (1, &json!("accept")));
        let back = act(&mut group, id, "return", Some("口径不符")).await.done();
        assert_eq!(back["submission"]["state"], "returned");
        act(&mut county.reporter, id, "submit", None).await.done();
        act(&mut county.reviewer, id, "review", None).await.done();
        act(&mut county.admin, id, "forward", None).await.done();
        let done = act(&mut group, id, "accept", None).await.done();
        assert_eq!(done["submission"]["state"], "accepted");
        let round = county.admin.get("/api/rounds/3").await.done();
        assert_eq!(round["round"]["terms"], json!({"evaluation": true, "signature": "none"}));
    })
    .await;
}

#[tokio::test]
async fn a_returned_cell_counts_as_dealt_with_once_changed_or_answered() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, Value::Null).await;
        let wrong = json!([{"cell": "NO_SUCH", "reason": "x"}, {"cell": "RPOP", "reason": " "}]);
        let answer = return_cells(&mut county.reviewer, id, wrong).await;
        assert_eq!(answer.places(), ["entry.cell_unknown@NO_SUCH", "reason.missing@RPOP"]);
        let cells = json!([{"cell": "RPOP", "reason": "与公安数不符"}, {"cell": "NVIL_N", "reason": "比上年少"}]);
        let back = return_cells(&mut county.reviewer, id, cells).await.done();
        assert_eq!(
            (&back["submission"]["state"], &back["submission"]["returned_open"]),
            (&json!("returned"), &json!(2))
        );
        assert_eq!(back["changes"][1]["reason"], "2 个单元格须核实，理由见各单元格。");

        let stopped = act(&mut county.reporter, id, "submit", None).await;
        assert_eq!(
            (stopped.status, stopped.places()),
            (422, vec!["return.open@RPOP".to_owned(), "return.open@NVIL_N".to_owned()])
        );
        let saved = county
            .reporter
            .put(&format!("/api/submissions/{id}/entries"), json!({"entries": [edit("RPOP", "401000", 1)]}))
            .await
            .done();
        assert_eq!(saved["submission"]["returned_open"], 1);
        let review = county.reporter.get(&format!("/api/submissions/{id}/review")).await.done();
        let open = &review["questions"][1];
        assert_eq!(
            (&open["cell"], &open["state"], &open["can"]),
            (&json!("NVIL_N"), &json!("open"), &json!(["answer"]))
        );
        let answers = format!("/api/questions/{}/answers", open["id"]);
        county.reporter.post(&answers, json!({"text": " "})).await.refused(422, "reason.missing");
        county.stranger.post(&answers, json!({"text": "我来答"})).await.refused(403, "access.denied");
        let told = county.reporter.post(&answers, json!({"text": "撤并 3 个村"})).await.done();
        assert_eq!(told["questions"][1]["state"], "answered");
        act(&mut county.reporter, id, "submit", None).await.done();

        let passed = act(&mut county.reviewer, id, "review", None).await.done();
        assert_eq!(passed["submission"]["returned_open"], 0);
        let review = county.reviewer.get(&format!("/api/submissions/{id}/review")).await.done();
        let states: Vec<_> = review["questions"].as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states, ["settled", "settled"], "whoever passes it on has seen what was done");
        county.reporter.post(&answers, json!({"text": "再答"})).await.refused(409, "question.settled");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_answered_beside_its_cell_while_the_form_stays() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, Value::Null).await;
        act(&mut county.reviewer, id, "review", None).await.done();
        let questions = format!("/api/submissions/{id}/questions");
        let asked = json!({"cell": "TAP_POP", "text": "含不含外来人口？"});
        county.reporter.post(&questions, asked.clone()).await.refused(403, "access.denied");
        assert_eq!(
            county.admin.post(&questions, json!({"cell": "X", "text": "?"})).await.codes(),
            ["entry.cell_unknown"]
        );
        let told = county.admin.post(&questions, asked).await.done();
        let question = &told["questions"][0];
        assert_eq!(
            (&question["state"], &question["asked_role"], &question["can"]),
            (&json!("open"), &json!("administrator"), &json!(["settle"]))
        );
        assert_eq!(question["cell_name"], "农村自来水供水人口 合计");

        let waiting = county.admin.get(&format!("/api/acceptances?plan={PLAN}")).await.done();
        assert_eq!((&waiting[0]["clean"], &waiting[0]["questions"]), (&json!(false), &json!(1)));
        let seen = &waiting[0]["submission"]["version"];
        let outcome =
            county.admin.post("/api/acceptances", json!({"submissions": [{"id": id, "seen": seen}]})).await.done();
        assert_eq!(
            (&outcome[0]["done"], &outcome[0]["problems"][0]["code"]),
            (&json!(false), &json!("submission.unclean"))
        );

        let tasks = county.reporter.get(&format!("/api/tasks?plan={PLAN}")).await.done();
        assert_eq!(tasks["questions"][0]["question"]["text"], "含不含外来人口？");
        let path = format!("/api/questions/{}", question["id"]);
        let told = county.reporter.post(&format!("{path}/answers"), json!({"text": "含常住"})).await.done();
        assert_eq!(
            (&told["questions"][0]["state"], &told["questions"][0]["events"][0]["text"]),
            (&json!("answered"), &json!("含常住"))
        );
        county.reviewer.post(&format!("{path}/settlement"), json!({})).await.refused(403, "access.denied");
        county.admin.post(&format!("{path}/settlement"), json!({})).await.done();
        let waiting = county.admin.get(&format!("/api/acceptances?plan={PLAN}")).await.done();
        assert_eq!(waiting[0]["clean"], true);
        county.auditor.get(&format!("/api/tasks?plan={PLAN}")).await.refused(403, "access.denied");
    })
    .await;
}

#[tokio::test]
async fn many_are_received_each_by_itself() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, Value::Null).await;
        act(&mut county.reviewer, id, "review", None).await.done();
        let seen = county.admin.get(&format!("/api/submissions/{id}")).await.done()["submission"]["version"].clone();
        assert_eq!(county.admin.post("/api/acceptances", json!({"submissions": []})).await.codes(), ["input.invalid"]);
        let asked =
            json!({"submissions": [{"id": county.draft, "seen": 1}, {"id": id, "seen": seen}, {"id": 999, "seen": 1}]});
        county.reviewer.post("/api/acceptances", asked.clone()).await.refused(403, "access.denied");
        let outcomes = county.admin.post("/api/acceptances", asked).await.done();
        let told: Vec<_> = outcomes
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["done"].clone(), one["problems"][0]["code"].clone()))
            .collect();
        assert_eq!(
            told,
            [
                (json!(false), json!("round.closed")),
                (json!(true), Value::Null),
                (json!(false), json!("record.missing"))
            ]
        );
        let again = county.admin.get(&format!("/api/acceptances?plan={PLAN}")).await.done();
        assert_eq!(again, json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_others_changed_since_the_last_look_is_told() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, Value::Null).await;
        let (review, look) = (format!("/api/submissions/{id}/review"), format!("/api/submissions/{id}/look"));
        let first = county.reviewer.get(&review).await.done();
        assert_eq!((&first["looked_at"], &first["changed"]), (&Value::Null, &json!([])));
        assert_eq!(
            county.reviewer.put(&look, json!({"seen": "2999-01-01T00:00:00.000Z"})).await.codes(),
            ["input.invalid"]
        );
        let noted = county.reviewer.put(&look, json!({"seen": first["seen"]})).await;
        assert_eq!(noted.status, 204);
        act(&mut county.reviewer, id, "return", Some("重核")).await.done();
        county
            .reporter
            .put(&format!("/api/submissions/{id}/entries"), json!({"entries": [edit("NVIL_N", "1201", 1)]}))
            .await
            .done();
        let second = county.reviewer.get(&review).await.done();
        let changed = &second["changed"][0];
        assert_eq!((&changed["cell"], &changed["value"]), (&json!("NVIL_N"), &json!("1200")));
        assert_eq!(second["changed"].as_array().unwrap().len(), 1);
        let own = county.reporter.get(&review).await.done();
        county.reporter.put(&look, json!({"seen": own["seen"]})).await;
        assert_eq!(county.reporter.get(&review).await.done()["changed"], json!([]), "one's own changes are not news");
        county.reviewer.put(&look, json!({"seen": second["seen"]})).await;
        assert_eq!(county.reviewer.get(&review).await.done()["changed"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn counts_tell_empty_parts_and_what_is_confidential_apart() {
    on_each(async |place| {
        let mut county = county(place).await;
        crate::world::confirm(&mut county.admin, "health").await;
        let mut reporter = person(place, &mut county.admin, "wu.health", "reporter", Some("health")).await;
        let round = open(&mut county.admin, "卫健年报", &["health"]).await;
        let id = submission(&mut county.admin, round, "health").await;
        let form = reporter.get(&format!("/api/submissions/{id}")).await.done()["form"].clone();
        let rows: Vec<&Value> =
            form["sections"].as_array().unwrap().iter().flat_map(|s| s["rows"].as_array().unwrap()).collect();
        let broken =
            rows.iter().find(|row| row["required"] == true && row["cells"].as_array().unwrap().len() > 1).unwrap();
        let parts = broken["cells"].as_array().unwrap().len() - 1;
        let plain = rows.iter().find(|row| row["cells"].as_array().unwrap().len() == 1).unwrap();
        let entries = json!({"entries": [
            edit(broken["item"].as_str().unwrap(), "12", 0),
            {"cell": plain["item"], "value": null, "missing": "confidential", "note": null, "seen": 0},
        ]});
        let saved = reporter.put(&format!("/api/submissions/{id}/entries"), entries).await.done();
        let told = &saved["submission"];
        assert_eq!(
            (&told["parts_open"], &told["confidential"], &told["filled"]),
            (&json!(parts), &json!(1), &json!(2))
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_item_is_seen_over_the_units_that_may_be_read() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, Value::Null).await;
        let peers = format!("/api/submissions/{id}/peers?cell=RPOP");
        assert_eq!(county.admin.get(&peers).await.done(), json!([]), "the court is not asked for it");
        assert_eq!(
            county.admin.get(&format!("/api/submissions/{id}/peers?cell=X")).await.codes(),
            ["entry.cell_unknown"]
        );
        county.stranger.get(&peers).await.refused(403, "access.denied");
    })
    .await;
}
