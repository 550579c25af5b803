//! Disclosure control when figures come later, are revised, are confidential by report, or stand in words.

use std::collections::BTreeSet;

use heng_server::cases::warnings;
use heng_server::{App, router};
use heng_store::tables::observations::Figure;
use heng_store::tables::withholdings;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::disclosure::{COUNTY, ITEM, TOWNS, figure, frozen, record, stored};
use crate::place::{Place, on_each};
use crate::world::{FIGURES, PLAN, county, edit, edits};

/// Totals of areas, as they are shown.
async fn shown(who: &mut Browser) -> BTreeSet<String> {
    let path = format!("/api/plans/{PLAN}/data?subject={ITEM}&from=2025&to=2025&per_page=500");
    let page = who.get(&path).await.done();
    let rows = page["rows"].as_array().unwrap().iter().filter(|row| row["point"]["value"].is_string());
    rows.map(|row| row["area"].as_str().unwrap().to_owned()).collect()
}

/// The last observation of a figure.
async fn last(place: &Place, item: &str, value: u32) -> i64 {
    let all = stored(place).await;
    let of = |one: &&heng_statistics::observation::Observation| {
        one.key.subject.code() == item && one.value == Some(value.into())
    };
    all.iter().rfind(of).unwrap().id
}

/// What everybody saw is in what was given out: it protects nothing any more.
#[tokio::test]
async fn what_was_shown_protects_nothing_later() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (late, towns) = (TOWNS[2].0, TOWNS.iter().filter(|town| town.0 != TOWNS[2].0));
        let first: Vec<Figure> = towns.map(|(area, women, _)| figure(ITEM, area, "", women + 20)).collect();
        let sum: u32 = TOWNS.iter().filter(|town| town.0 != late).map(|town| town.1 + 20).sum();
        record(place, first).await;
        let before = shown(&mut county.stranger).await;
        assert_eq!(before.len(), TOWNS.len() - 1);
        record(place, vec![figure(ITEM, late, "", 2), figure(ITEM, COUNTY, "", sum + 2)]).await;
        let after = shown(&mut county.stranger).await;
        assert_eq!(after, before, "all that was shown is; the new total is hidden with the town");
    })
    .await;
}

/// Nobody who looks has to wait: it is decided where warnings are computed.
#[tokio::test]
async fn it_is_decided_before_anybody_looks() {
    on_each(async |place| {
        county(place).await;
        record(place, vec![figure(ITEM, COUNTY, "", 2)]).await;
        warnings::refresh_all(&place.app).await.unwrap();
        let made = withholdings::list(&place.store, "cn-women").await.unwrap();
        let last = stored(place).await.last().unwrap().id;
        assert_eq!((made.last().unwrap().observation, made.last().unwrap().hidden.len()), (last, 1));
    })
    .await;
}

/// The reason of a revision tells what was revised.
#[tokio::test]
async fn the_reason_of_a_revision_is_not_told() {
    on_each(async |place| {
        let mut county = county(place).await;
        record(place, vec![figure(ITEM, COUNTY, "", 2)]).await;
        shown(&mut county.stranger).await;
        let release = frozen(&mut county.admin).await;
        record(place, vec![figure(ITEM, COUNTY, "", 12)]).await;
        let id = last(place, ITEM, 12).await;
        for (who, reason) in [(&mut county.admin, json!("核对台账")), (&mut county.stranger, Value::Null)] {
            let trail = who.get(&format!("/api/observations/{id}")).await.done();
            assert_eq!((&trail["value"], &trail["reason"]), (&json!("12"), &reason));
            assert_eq!(trail["revisions"][1]["reason"], reason);
            let corrected = who.get(&format!("/api/releases/{release}/corrections")).await.done();
            assert_eq!((&corrected["figures"][0]["now"], &corrected["figures"][0]["reason"]), (&json!("12"), &reason));
        }
    })
    .await;
}

