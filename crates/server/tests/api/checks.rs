//! Checks of the packages: listed, run over a round for bureau and unit, and refused where a package states them wrongly.

use std::collections::BTreeSet;

use heng_server::cases::imports;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{
    FIGURES, PLAN, UNIT, act, administrator, command, confirm, edits, files, import, open, person, submission,
};

fn texts<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap()).collect()
}

/// Breaks as `unit cell check acts`.
fn told(found: &Value) -> BTreeSet<String> {
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or("-").to_owned();
    let line = |one: &Value| ["unit", "cell", "check", "acts"].map(|field| text(one, field)).join(" ");
    found["breaks"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn every_check_is_listed_with_words_and_example() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut guest = Browser::new(&place.router);
        let checks = guest.get(&format!("/api/plans/{PLAN}/checks")).await.done();
        let codes = texts(&checks, "code");
        assert!(["required", "digit_slip", "sexes_swapped", "towns_to_whole"].iter().all(|code| codes.contains(code)));
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "each once");
        for check in checks.as_array().unwrap() {
            for field in ["name", "name_en", "words", "words_en", "example", "example_en"] {
                assert!(!check[field].as_str().unwrap().is_empty(), "{check}");
            }
            assert!(check["forms"].is_null() || !check["forms"].as_array().unwrap().is_empty(), "of no form: {check}");
        }
        let of_towns = checks.as_array().unwrap().iter().find(|check| check["code"] == "trep_in_tcpc").unwrap();
        assert_eq!(texts(&of_towns["forms"], "code"), ["F-organization", "F-town"]);
    })
    .await;
}

#[tokio::test]
async fn a_rounds_breaks_are_told_to_the_bureau_and_to_the_unit_its_own() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        for unit in [UNIT, "health"] {
            confirm(&mut admin, unit).await;
        }
        let round = open(&mut admin, "2025年年报", &[UNIT, "health"]).await;
        let mut water = person(place, &mut admin, "water.r", "reporter", Some(UNIT)).await;
        let mut water_reviewer = person(place, &mut admin, "water.v", "reviewer", Some(UNIT)).await;
        let mut health = person(place, &mut admin, "health.r", "reporter", Some("health")).await;
        let mut stranger = person(place, &mut admin, "court.r", "reporter", Some("court")).await;
        let (of_water, of_health) =
            (submission(&mut admin, round, UNIT).await, submission(&mut admin, round, "health").await);
        let path = format!("/api/rounds/{round}/findings");

        // A proportion above 100 %, and people of the countryside that are more than all people.
        let figures = [FIGURES[0], ("NVIL_SUP", "1300"), FIGURES[2], FIGURES[3]];
        let saved = water.put(&format!("/api/submissions/{of_water}/entries"), edits(&figures)).await.done();
        assert_eq!(texts(&saved["findings"], "check"), ["part_of_whole"], "at entry");
        health.put(&format!("/api/submissions/{of_health}/entries"), edits(&[("POP", "300000")])).await.done();
        let found = admin.get(&path).await.done();
        assert_eq!(
            told(&found),
            BTreeSet::from(["water NVIL_SUP part_of_whole reporter".to_owned()]),
            "a draft's figures are held against nobody"
        );
        assert_eq!((&found["forms"], &found["breaks"][0]["value"]), (&json!(2), &json!("1300")));

        let noted =
            json!({"entries": [{"cell": "NVIL_SUP", "value": "1300", "missing": null, "note": "含农场", "seen": 1}]});
        water.put(&format!("/api/submissions/{of_water}/entries"), noted).await.done();
        act(&mut water, of_water, "submit", None).await.done();
        let own = water.get(&path).await.done();
        assert_eq!(told(&own), BTreeSet::from(["water NVIL_SUP part_of_whole reviewer".to_owned()]));
        assert_eq!(
            (&own["forms"], &own["breaks"][0]["explained"], &own["breaks"][0]["note"]),
            (&json!(1), &json!(true), &json!("含农场"))
        );
        act(&mut water_reviewer, of_water, "review", None).await.done();
        act(&mut admin, of_water, "accept", None).await.done();

        // Water's figure is accepted: health sees its own form held against it, and the bureau sees both.
        let of_water_now = admin.get(&path).await.done();
        assert_eq!(
            told(&of_water_now),
            BTreeSet::from(["water NVIL_SUP part_of_whole ".to_owned()]),
            "nobody must act"
        );
        assert_eq!(told(&health.get(&path).await.done()), BTreeSet::new());
        uncounted(&mut health, of_health).await;
        act(&mut health, of_health, "submit", None).await.done();
        let bureau = "water RPOP rural_water_in_pop bureau".to_owned();
        assert!(told(&admin.get(&path).await.done()).contains(&bureau), "more people in the countryside than in all");
        assert!(!told(&water.get(&path).await.done()).contains(&bureau), "what is not accepted is not told to others");
        stranger.get(&path).await.refused(403, "access.denied");
        Browser::new(&place.router).get(&path).await.refused(401, "access.sign_in");
        admin.get("/api/rounds/999/findings").await.refused(404, "record.missing");
    })
    .await;
}

