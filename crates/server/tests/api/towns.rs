//! A town fills in its own form: its figures are of its own area and never stand for the county's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{PLAN, act, administrator, confirm, edits, import, open, person, point, submission};

const TOWNS: [&str; 2] = ["t440783103", "t440783104"];

#[tokio::test]
async fn a_towns_figures_are_of_the_town() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        confirm(&mut admin, "civil-affairs").await;
        let round = open(&mut admin, "2025年年报", &[TOWNS[0], TOWNS[1], "civil-affairs"]).await;
        for (town, figures) in
            TOWNS.iter().zip([[("VC", "50"), ("VC[sex=F]", "20")], [("VC", "40"), ("VC[sex=F]", "9")]])
        {
            filed(place, &mut admin, round, town, &figures).await;
        }
        assert_eq!(point(&mut admin, "D22").await["value"], json!(null), "no town speaks for the county");
        filed(place, &mut admin, round, "civil-affairs", &[("VC", "1000"), ("VC[sex=F]", "300")]).await;
        let county = point(&mut admin, "D22").await;
        assert_eq!((&county["display"], &county["rivals"]), (&json!("30.0"), &json!([])));
        beside_the_towns(&mut admin, round).await;
        recorded(&mut admin).await;
        next_year(&mut admin, county).await;
    })
    .await;
}

/// Who reviews the department's figure sees what the towns say of the same item.
async fn beside_the_towns(admin: &mut Browser, round: i64) {
    let id = submission(admin, round, "civil-affairs").await;
    let told = admin.get(&format!("/api/submissions/{id}/peers?cell=VC")).await.done();
    let peer = |one: &Value| json!([one["unit"], one["state"], one["value"], one["previous"]]);
    let peers: Vec<Value> = told.as_array().unwrap().iter().map(peer).collect();
    assert_eq!(peers, [json!([TOWNS[0], "accepted", "50", null]), json!([TOWNS[1], "accepted", "40", null])]);
}

/// A unit's form, handed in, reviewed and received: `figures`, and for every other cell that must be answered the reason
/// that nobody counted it.
async fn filed(place: &Place, admin: &mut Browser, round: i64, unit: &str, figures: &[(&str, &str)]) {
    let id = submission(admin, round, unit).await;
    let mut reporter = person(place, admin, &format!("r.{unit}"), "reporter", Some(unit)).await;
    let mut reviewer = person(place, admin, &format!("v.{unit}"), "reviewer", Some(unit)).await;
    let held = reporter.get(&format!("/api/submissions/{id}")).await.done();
    let mut entries = edits(figures);
    for cell in required(&held["form"]).filter(|cell| !figures.iter().any(|(given, _)| given == cell)) {
        let empty = json!({"cell": cell, "value": null, "missing": "not_counted", "note": null, "seen": 0});
        entries["entries"].as_array_mut().unwrap().push(empty);
    }
    reporter.put(&format!("/api/submissions/{id}/entries"), entries).await.done();
    act(&mut reporter, id, "submit", None).await.done();
    act(&mut reviewer, id, "review", None).await.done();
    act(admin, id, "accept", None).await.done();
}

fn rows(form: &Value) -> impl Iterator<Item = &Value> {
    form["sections"].as_array().unwrap().iter().flat_map(|section| section["rows"].as_array().unwrap())
}

fn required(form: &Value) -> impl Iterator<Item = &str> {
    let cells = rows(form).flat_map(|row| row["cells"].as_array().unwrap());
    cells.filter(|cell| cell["required"] == json!(true)).map(|cell| cell["cell"].as_str().unwrap())
}

/// Each figure is recorded of the area of who reported it, and a release freezes all of them.
async fn recorded(admin: &mut Browser) {
    let frozen = admin.post(&format!("/api/plans/{PLAN}/releases"), json!({"status": "preliminary"})).await.done();
    let mut seen = BTreeSet::new();
    for id in 1.. {
        let answer = admin.get(&format!("/api/observations/{id}")).await;
        if answer.status == 404 {
            assert_eq!(frozen["observations"], json!(id - 1));
            break;
        }
        let told = answer.done();
        seen.insert((text(&told["source"]["title"]), text(&told["area_name"])));
        if (text(&told["subject"]), text(&told["breakdown_label"])) == ("VC".to_owned(), "合计".to_owned()) {
            seen.insert((text(&told["area_name"]), text(&told["value"])));
        }
    }
    let expected = [
        ("市民政局报送", "开平市"),
        ("沙塘镇报送", "沙塘镇"),
        ("苍城镇报送", "苍城镇"),
        ("开平市", "1000"),
        ("沙塘镇", "50"),
        ("苍城镇", "40"),
    ];
    assert_eq!(seen, expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The next year's form shows what the town itself said before; the county's figure is as it was.
async fn next_year(admin: &mut Browser, county: Value) {
    let opening = json!({"period": "2026", "title": "2026年年报", "due": "2027-03-31", "units": [TOWNS[1]]});
    let path = format!("/api/plans/{PLAN}/rounds");
    let round = admin.post(&path, opening).await.done()["id"].as_i64().unwrap();
    let id = submission(admin, round, TOWNS[1]).await;
    let form = admin.get(&format!("/api/submissions/{id}")).await.done()["form"].clone();
    let row = rows(&form).find(|row| row["item"] == "VC").unwrap();
    assert_eq!(row["cells"][0]["previous"], json!({"period": "2025", "value": "40"}));
    assert_eq!(point(admin, "D22").await, county);
}
