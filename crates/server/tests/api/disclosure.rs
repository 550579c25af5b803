//! Disclosure control over the API: who sees all, who sees what is left, and what can be found out from that.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, ItemCode, SourceCode};
use heng_base::period::Period;
use heng_statistics::observation::{Key, Observation, Subject};
use heng_store::engine::Actor;
use heng_store::release::decode_observations;
use heng_store::tables::imports::{self, NewImport};
use heng_store::tables::observations::{self, Figure};
use heng_store::tables::withholdings;
use serde_json::{Value, json};

use crate::attack::{Seen, intervals};
use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{County, PLAN, county};

pub const COUNTY: &str = "440783";
pub const TOWNS: [(&str, u32, u32); 16] = [
    ("440783001", 30, 22),
    ("440783002", 41, 30),
    ("440783103", 3, 9),
    ("440783104", 12, 1),
    ("440783105", 1, 7),
    ("440783106", 8, 15),
    ("440783107", 0, 6),
    ("440783108", 20, 4),
    ("440783109", 2, 2),
    ("440783110", 15, 11),
    ("440783111", 6, 0),
    ("440783112", 9, 3),
    ("440783115", 14, 18),
    ("440783116", 7, 5),
    ("440783117", 25, 16),
    ("440783400", 5, 8),
];
/// Registered patients, by the rule `sensitive`: below 5, and 5 wide.
pub const ITEM: &str = "DEP_PT";
const WIDTH: f64 = 5.0;