/// An item that no rule is of, with a figure that its unit calls confidential.
#[tokio::test]
async fn what_is_reported_as_confidential_is_never_shown() {
    on_each(async |place| {
        let mut county = county(place).await;
        let [area, other] = [TOWNS[3].0, TOWNS[4].0];
        let said = |area, value| Figure { conf_status: "C".to_owned(), ..figure("NVIL_N", area, "", value) };
        let empty = Figure {
            value: None,
            missing: Some("not_counted".to_owned()),
            obs_status: "O".to_owned(),
            source: heng_base::codes::SourceCode::parse("unit-court").unwrap(),
            ..figure("NVIL_N", area, "", 0)
        };
        record(place, vec![said(area, 71), empty, said(other, 72)]).await;
        shown(&mut county.stranger).await;
        let kept = withholdings::list(&place.store, "cn-women").await.unwrap();
        assert_eq!(kept.last().unwrap().hidden.len(), 2, "{kept:?}");
        // The other one is called so no longer; what it was stays untold, here and in another process.
        record(place, vec![figure("NVIL_N", other, "", 73)]).await;
        let mut config = place.app.config().clone();
        config.patience = std::time::Duration::ZERO;
        let fresh = router(App::open(config).await.unwrap(), false);
        let mut waiting = Browser::new(&fresh);
        waiting.cookie = county.stranger.cookie.clone();
        for who in [&mut waiting, &mut county.stranger] {
            for value in [71, 72] {
                let id = last(place, "NVIL_N", value).await;
                let trail = who.get(&format!("/api/observations/{id}")).await.done();
                assert_eq!(trail["value"], Value::Null, "{trail}");
            }
        }
        let all = county.stranger.get(&format!("/api/plans/{PLAN}/data?subject=NVIL_N&per_page=500")).await.text();
        assert!(!all.contains("\"71\"") && !all.contains("\"72\""), "{all}");
    })
    .await;
}

/// A check that needs a withheld figure says nothing to one who may not see it, whatever they try; the bureau is told.
#[tokio::test]
async fn checks_do_not_tell_what_is_withheld() {
    on_each(async |place| {
        let mut county = county(place).await;
        let mut before = figure("TAP_POP", COUNTY, "", 2);
        before.key.period = heng_base::period::Period::year(2024);
        record(place, vec![before]).await;
        let path = format!("/api/submissions/{}", county.draft);
        county.reporter.put(&format!("{path}/entries"), edits(&FIGURES)).await.done();
        // The cell, what is found on it in the form, and what over the round.
        async fn of_cell(who: &mut Browser, path: &str) -> (Value, Vec<Value>, Vec<Value>) {
            let on_it = |found: &Value| {
                let found = found.as_array().unwrap().iter().filter(|one| one["cell"] == "TAP_POP");
                found.map(|one| one["message"].clone()).collect()
            };
            let form = who.get(path).await.done();
            let cells = form["form"]["sections"].as_array().unwrap().iter().flat_map(|s| s["rows"].as_array().unwrap());
            let mut cells = cells.flat_map(|row| row["cells"].as_array().unwrap());
            let previous = cells.find(|cell| cell["cell"] == "TAP_POP").unwrap()["previous"]["value"].clone();
            let round = form["submission"]["round"].as_i64().unwrap();
            let breaks = who.get(&format!("/api/rounds/{round}/findings")).await.done();
            (previous, on_it(&form["findings"]), on_it(&breaks["breaks"]))
        }
        let (previous, on_form, in_round) = of_cell(&mut county.admin, &path).await;
        assert_eq!((previous, &on_form), (json!("2"), &in_round));
        assert!(on_form[0].as_str().unwrap().contains("上年的 2 "), "{on_form:?}");
        for (tried, seen) in [("9", 1), ("90", 2), ("398001", 3)] {
            county
                .reporter
                .put(&format!("{path}/entries"), json!({"entries": [edit("TAP_POP", tried, seen)]}))
                .await
                .done();
            let told = of_cell(&mut county.reporter, &path).await;
            assert_eq!(told, (Value::Null, Vec::new(), Vec::new()), "{tried}");
        }
        // Nothing stops the unit; the bureau is stopped, and told by which figure.
        crate::world::act(&mut county.reporter, county.draft, "submit", None).await.done();
        crate::world::act(&mut county.reviewer, county.draft, "review", None).await.done();
        let stopped = crate::world::act(&mut county.admin, county.draft, "accept", None).await;
        let words = stopped.text();
        assert!(stopped.codes().contains(&"submission.finding".to_owned()) && words.contains("上年的 2 "), "{words}");
        // What the unit itself reported is told it.
        let accepted = county.reporter.get(&format!("/api/submissions/{}", county.accepted)).await.done();
        assert_eq!(accepted["submission"]["state"], "accepted");
    })
    .await;
}
