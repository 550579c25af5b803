//! Controlled rounding over the API: an item whose figures are shown as multiples wherever they stand.

use std::collections::BTreeMap;

use heng_server::cases::imports;
use heng_server::{App, router};
use heng_statistics::observation::Observation;
use heng_store::release::decode_observations;
use heng_store::tables::withholdings;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::disclosure::{COUNTY, ITEM, TOWNS, figure, frozen, record, stored};
use crate::place::{Place, on_each};
use crate::world::{County, PLAN, command, county, files};

const BASE: i64 = 5;

/// The county under a catalogue that rounds patients, and those examined before they marry.
async fn rounding(place: &Place) -> County {
    let county = county(place).await;
    let mut catalogue = files("catalogue");
    let rule = format!(
        "code,items,units,except,rule,limit,zeros,n,k,p,base,width,status,note\n\
         patients,{ITEM}|PREMAR_EXAM,,,round,,,,,,{BASE},2,proposed,舍入\n"
    );
    catalogue.insert("disclosure.csv".to_owned(), rule.into_bytes());
    imports::package(&place.app, &command(), &catalogue, None).await.unwrap();
    county
}

fn table(towns: &[(&str, u32, u32)]) -> Vec<heng_store::tables::observations::Figure> {
    let all = (COUNTY, towns.iter().map(|town| town.1).sum(), towns.iter().map(|town| town.2).sum());
    let of = |(area, women, men): &(&str, u32, u32)| {
        [("sex=F", *women), ("sex=M", *men), ("", women + men)].map(|(sex, count)| figure(ITEM, area, sex, count))
    };
    towns.iter().chain([&all]).flat_map(of).collect()
}

/// Of each figure of the item what is shown, by area and sex.
async fn seen(who: &mut Browser) -> BTreeMap<(String, String), i64> {
    let page = who.get(&format!("/api/plans/{PLAN}/data?subject={ITEM}&from=2025&to=2025&per_page=500")).await.done();
    let of = |row: &Value| {
        let point = &row["point"];
        let exact = point["rounded_to"].is_null();
        assert_eq!((point["estimated"].as_bool(), row["conf_status"].as_str()), (Some(false), Some("F")));
        assert_eq!(row["obs_status"], if exact { "A" } else { "E" });
        let place = ["area", "breakdown"].map(|name| row[name].as_str().unwrap().to_owned());
        (place.into(), point["value"].as_str().unwrap().parse().unwrap())
    };
    page["rows"].as_array().unwrap().iter().map(of).collect()
}

fn adds_up(seen: &BTreeMap<(String, String), i64>) {
    let at = |area: &str, sex: &str| seen[&(area.to_owned(), sex.to_owned())];
    for area in TOWNS.iter().map(|town| town.0).chain([COUNTY]) {
        assert_eq!(at(area, ""), at(area, "sex=F") + at(area, "sex=M"), "{area}");
    }
    for sex in ["", "sex=F", "sex=M"] {
        assert_eq!(at(COUNTY, sex), TOWNS.iter().map(|town| at(town.0, sex)).sum::<i64>(), "{sex}");
    }
    assert!(seen.values().all(|value| value % BASE == 0));
}

#[tokio::test]
async fn figures_are_shown_as_multiples_and_add_up() {
    on_each(async |place| {
        let mut county = rounding(place).await;
        record(place, table(&TOWNS)).await;
        let first = seen(&mut county.stranger).await;
        assert_eq!(first.len(), 3 * (TOWNS.len() + 1));
        adds_up(&first);
        assert_eq!(seen(&mut county.admin).await[&(TOWNS[0].0.to_owned(), "sex=F".to_owned())], 30);
        let release = frozen(&mut county.admin).await;

        // A town's women are revised; what was not keeps its multiple, here and in a server that has just begun.
        let mut later = TOWNS;
        later[8].1 = 9;
        record(place, table(&later)).await;
        let second = seen(&mut county.stranger).await;
        adds_up(&second);
        for (at, value) in &first {
            let revised = (at.0 == TOWNS[8].0 || at.0 == COUNTY) && at.1 != "sex=M";
            assert!(revised || second[at] == *value, "{at:?} was {value} and is {}", second[at]);
        }
        let fresh = router(App::open(place.app.config().clone()).await.unwrap(), false);
        assert_eq!(seen(&mut county.stranger.at(&fresh)).await, second);
        let kept = withholdings::list(&place.store, "cn-women").await.unwrap();
        let revised: Vec<usize> = kept.iter().map(|made| made.rounded.len()).filter(|changes| *changes > 0).collect();
        assert_eq!(revised, [second.len(), 4], "only what is new is kept again");

        the_way_back_tells_no_more(place, &mut county, &second).await;
        files_tell_no_more(&mut county, release, &first).await;
    })
    .await;
}

