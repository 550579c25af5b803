//! Own figures beside published ones, towns beside each other, parts of years, and where areas lie. All figures are made
//! up (演示), as the file says of itself.

use heng_plan::package::Files;
use heng_server::cases::imports;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{PLAN, administrator, command, files, import};

const HEAD: &str = "item,area,period,breakdown,value,unit,source,note";

/// Members of village committees and the women of them.
fn rows(area: &str, period: &str, all: u32, women: u32) -> String {
    format!("VC,{area},{period},,{all},人,S001,演示（虚构）\nVC,{area},{period},sex=F,{women},人,S001,演示（虚构）\n")
}

async fn figures(place: &Place, body: &str) {
    brought(place, body, None).await;
}

async fn brought(place: &Place, body: &str, reason: Option<&str>) {
    let file = imports::File {
        name: "演示.csv".to_owned(),
        bytes: format!("{HEAD}\n{body}").into_bytes(),
        source: "演示（虚构）".to_owned(),
        reason: reason.map(str::to_owned),
    };
    imports::figures(&place.app, &command(), Some(PLAN), file).await.unwrap();
}

async fn indicator(who: &mut Browser, query: &str) -> Value {
    who.get(&format!("/api/plans/{PLAN}/indicators/D22{query}")).await.done()
}

#[tokio::test]
async fn figures_stand_beside_those_of_others() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        let towns = ["440783103", "440783104", "440783105"];
        let of_towns =
            towns.iter().zip([(50, 25), (40, 9), (60, 2)]).map(|(town, (all, f))| rows(town, "2020", all, f));
        figures(place, &format!("{}{}", rows("440783", "2020", 1000, 500), of_towns.collect::<String>())).await;
        beside_the_nation(&mut admin).await;
        in_the_database(&mut admin).await;
        towns_in_a_funnel(&mut admin).await;
        parts_of_years(place, &mut admin).await;
        revisions_of_parts(place, &mut admin).await;
    })
    .await;
}

async fn beside_the_nation(admin: &mut Browser) {
    let held = indicator(admin, "").await;
    let beside = &held["beside"][0];
    assert_eq!((&beside["area_name"], &beside["published"]["display"]), (&json!("全国"), &json!("24.2")));
    assert_eq!((&beside["same_year"], &beside["difference"]), (&json!(true), &json!("+25.8")));
    assert_eq!((&beside["own"]["display"], &beside["chance"]), (&json!("50.0"), &json!(false)));
    assert!(beside["published"]["source"]["title"].as_str().unwrap().contains("监测报告"));
    let published: Vec<&Value> =
        held["published"][0]["points"].as_array().unwrap().iter().map(|p| &p["period"]).collect();
    assert_eq!(published, ["2008", "2018", "2020"]);
    // What nobody publishes stays out.
    let bare = admin.get(&format!("/api/plans/{PLAN}/indicators/D24")).await.done();
    assert_eq!((&bare["beside"], &bare["published"]), (&json!([]), &json!([])));
    let objective = admin.get(&format!("/api/plans/{PLAN}/objectives/4.7")).await.done();
    let series = objective["series"].as_array().unwrap();
    let of_target = series.iter().find(|one| !one["beside"].as_array().unwrap().is_empty()).unwrap();
    assert_eq!(of_target["beside"][0]["published"]["period"], json!("2020"));
}

