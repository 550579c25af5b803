//! The catalogue changed in the browser: checked while typed, proposed, seen in its effect, approved by another.

use heng_plan::package::Files;
use heng_server::cases::imports;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{County, PLAN, command, county, files, person, point};

/// The rows of a code as they are written.
async fn rows(who: &mut Browser, table: &str, code: &str) -> Vec<Value> {
    let held = who.get(&format!("/api/plans/{PLAN}/catalogue/{table}?code={code}")).await.done();
    held["rows"].as_array().unwrap().clone()
}

/// The indicator with some cells in the place of others.
async fn amended(who: &mut Browser, cells: &[(&str, &str)]) -> Value {
    let mut row = rows(who, "indicators", "V08").await.remove(0);
    for (column, cell) in cells {
        row[*column] = json!(cell);
    }
    json!([{"table": "indicators", "replaces": row["valid_from"].as_str().unwrap_or(""), "cells": row}])
}

async fn propose(who: &mut Browser, changes: Value) -> crate::browser::Answer {
    who.post(&format!("/api/plans/{PLAN}/proposals"), json!({"changes": changes, "reason": "口径调整"})).await
}

async fn decide(who: &mut Browser, id: i64, approve: bool) -> crate::browser::Answer {
    who.post(&format!("/api/proposals/{id}/decision"), json!({"approve": approve, "reason": "核过"})).await
}

async fn with_colleague(place: &Place) -> (County, Browser) {
    let mut county = county(place).await;
    let colleague = person(place, &mut county.admin, "qian.bureau", "administrator", None).await;
    (county, colleague)
}