/// Of each observation of the item the trail says the multiple or nothing; words that were given for it are not told.
async fn the_way_back_tells_no_more(place: &Place, county: &mut County, now: &BTreeMap<(String, String), i64>) {
    let of_item = stored(place).await.into_iter().filter(|one| one.key.subject.code() == ITEM);
    let all: Vec<Observation> = of_item.collect();
    for one in &all {
        let trail = county.stranger.get(&format!("/api/observations/{}", one.id)).await.done();
        let last = all.iter().filter(|other| other.key == one.key).map(|other| other.id).max() == Some(one.id);
        let shown = now[&(one.key.area.to_string(), one.key.breakdown.to_string())];
        let expected = if last { json!(shown.to_string()) } else { Value::Null };
        assert_eq!((&trail["value"], &trail["reason"]), (&expected, &Value::Null), "{trail}");
        assert_eq!(trail["rounded_to"], if last { json!(BASE) } else { Value::Null });
        for revision in trail["revisions"].as_array().unwrap() {
            let newest = revision["id"] == trail["revisions"].as_array().unwrap().last().unwrap()["id"];
            assert_eq!(revision["value"], if newest { json!(shown.to_string()) } else { Value::Null });
            assert_eq!(revision["reason"], Value::Null);
        }
    }
    // As of a day.
    let past = format!("/api/plans/{PLAN}/data?subject={ITEM}&from=2025&to=2025&per_page=500&as_of=2026-03-31");
    let held = county.stranger.get(&past).await.done();
    let values = held["rows"].as_array().unwrap().iter().filter_map(|row| row["point"]["value"].as_str());
    let values: Vec<i64> = values.map(|value| value.parse().unwrap()).collect();
    assert!(!values.is_empty() && values.iter().all(|value| value % BASE == 0));
}

async fn files_tell_no_more(county: &mut County, release: i64, first: &BTreeMap<(String, String), i64>) {
    let who = &mut county.stranger;
    let file = who.get(&format!("/api/releases/{release}/files/public-observations.parquet")).await;
    let frozen = decode_observations(file.bytes.to_vec()).unwrap();
    let of_item: Vec<_> = frozen.iter().filter(|one| one.key.subject.code() == ITEM).collect();
    assert_eq!(of_item.len(), first.len());
    for one in of_item {
        let shown = first[&(one.key.area.to_string(), one.key.breakdown.to_string())];
        assert_eq!((one.value, one.obs_status.as_str()), (Some(shown.into()), "E"));
    }
    let csv = who.get(&format!("/api/plans/{PLAN}/data.csv?subject={ITEM}&from=2025")).await.text();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = |head: &str| heads.iter().position(|one| one.ends_with(head)).unwrap();
    for record in reader.records().map(Result::unwrap) {
        assert_eq!((&record[at(" counts rounded to")], &record[at(" OBS_STATUS")]), ("5", "E"));
        assert_eq!(record[at(" value")].parse::<i64>().unwrap() % BASE, 0);
    }
    let book =
        who.get(&format!("/api/plans/{PLAN}/data/pivot.xlsx?subject={ITEM}&rows=area&columns=sex&from=2025")).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
    let notes = std::io::read_to_string(archive.by_name("xl/comments1.xml").unwrap()).unwrap();
    assert_eq!(notes.matches("舍入到 5 的倍数").count(), first.len());
    let corrected = who.get(&format!("/api/releases/{release}/corrections")).await.done();
    let corrected = corrected["figures"].as_array().unwrap();
    assert_eq!(corrected.len(), 4, "women and all, of the town and of the county");
    for figure in corrected {
        assert_eq!((&figure["before"], &figure["reason"]), (&json!("不公布"), &Value::Null), "{figure}");
    }
}

/// A rate of a rounded count is computed from what is shown and says so; one that was reported itself would tell the count.
#[tokio::test]
async fn what_is_computed_from_a_multiple_says_so() {
    on_each(async |place| {
        let mut county = rounding(place).await;
        let exams =
            [("", 43), ("sex=F", 22), ("sex=M", 21)].map(|(sex, count)| figure("PREMAR_EXAM", COUNTY, sex, count));
        let married = [("", 100), ("sex=F", 50), ("sex=M", 50)].map(|(sex, n)| figure("MARRIED_REG", COUNTY, sex, n));
        let mut reported = figure("PREMAR_EXAM", COUNTY, "", 43);
        reported.key.subject =
            heng_statistics::observation::Subject::Indicator(heng_base::codes::IndicatorCode::parse("H18").unwrap());
        reported.source = heng_base::codes::SourceCode::parse("unit-civil-affairs").unwrap();
        record(place, exams.into_iter().chain(married).chain([reported]).collect()).await;
        let total = async |who: &mut Browser| {
            let page = who.get(&format!("/api/plans/{PLAN}/indicators/H18")).await.done();
            let series = page["series"].as_array().unwrap().iter().find(|one| one["breakdown"] == "").unwrap().clone();
            series["points"].as_array().unwrap().iter().find(|point| point["period"] == "2025").unwrap().clone()
        };
        let (office, other) = (total(&mut county.admin).await, total(&mut county.stranger).await);
        assert_eq!((&office["value"], &office["rounded_to"]), (&json!("43"), &Value::Null));
        let rounded: i64 = other["numerator"].as_str().unwrap().parse().unwrap();
        assert!(rounded % BASE == 0 && (rounded - 43).abs() < BASE, "{other}");
        assert_eq!((&other["value"], &other["rounded_to"]), (&json!(rounded.to_string()), &json!(BASE)));
        let text = county.stranger.get(&format!("/api/plans/{PLAN}/data?subject=H18&per_page=500")).await.text();
        assert!(!text.contains("\"43\""), "{text}");
    })
    .await;
}