pub fn figure(item: &str, area: &str, sex: &str, value: u32) -> Figure {
    Figure {
        key: Key {
            subject: Subject::Item(ItemCode::parse(item).unwrap()),
            area: AreaCode::parse(area).unwrap(),
            period: Period::year(2025),
            breakdown: Breakdown::parse(sex).unwrap(),
        },
        value: Some(value.into()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse("unit-health").unwrap(),
    }
}

/// Women, men and both, of each town and of the county.
fn table(towns: &[(&str, u32, u32)]) -> Vec<Figure> {
    let all = (COUNTY, towns.iter().map(|town| town.1).sum(), towns.iter().map(|town| town.2).sum());
    let of = |(area, women, men): &(&str, u32, u32)| {
        [("sex=F", *women), ("sex=M", *men), ("", women + men)].map(|(sex, count)| figure(ITEM, area, sex, count))
    };
    towns.iter().chain([&all]).flat_map(of).collect()
}

pub async fn record(place: &Place, figures: Vec<Figure>) {
    let new = NewImport {
        file_name: "patients.csv".to_owned(),
        sha256: "0".repeat(64),
        source: "市卫生健康局".to_owned(),
        figures,
        reason: Some("核对台账".to_owned()),
    };
    imports::import(&place.store, &Actor("tester".to_owned()), "2026-03-31T08:00:00.000Z", new).await.unwrap();
}

async fn pivot(who: &mut Browser, axes: &str) -> Value {
    let path = format!("/api/plans/{PLAN}/data/pivot?subject={ITEM}&from=2025&to=2025&{axes}&per_page=500");
    who.get(&path).await.done()
}

/// The counts of a pivot by series, null where there is none.
fn counts(view: &Value) -> BTreeMap<String, Value> {
    let cells = view["cells"].as_array().unwrap().iter().flat_map(|line| line.as_array().unwrap());
    let cells = cells.filter(|cell| !cell.is_null());
    cells.map(|cell| (cell["series"].as_str().unwrap().to_owned(), cell["value"].clone())).collect()
}

pub async fn frozen(admin: &mut Browser) -> i64 {
    let made = admin.post(&format!("/api/plans/{PLAN}/releases"), json!({"status": "preliminary"})).await.done();
    made["number"].as_i64().unwrap()
}

async fn file(who: &mut Browser, release: i64, name: &str) -> Vec<Observation> {
    let file = who.get(&format!("/api/releases/{release}/files/{name}")).await;
    assert_eq!(file.status, 200, "{}", file.text());
    decode_observations(file.bytes.to_vec()).unwrap()
}

/// What a release says of the item's table.
fn seen(observations: Vec<Observation>) -> Seen {
    let mut seen = Seen::new();
    for one in observations.into_iter().filter(|one| one.key.subject.code() == ITEM) {
        let count = one.value.map(|value| value.to_string().parse().unwrap());
        if one.value.is_none() {
            assert_eq!((one.conf_status.as_str(), one.obs_status.as_str()), ("C", "Q"));
        }
        // Later revisions come after earlier ones.
        seen.insert((one.key.area.to_string(), one.key.breakdown.to_string()), (one.id, count));
    }
    seen
}

pub async fn stored(place: &Place) -> Vec<Observation> {
    observations::list(&place.store, None).await.unwrap()
}

#[tokio::test]
async fn hidden_counts_cannot_be_found_out() {
    on_each(async |place| {
        let mut county = county(place).await;
        record(place, table(&TOWNS)).await;
        let before = stored(place).await;
        let kept = async || withholdings::list(&place.store, "cn-women").await.unwrap().len();
        let earlier = kept().await;
        let by_town = pivot(&mut county.stranger, "rows=area&columns=sex").await;
        let by_sex = pivot(&mut county.stranger, "rows=sex&columns=area").await;
        assert_eq!((&by_town["protection"], counts(&by_town)), (&json!("applied"), counts(&by_sex)));
        let first = frozen(&mut county.admin).await;

        // A town's women are revised, and with them all that they are part of.
        let mut later = TOWNS;
        later[8].1 = 9;
        record(place, table(&later)).await;
        let again = pivot(&mut county.stranger, "rows=area&columns=sex").await;
        let second = frozen(&mut county.admin).await;
        let mut times = Vec::new();
        for (release, view) in [(first, &by_town), (second, &again)] {
            let seen = seen(file(&mut county.stranger, release, "public-observations.parquet").await);
            let shown = seen.values().filter(|(_, count)| count.is_some()).count();
            assert_eq!(shown, counts(view).values().filter(|value| !value.is_null()).count());
            assert!(shown > 10 && shown < seen.len(), "{shown} of {}", seen.len());
            times.push(seen);
        }
        let truth: BTreeMap<i64, f64> = stored(place)
            .await
            .into_iter()
            .filter_map(|one| Some((one.id, one.value?.to_string().parse().unwrap())))
            .collect();
        let found = intervals(&times, COUNTY);
        assert!(found.len() > 8, "{found:?}");
        for (id, (low, high)) in &found {
            let whole = (high + 1e-6).floor() - (low - 1e-6).ceil();
            assert!(whole >= WIDTH, "observation {id} is {} and lies between {low} and {high}", truth[id]);
            assert!(*low <= truth[id] && truth[id] <= *high);
        }
        let hidden: BTreeSet<i64> = found.into_keys().collect();
        no_page_tells(&mut county, &hidden, second).await;
        the_office_sees_all(&mut county, &truth, second).await;
        nothing_is_for_guests(place, second).await;
        assert_eq!(stored(place).await[..before.len()], before[..], "what is stored is as it was");
        assert_eq!(kept().await - earlier, 2);
    })
    .await;
}

/// Whatever gives figures gives none of the hidden ones to a reporter of another unit.
async fn no_page_tells(county: &mut County, hidden: &BTreeSet<i64>, release: i64) {
    let who = &mut county.stranger;
    for id in hidden {
        let trail = who.get(&format!("/api/observations/{id}")).await.done();
        assert_eq!((&trail["value"], &trail["conf_status"]), (&Value::Null, &json!("C")), "{trail}");
        let all = trail["revisions"].as_array().unwrap().iter();
        assert!(
            all.clone().filter(|one| hidden.contains(&one["id"].as_i64().unwrap())).all(|one| one["value"].is_null())
        );
    }
    let page = who.get(&format!("/api/plans/{PLAN}/data?subject={ITEM}&status=confidential&per_page=500")).await.done();
    let rows = page["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(
            (&row["conf_status"], &row["obs_status"], &row["point"]["value"]),
            (&json!("C"), &json!("Q"), &Value::Null)
        );
        assert_eq!(
            (&row["point"]["confidential"], row["statuses"].as_array().unwrap()),
            (&json!(true), &vec![json!("confidential")])
        );
        assert!(hidden.contains(&row["point"]["inputs"][0].as_i64().unwrap()));
        assert_eq!(row["differences"], json!([]));
    }
    let csv = who.get(&format!("/api/plans/{PLAN}/data.csv?subject={ITEM}&status=confidential")).await;
    let text = csv.text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = |head: &str| heads.iter().position(|one| one.ends_with(head)).unwrap();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    for record in &records {
        assert_eq!(
            [" value", " unrounded", "未修约数值 unrounded", " CONF_STATUS"].map(|head| &record[at(head)]),
            ["", "", "", "C"]
        );
    }
    let parquet = who.get(&format!("/api/plans/{PLAN}/data.parquet?subject={ITEM}&status=confidential")).await;
    assert!(parquet.bytes.windows(11).any(|bytes| bytes == b"conf_status"));
    let book =
        who.get(&format!("/api/plans/{PLAN}/data/pivot.xlsx?subject={ITEM}&rows=area&columns=sex&from=2025")).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
    let strings = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(strings.contains("不公布"));
    let numbers = sheet.split("<c ").skip(1).filter(|cell| !cell.contains("t=\"s\"") && cell.contains("<v>")).count();
    let shown = counts(&pivot(who, "rows=area&columns=sex").await).values().filter(|value| !value.is_null()).count();
    assert_eq!(numbers, shown, "the workbook has the numbers of the page and no more");
    // Of a release, what is for everybody.
    let held = who.get(&format!("/api/releases/{release}")).await.done();
    let names: Vec<&str> =
        held["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"public-observations.parquet") && !names.contains(&"observations.parquet"));
    assert!(held["manifest"]["files"]["observations.parquet"].is_null(), "no hash to try guesses on");
    // Nor that of the manifest which holds it: theirs is the public one.
    let public = held["files"].as_array().unwrap().iter().find(|file| file["name"] == "public-manifest.json").unwrap();
    assert_eq!(held["release"]["manifest_sha256"], public["sha256"]);
    let listed = who.get(&format!("/api/plans/{PLAN}/releases")).await.done();
    let listed = listed.as_array().unwrap().iter().find(|one| one["number"] == release).unwrap();
    assert_eq!(listed["manifest_sha256"], public["sha256"]);
    for name in ["observations.parquet", "values.parquet", "judgements.parquet", "manifest.json"] {
        who.get(&format!("/api/releases/{release}/files/{name}")).await.refused(403, "access.denied");
    }
    let checked = who.get(&format!("/api/releases/{release}/verification")).await.done();
    assert_eq!((&checked["ok"], checked["files"].as_array().unwrap().len()), (&json!(true), names.len()));
    // What was corrected since the first release.
    let corrected = who.get("/api/releases/1/corrections").await.done();
    for figure in corrected["figures"].as_array().unwrap() {
        if hidden.contains(&figure["observation"].as_i64().unwrap()) {
            assert_eq!((&figure["now"], &figure["reason"]), (&json!("不公布"), &Value::Null));
        }
    }
}

/// The same routes give all of it to those with the right.
async fn the_office_sees_all(county: &mut County, truth: &BTreeMap<i64, f64>, release: i64) {
    for who in [&mut county.admin, &mut county.auditor] {
        let view = pivot(who, "rows=area&columns=sex").await;
        assert_eq!(view["protection"], "none");
        assert!(counts(&view).values().all(|value| !value.is_null()));
        let all = file(who, release, "observations.parquet").await;
        assert!(all.iter().all(|one| one.value.is_none_or(|value| value.to_string().parse() == Ok(truth[&one.id]))));
        assert!(all.iter().filter(|one| one.key.subject.code() == ITEM).all(|one| one.value.is_some()));
        let page = who.get(&format!("/api/plans/{PLAN}/data?subject={ITEM}&status=confidential")).await.done();
        assert_eq!(page["total"], 0);
        let held = who.get(&format!("/api/releases/{release}")).await.done();
        assert!(held["manifest"]["files"]["observations.parquet"].is_object());
        assert_ne!(held["release"]["manifest_sha256"], held["manifest"]["files"]["public-manifest.json"]["sha256"]);
        let full = who.get(&format!("/api/releases/{release}/verification")).await.done();
        let full = full["files"].as_array().unwrap().iter().find(|file| file["name"] == "manifest.json").unwrap();
        assert_eq!(held["release"]["manifest_sha256"], full["expected"]);
    }
}

/// What units report is nothing that guests see, protected or not.
async fn nothing_is_for_guests(place: &Place, release: i64) {
    let mut guest = Browser::new(&place.router);
    for path in [
        format!("/api/plans/{PLAN}/data?subject={ITEM}"),
        format!("/api/plans/{PLAN}/data/pivot?subject={ITEM}"),
        format!("/api/plans/{PLAN}/data.csv"),
        format!("/api/releases/{release}/files/public-observations.parquet"),
    ] {
        assert_eq!(guest.get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

/// As long as it is not decided, nothing is shown that might have to be withheld.
#[tokio::test]
async fn nothing_is_shown_before_it_is_decided() {
    on_each(async |place| {
        let county = county(place).await;
        record(place, table(&TOWNS)).await;
        let mut config = place.app.config().clone();
        config.patience = std::time::Duration::ZERO;
        let router = heng_server::router(heng_server::App::open(config).await.unwrap(), false);
        let mut stranger = county.stranger.at(&router);
        let view = pivot(&mut stranger, "rows=area&columns=sex").await;
        assert_eq!(view["protection"], "pending");
        assert!(counts(&view).len() > 40 && counts(&view).values().all(Value::is_null));
        for _ in 0..600 {
            let view = pivot(&mut stranger, "rows=area&columns=sex").await;
            if view["protection"] == "applied" {
                assert!(counts(&view).values().any(|value| !value.is_null()));
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        panic!("it is never decided");
    })
    .await;
}

/// A rate whose denominator is shown tells its numerator, whoever says it.
#[tokio::test]
async fn what_is_computed_from_a_hidden_count_is_hidden() {
    on_each(async |place| {
        let mut county = county(place).await;
        let exams = [("", 40), ("sex=F", 2), ("sex=M", 38)].map(|(sex, count)| figure("PREMAR_EXAM", COUNTY, sex, count));
        let married = [("", 100), ("sex=F", 50), ("sex=M", 50)].map(|(sex, n)| figure("MARRIED_REG", COUNTY, sex, n));
        let reported = Figure {
            key: Key {
                subject: Subject::Indicator(heng_base::codes::IndicatorCode::parse("H18").unwrap()),
                ..figure("PREMAR_EXAM", COUNTY, "sex=F", 0).key
            },
            source: SourceCode::parse("unit-civil-affairs").unwrap(),
            ..figure("PREMAR_EXAM", COUNTY, "sex=F", 4)
        };
        record(place, exams.into_iter().chain(married).chain([reported]).collect()).await;
        let rates = async |who: &mut Browser| -> BTreeMap<String, Value> {
            let page = who.get(&format!("/api/plans/{PLAN}/indicators/H18")).await.done();
            let at = |series: &Value| {
                let points = series["points"].as_array().unwrap();
                points.iter().find(|point| point["period"] == "2025").unwrap().clone()
            };
            let all = page["series"].as_array().unwrap().iter();
            all.map(|series| (series["breakdown"].as_str().unwrap().to_owned(), at(series))).collect()
        };
        let (full, left) = (rates(&mut county.admin).await, rates(&mut county.stranger).await);
        assert_eq!(full["sex=F"]["display"], "4.0");
        assert_eq!((&full[""]["display"], &left[""]["display"]), (&json!("40.0"), &json!("40.0")));
        for sex in ["sex=F", "sex=M"] {
            let point = left.get(sex).cloned().unwrap_or_default();
            let told = ["value", "display", "numerator"].map(|field| &point[field]);
            assert_eq!(told, [&Value::Null; 3], "{sex}: {point}");
        }
        let rows = county.stranger.get(&format!("/api/plans/{PLAN}/data?subject=H18,PREMAR_EXAM&from=2025")).await.done();
        let rows = rows["rows"].as_array().unwrap();
        let of = |row: &&Value| row["area"] == COUNTY && row["breakdown"] != "" && row["standing"] == true;
        assert!(rows.iter().filter(of).count() >= 2 && rows.iter().filter(of).all(|row| row["point"]["value"].is_null()));
        let all = county.stranger.get(&format!("/api/plans/{PLAN}/data?source=unit-civil-affairs")).await.done();
        assert!(all["rows"].as_array().unwrap().iter().all(|row| row["point"]["value"].is_null()), "{all}");
        let revisions = |who: &mut Browser| {
            let mut who = who.clone();
            async move { who.get(&format!("/api/plans/{PLAN}/indicators/H18/revisions?breakdown=sex%3DF")).await.done() }
        };
        let told = |value: Value| json!([{"value": value, "confidential": value.is_null(), "not_applicable": false}]);
        assert_eq!(revisions(&mut county.admin).await["rows"][0]["values"], told(json!("4.0")));
        assert_eq!(revisions(&mut county.stranger).await["rows"][0]["values"], told(Value::Null));
    })
    .await;
}