async fn in_the_database(admin: &mut Browser) {
    let path = format!("/api/plans/{PLAN}/data?subject=D22&status=value&area=440783");
    let own = admin.get(&path).await.done();
    let both = admin.get(&format!("{path}&compare=yes")).await.done();
    let (own, both) = (own["rows"].as_array().unwrap(), both["rows"].as_array().unwrap());
    let (added, kept): (Vec<&Value>, Vec<&Value>) = both.iter().partition(|row| row["reference"] == json!(true));
    assert_eq!(kept, own.iter().collect::<Vec<_>>(), "own rows are as they were");
    assert!(added.len() == 3 && added.iter().all(|row| row["area"] == "000000" && !row["point"]["source"].is_null()));
    let file = admin.get(&format!("/api/plans/{PLAN}/data.csv?subject=D22&status=value&area=440783&compare=yes")).await;
    let text = file.text();
    assert!(text.lines().next().unwrap().contains("reference"));
    assert_eq!(text.lines().filter(|line| line.contains(",全国,") && line.contains("监测报告")).count(), 2);
    let pivot = format!("/api/plans/{PLAN}/data/pivot?subject=D22&status=value&area=440783&compare=yes");
    let cross = admin.get(&pivot).await.done();
    let areas = cross["rows"].as_array().unwrap().iter().find(|axis| axis["code"] == "area").unwrap();
    let marked: Vec<&Value> = areas["members"].as_array().unwrap().iter().map(|one| &one["reference"]).collect();
    assert_eq!(marked, [&json!(false), &json!(true)]);
    let sources = cross["cells"].as_array().unwrap().iter().flat_map(|line| line.as_array().unwrap());
    assert_eq!(sources.filter(|cell| cell["source"].is_string()).count(), 3);
    assert_eq!(admin.get(&format!("/api/plans/{PLAN}/data?compare=odd")).await.places(), ["input.invalid@compare"]);
    let choices = admin.get(&format!("/api/plans/{PLAN}/data/choices")).await.done();
    assert_eq!(choices["compared"][0]["code"], json!("000000"));
    assert_eq!(choices["boundaries"], json!(false));
}

async fn towns_in_a_funnel(admin: &mut Browser) {
    let path = format!("/api/plans/{PLAN}/indicators/D22/areas");
    let held = admin.get(&path).await.done();
    assert_eq!((&held["periods"], &held["period"]), (&json!(["2020"]), &json!("2020")));
    assert_eq!(held["all"]["interval"]["numerator"], json!("36"));
    let standing: Vec<&Value> =
        held["areas"].as_array().unwrap().iter().map(|area| &area["against"]["standing"]).collect();
    assert_eq!(standing, ["high_998", "within", "low_998"]);
    let point = &held["areas"][0]["point"];
    assert_eq!((&point["method"], point["inputs"].as_array().unwrap().len()), (&json!("formula 1"), 2), "{point}");
    assert_eq!(held["methods"], json!(["funnel 1", "binomial_exact 1", "benjamini_hochberg 1"]));
    assert!(held["curve"].as_array().unwrap().len() > 10);
    let absent = held["absent"].as_array().unwrap();
    assert!(!absent.is_empty() && absent.iter().all(|one| one["reason"].as_str().unwrap().starts_with("尚无数据")));
    assert_eq!(admin.get(&format!("{path}?years=2")).await.places(), ["input.invalid@years"]);
    // Three years are three: of a town that lacks one nothing is told.
    let three = admin.get(&format!("{path}?years=3")).await.done();
    assert_eq!((&three["areas"], &three["since"]), (&json!([]), &json!("2018")));
    assert!(
        three["absent"].as_array().unwrap().iter().all(|one| one["reason"].as_str().unwrap().starts_with("2018 年"))
    );
    assert_eq!(admin.get(&format!("{path}?period=1999")).await.places(), ["input.invalid@period"]);
    // Of what counts no cases there is nothing to compare.
    let none = admin.get(&format!("/api/plans/{PLAN}/indicators/H01/areas")).await.done();
    assert_eq!((&none["periods"], &none["areas"]), (&json!([]), &json!([])));
}