#[tokio::test]
async fn published_figures_stand_beside_their_cells() {
    on_each(async |place| {
        // No figure of the prefecture is published for what this form asks: one for the test.
        let mut held = files("catalogue");
        held.get_mut("references.csv").unwrap().extend_from_slice("H13,440700,2023,,93.1,%,S030\n".as_bytes());
        imports::package(&place.app, &command(), &held, None).await.unwrap();
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        confirm(&mut admin, "health").await;
        let round = open(&mut admin, "2025年年报", &["health"]).await;
        let id = submission(&mut admin, round, "health").await;
        let mut reporter = person(place, &mut admin, "health.r", "reporter", Some("health")).await;
        let entries = format!("/api/submissions/{id}/entries");
        reporter.put(&entries, edits(&[("LIVEBIRTH", "4000"), ("SYSMGT", "2400")])).await.done();
        let hints = reporter.get(&format!("/api/submissions/{id}/references")).await.done();
        let care = hints.as_array().unwrap().iter().find(|hint| hint["indicator"] == "H13").unwrap();
        assert_eq!((&care["cells"], &care["own"]), (&json!(["SYSMGT"]), &json!("60.0")));
        let beside = |hint: &Value| {
            hint["figures"]
                .as_array()
                .unwrap()
                .iter()
                .map(|figure| {
                    ["area_name", "period", "display"].map(|field| figure[field].as_str().unwrap().to_owned()).join(" ")
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(beside(care), ["全国 2024 94.9", "江门市 2023 93.1"]);
        let saved = reporter.get(&format!("/api/submissions/{id}")).await.done();
        assert!(
            texts(&saved["findings"], "check").contains(&"ref_maternal_care"),
            "far from the nation: {}",
            saved["findings"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_check_that_is_stated_wrongly_keeps_the_package_out() {
    on_each(async |place| {
        let mut held = files("catalogue");
        let table = String::from_utf8(held["checks.csv"].clone()).unwrap();
        let broken = table.replacen("cell() <= item('VC')", "cell() <= VC", 1);
        assert_ne!(table, broken);
        held.insert("checks.csv".to_owned(), broken.into_bytes());
        let refused = imports::package(&place.app, &command(), &held, None).await.unwrap_err();
        let heng_server::Failure::Refused(problems) = refused else { panic!() };
        let place_of = &problems[0].place;
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].kind.code, "formula.forbidden");
        assert_eq!((place_of.file.as_deref(), place_of.field.as_deref()), (Some("checks.csv"), Some("expression")));
        assert!(place_of.line.unwrap() > 1 && problems[0].details["column"] == "11");
    })
    .await;
}

/// Every required cell that is empty is answered with a reason.
async fn uncounted(who: &mut Browser, id: i64) {
    let held = who.get(&format!("/api/submissions/{id}")).await.done();
    let rows = held["form"]["sections"].as_array().unwrap().iter().flat_map(|s| s["rows"].as_array().unwrap());
    let cells = rows.flat_map(|row| row["cells"].as_array().unwrap()).filter(|cell| cell["required"] == true);
    let entries: Vec<_> = cells
        .map(|cell| json!({"cell": cell["cell"], "value": null, "missing": "not_counted", "note": null, "seen": 0}))
        .collect();
    who.put(&format!("/api/submissions/{id}/entries"), json!({"entries": entries})).await.done();
}