fn id_of(answer: &Value) -> i64 {
    answer["proposal"]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn another_person_approves_and_figures_are_computed_anew() {
    on_each(async |place| {
        let (County { mut admin, mut reporter, .. }, mut colleague) = with_colleague(place).await;
        admin.post(&format!("/api/plans/{PLAN}/releases"), json!({"status": "preliminary"})).await.done();
        let before = point(&mut admin, "V08").await["value"].as_str().unwrap().to_owned();
        let halved = amended(&mut admin, &[("factor", "50"), ("definition", "新口径")]).await;
        propose(&mut reporter, halved.clone()).await.refused(403, "access.denied");
        let made = propose(&mut admin, halved).await.done();
        let id = id_of(&made);
        assert_eq!((&made["proposal"]["state"], &made["proposal"]["can"]), (&json!("open"), &json!(["withdraw"])));
        assert_eq!((&made["before"][0]["factor"], &made["conflicts"]), (&json!("100"), &json!([])));

        let effect = colleague.get(&format!("/api/proposals/{id}/effect")).await.done();
        let changed = effect["figures"].as_array().unwrap();
        let of_2025 = changed.iter().find(|one| one["period"] == "2025" && one["breakdown"] == "").unwrap();
        assert_eq!((&of_2025["code"], &of_2025["area"]), (&json!("V08"), &json!("440783")));
        let number = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
        assert!(
            (number(&of_2025["before"]["value"]) - 2.0 * number(&of_2025["after"]["value"])).abs() < 0.11,
            "{of_2025}"
        );
        assert!(number(&of_2025["difference"]) < 0.0);
        let plan = &effect["plans"][0];
        assert_eq!((&plan["plan"], plan["figures"].as_u64()), (&json!(PLAN), effect["total"].as_u64()));
        let state = plan["states"].as_array().unwrap().iter().find(|one| one["year"] == 2025).unwrap();
        assert_eq!(state["indicator"], "V08");
        assert_eq!(plan["releases"][0]["release"], 1);
        let used: Vec<&str> =
            plan["used_by"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert!(used.contains(&"target") && used.contains(&"form"), "{used:?}");
        let csv = colleague.get(&format!("/api/proposals/{id}/effect/file")).await.text();
        assert_eq!(csv.lines().count(), effect["total"].as_u64().unwrap() as usize + 1);

        decide(&mut admin, id, true).await.refused(403, "proposal.own");
        reporter.get(&format!("/api/proposals/{id}")).await.refused(403, "access.denied");
        assert_eq!(point(&mut admin, "V08").await["value"], before, "nothing is in force yet");
        let done = decide(&mut colleague, id, true).await.done();
        assert_eq!((&done["proposal"]["state"], &done["proposal"]["can"]), (&json!("approved"), &json!([])));
        let after = point(&mut admin, "V08").await["value"].as_str().unwrap().to_owned();
        assert!((before.parse::<f64>().unwrap() - 2.0 * after.parse::<f64>().unwrap()).abs() < 1e-6);
        decide(&mut colleague, id, true).await.refused(409, "proposal.decided");
        // A settled one still says what it did; what was computed before is of the catalogue before.
        let effect = admin.get(&format!("/api/proposals/{id}/effect")).await.done();
        assert_eq!(effect["total"], plan["figures"]);
        assert_eq!(admin.get(&format!("/api/proposals/{id}/effect")).await.done(), effect);

        let links = admin.get("/api/audit?limit=2").await.done();
        let actions: Vec<&Value> = links["events"].as_array().unwrap().iter().map(|link| &link["action"]).collect();
        assert_eq!(actions, [&json!("catalogue.approve"), &json!("package.import")]);
        let path = format!("/api/plans/{PLAN}/catalogue/indicators/V08/versions");
        let told = reporter.get(&path).await.done();
        assert_eq!([&told["versions"][0]["proposal"], &told["versions"][0]["reason"]], [&Value::Null; 2]);
        let versions = admin.get(&path).await.done();
        let versions = versions["versions"].as_array().unwrap();
        assert_eq!(versions.len(), 2);
        assert_eq!(
            (&versions[0]["proposal"], &versions[0]["changed"]),
            (&json!(id), &json!([{"row": "V08", "what": "changed", "columns": ["definition", "factor"]}]))
        );
        assert_eq!(versions[1]["rows"][0]["factor"], "100");
    })
    .await;
}

#[tokio::test]
async fn what_changes_no_figure_says_so_and_what_changes_nothing_is_none() {
    on_each(async |place| {
        let (County { mut admin, .. }, mut colleague) = with_colleague(place).await;
        let same = amended(&mut admin, &[]).await;
        propose(&mut admin, same).await.refused(422, "proposal.empty");
        let words = amended(&mut admin, &[("definition", "只改文字")]).await;
        let id = id_of(&propose(&mut admin, words).await.done());
        let effect = colleague.get(&format!("/api/proposals/{id}/effect")).await.done();
        assert_eq!((&effect["total"], &effect["plans"][0]["states"]), (&json!(0), &json!([])));
        decide(&mut colleague, id, false).await.done();
        assert_eq!(admin.get("/api/packages").await.done().as_array().unwrap().len(), 2);
        let withdrawn = id_of(&{
            let words = amended(&mut admin, &[("definition", "再改")]).await;
            propose(&mut admin, words).await.done()
        });
        let path = format!("/api/proposals/{withdrawn}/withdrawal");
        colleague.post(&path, json!({"reason": "x"})).await.refused(403, "access.denied");
        admin.post(&path, json!({"reason": ""})).await.refused(422, "reason.missing");
        admin.post(&path, json!({"reason": "另提"})).await.done();
        let listed = colleague.get("/api/proposals").await.done();
        let states: Vec<&str> = listed.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["withdrawn", "rejected"]);
    })
    .await;
}

async fn newer(place: &Place, from: &str, to: &str) {
    let mut newer: Files = files("catalogue");
    let text = String::from_utf8(newer["indicators.csv"].clone()).unwrap();
    assert!(text.contains(from));
    newer.insert("indicators.csv".to_owned(), text.replacen(from, to, 1).into_bytes());
    imports::package(&place.app, &command(), &newer, None).await.unwrap();
}

#[tokio::test]
async fn a_newer_package_is_a_conflict_only_where_it_changed_the_row() {
    on_each(async |place| {
        let (County { mut admin, .. }, mut colleague) = with_colleague(place).await;
        let changes = amended(&mut admin, &[("definition", "新口径")]).await;
        let id = id_of(&propose(&mut admin, changes.clone()).await.done());
        let second = id_of(&propose(&mut admin, changes).await.done());
        newer(place, "妇女人均预期寿命,", "妇女平均预期寿命,").await;
        assert_eq!(colleague.get(&format!("/api/proposals/{id}")).await.done()["conflicts"], json!([]));
        decide(&mut colleague, id, true).await.done();
        // The other change, which somebody else made, is still there.
        assert_eq!(rows(&mut admin, "indicators", "H01").await[0]["name_zh"], "妇女平均预期寿命");
        let held = colleague.get(&format!("/api/proposals/{second}")).await.done();
        assert_eq!(held["conflicts"], json!(["indicators.csv V08"]));
        decide(&mut colleague, second, true).await.refused(409, "proposal.conflict");
    })
    .await;
}

#[tokio::test]
async fn a_bad_formula_is_told_at_its_character_while_it_is_typed() {
    on_each(async |place| {
        let (County { mut admin, .. }, _) = with_colleague(place).await;
        let path = format!("/api/plans/{PLAN}/catalogue/check");
        for (cells, code, field, character) in [
            (vec![("numerator", "item('TAP_POP'")], "formula.syntax", "numerator", Some(15)),
            (vec![("numerator", "item('TAP_PO')")], "package.reference_near", "numerator", Some(7)),
            (vec![("denominator", "item('RPOP') + item('NVIL_N')")], "formula.forbidden", "denominator", Some(16)),
            (vec![("denominator", "0 * 1")], "package.formula_empty", "denominator", None),
            (vec![("numerator", "indicator('V08')")], "package.cycle", "numerator", Some(12)),
            (vec![("kind", "gap")], "package.formula_kind", "numerator", None),
            (vec![("unit", "")], "table.cell_empty", "unit", None),
        ] {
            let changes = amended(&mut admin, &cells).await;
            let told = admin.post(&path, json!({"changes": changes})).await.done();
            let problems = told["problems"].as_array().unwrap();
            let field = format!("changes[0].{field}");
            let found = problems.iter().find(|one| one["code"] == code && one["place"]["field"] == json!(field));
            let found = found.unwrap_or_else(|| panic!("{code}@{field}: {problems:#?}"));
            assert_eq!(found["place"]["character"].as_u64(), character, "{code}");
            let refused = propose(&mut admin, changes).await;
            assert_eq!(refused.status, 422);
            assert!(refused.codes().contains(&code.to_owned()));
        }
        let fine = amended(&mut admin, &[("numerator", "item('RPOP')"), ("denominator", "item('TAP_POP')")]).await;
        let told = admin.post(&path, json!({"changes": fine})).await.done();
        assert_eq!(told["problems"], json!([]));
        assert_eq!(told["formulas"][0]["factor"], "100");
    })
    .await;
}

#[tokio::test]
async fn a_new_definition_holds_from_its_year_on() {
    on_each(async |place| {
        let (County { mut admin, .. }, mut colleague) = with_colleague(place).await;
        let row = rows(&mut admin, "indicators", "V08").await.remove(0);
        let (mut ended, mut begun) = (row.clone(), row);
        ended["valid_to"] = json!("2025");
        begun["valid_from"] = json!("2025");
        begun["factor"] = json!("10");
        let both = |ended: &Value, begun: &Value| {
            json!([{"table": "indicators", "replaces": "", "cells": ended}, {"table": "indicators", "replaces": null, "cells": begun}])
        };
        propose(&mut admin, both(&ended, &begun)).await.refused(422, "package.validity_overlap");
        begun["valid_from"] = json!("2026");
        let before = point(&mut admin, "V08").await["value"].clone();
        let id = id_of(&propose(&mut admin, both(&ended, &begun)).await.done());
        decide(&mut colleague, id, true).await.done();
        assert_eq!(point(&mut admin, "V08").await["value"], before, "2025 keeps its definition");
        let held = admin.get(&format!("/api/plans/{PLAN}/indicators/V08")).await.done();
        assert_eq!((&held["valid_from"], &held["earlier"][0]["valid_to"]), (&json!(2026), &json!(2025)));
        assert_eq!((&held["formula"]["factor"], &held["earlier"][0]["formula"]["factor"]), (&json!("10"), &json!("100")));
    })
    .await;
}