async fn parts_of_years(place: &Place, admin: &mut Browser) {
    assert_eq!(indicator(admin, "").await["frequencies"], json!(["year"]));
    figures(place, &format!("{}{}", rows("440783", "2021-Q2", 100, 31), rows("440783", "2021-Q1", 100, 30))).await;
    // A quarter that comes later is in nothing that was computed before.
    figures(place, &rows("440783", "2021-Q3", 100, 32)).await;
    let held = indicator(admin, "?frequency=quarter").await;
    assert!(held["frequencies"].as_array().unwrap().contains(&json!("quarter")));
    assert_eq!(held["series_frequency"], json!("quarter"));
    let points: Vec<(String, String)> = held["series"][0]["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| (point["period"].as_str().unwrap().to_owned(), point["display"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [("2021-Q1", "30.0"), ("2021-Q2", "31.0"), ("2021-Q3", "32.0")];
    assert_eq!(points, expected.map(|(period, value)| (period.to_owned(), value.to_owned())));
    let path = format!("/api/plans/{PLAN}/data?subject=D22&status=value&area=440783&frequency=quarter");
    let rows = admin.get(&path).await.done();
    let periods: Vec<&Value> = rows["rows"].as_array().unwrap().iter().map(|row| &row["point"]["period"]).collect();
    assert_eq!(periods, ["2021-Q1", "2021-Q2", "2021-Q3"]);
    let refused = admin.get(&format!("/api/plans/{PLAN}/indicators/D22?frequency=day")).await;
    assert_eq!(refused.places(), ["input.invalid@frequency"]);
}

/// Three quarters of which the first is put right later.
async fn revisions_of_parts(place: &Place, admin: &mut Browser) {
    brought(place, &rows("440783", "2021-Q1", 100, 29), Some("演示：更正")).await;
    let path = format!("/api/plans/{PLAN}/indicators/D22/revisions");
    let table = admin.get(&format!("{path}?frequency=quarter")).await.done();
    let told = |row: &Value| {
        let values = row["values"].as_array().unwrap().iter().map(|figure| figure["value"].clone());
        (row["period"].clone(), json!(values.collect::<Vec<_>>()))
    };
    assert_eq!(
        table["rows"].as_array().unwrap().iter().map(told).collect::<Vec<_>>(),
        [
            (json!("2021-Q1"), json!(["30.0", "30.0", "29.0"])),
            (json!("2021-Q2"), json!(["31.0", "31.0", "31.0"])),
            (json!("2021-Q3"), json!([null, "32.0", "32.0"])),
        ]
    );
    assert_eq!((&table["moments"][1]["reason"], &table["moments"][2]["reason"]), (&Value::Null, &json!("演示：更正")));
    let months = admin.get(&format!("{path}?frequency=month")).await.done();
    assert_eq!((&months["rows"], &months["moments"]), (&json!([]), &json!([])));
    let years = admin.get(&path).await.done();
    assert_eq!(years["rows"][0]["period"], json!("2020"));
    assert_eq!(admin.get(&format!("{path}?frequency=day")).await.places(), ["input.invalid@frequency"]);
}

/// The shipped catalogue with a made-up square in the place of a town.
fn with_square(review_number: &str) -> Files {
    let mut files = files("catalogue");
    let mut package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let resource = json!({"name": "areas-geojson", "path": "areas.geojson", "mediatype": "application/geo+json"});
    package["resources"].as_array_mut().unwrap().push(resource);
    files.insert("datapackage.json".to_owned(), package.to_string().into_bytes());
    let ring = json!([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]);
    let feature = json!({"type": "Feature", "properties": {"code": "440783103"},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}});
    let collection = json!({"type": "FeatureCollection", "review_number": review_number, "source": "演示（虚构）",
                            "features": [feature]});
    files.insert("areas.geojson".to_owned(), collection.to_string().into_bytes());
    files
}

#[tokio::test]
async fn boundaries_are_served_to_who_may_read_figures() {
    on_each(async |place| {
        let refused = imports::package(&place.app, &command(), &with_square(""), None).await.unwrap_err();
        assert!(format!("{refused:?}").contains("boundaries.unreviewed"), "{refused:?}");
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        let path = format!("/api/plans/{PLAN}/boundaries");
        admin.get(&path).await.refused(404, "record.missing");
        imports::package(&place.app, &command(), &with_square("演示0000号"), None).await.unwrap();
        let held = admin.get(&path).await.done();
        assert_eq!((&held["review_number"], &held["source"]), (&json!("演示0000号"), &json!("演示（虚构）")));
        let choices = admin.get(&format!("/api/plans/{PLAN}/data/choices")).await.done();
        assert_eq!(choices["boundaries"], json!(true));
    })
    .await;
}
