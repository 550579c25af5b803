//! The statistical database: conditions, pages, who sees what, and the file.

use std::collections::BTreeSet;

use heng_store::audit;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{NATION, PLAN, county, import, nation};

async fn ask(who: &mut Browser, plan: &str, query: &str) -> Value {
    who.get(&format!("/api/plans/{plan}/data?{query}")).await.done()
}

fn rows(page: &Value) -> &Vec<Value> {
    page["rows"].as_array().unwrap()
}

/// All that a condition finds.
async fn all(who: &mut Browser, plan: &str, query: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for page in 1.. {
        let answer = ask(who, plan, &format!("{query}&per_page=500&page={page}")).await;
        found.extend(rows(&answer).iter().cloned());
        if found.len() >= answer["total"].as_u64().unwrap() as usize {
            break;
        }
    }
    found
}

#[tokio::test]
async fn figures_are_chosen_sorted_and_exported() {
    on_each(async |place| {
        import(place, "catalogue").await;
        nation(place).await;
        let mut guest = Browser::new(&place.router);
        conditions(&mut guest).await;
        nothing_is_chosen_that_is_not_there(&mut guest).await;
        pages_hold_every_row_once(&mut guest).await;
        other_sources_stand_beside(&mut guest).await;
        the_file_holds_the_rows(&mut guest).await;
        a_file_says_its_day(&mut guest).await;
        a_cross_table_holds_every_figure_once(&mut guest).await;
        a_past_day_is_as_it_was(&mut guest).await;
        an_indicator_knows_both_ends_and_its_revisions(&mut guest).await;
    })
    .await;
}

/// Nothing was known before the store was made, and all is known by a day to come.
async fn a_past_day_is_as_it_was(who: &mut Browser) {
    let now = ask(who, NATION, "subject=H03").await;
    assert_eq!(ask(who, NATION, "subject=H03&as_of=2999-01-01").await, now);
    let then = ask(who, NATION, "status=value&area=000000&as_of=2000-01-01").await;
    assert_eq!(then["total"], 0);
    let refused = who.get(&format!("/api/plans/{NATION}/data?as_of=yesterday")).await;
    assert_eq!(refused.places(), ["input.invalid@as_of"]);
    let indicator = who.get(&format!("/api/plans/{NATION}/indicators/H03?as_of=2000-01-01")).await.done();
    let points = indicator["series"][0]["points"].as_array().unwrap();
    assert!(points.iter().all(|point| point["value"].is_null()));
    states_of_a_past_day_are_of_its_figures(who).await;
}

async fn states_of_a_past_day_are_of_its_figures(who: &mut Browser) {
    for page in ["", "/domains/1", "/objectives/1.1", "/projects"] {
        let address = |day: &str| format!("/api/plans/{NATION}{page}?year=2015&as_of={day}");
        let now = who.get(&format!("/api/plans/{NATION}{page}?year=2015")).await.done();
        assert_eq!(who.get(&address("2999-01-01")).await.done(), now, "{page}");
        let then = who.get(&address("2000-01-01")).await.done();
        assert_eq!(then["year"], 2015, "{page}");
        assert_eq!(who.get(&address("yesterday")).await.places(), ["input.invalid@as_of"], "{page}");
        if page.is_empty() {
            assert_ne!(now["rate"]["attained"], 0);
            assert_eq!(then["rate"]["monitorable"], 0, "{}", then["rate"]);
        }
    }
}

async fn an_indicator_knows_both_ends_and_its_revisions(who: &mut Browser) {
    let indicator = who.get(&format!("/api/plans/{NATION}/indicators/H03")).await.done();
    let kinds = |side: &str| {
        let of = indicator[side].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned());
        of.collect::<BTreeSet<_>>()
    };
    assert_eq!(kinds("uses"), BTreeSet::from(["item".to_owned()]));
    assert!(kinds("used_by").contains("target"));
    let table = who.get(&format!("/api/plans/{NATION}/indicators/H03/revisions")).await.done();
    let moments = table["moments"].as_array().unwrap().len();
    let rows = table["rows"].as_array().unwrap();
    assert!(moments > 0 && !rows.is_empty());
    for row in rows {
        let values = row["values"].as_array().unwrap();
        assert_eq!(values.len(), moments);
        let now = indicator["series"][0]["points"].as_array().unwrap().iter().find(|p| p["period"] == row["period"]);
        assert_eq!(values.last().map(|figure| &figure["value"]), now.map(|point| &point["display"]));
    }
}

async fn conditions(who: &mut Browser) {
    let everything = all(who, NATION, "").await;
    let same = |query: &'static str, holds: fn(&Value) -> bool| {
        let expected: Vec<Value> = everything.iter().filter(|row| holds(row)).cloned().collect();
        (query, expected)
    };
    let cases = [
        same("subject=H03,H13", |row| row["subject"] == "H03" || row["subject"] == "H13"),
        same("from=2012&to=2014", |row| ("2012".."2015").contains(&row["point"]["period"].as_str().unwrap())),
        same("area=440000", |row| row["area"] == "440000"),
        same("breakdown=_T", |row| row["breakdown"] == ""),
        same("breakdown=urban_rural=R", |row| row["breakdown"] == "urban_rural=R"),
        same("breakdown=sex=*,_T", |row| {
            row["breakdown"] == "" || row["breakdown"].as_str().unwrap().starts_with("sex=")
        }),
        same("domain=2", |row| row["domains"].as_array().unwrap().contains(&json!(2))),
        same("status=value", |row| !row["point"]["value"].is_null()),
        same("status=not_reported", |row| row["statuses"] == json!(["not_reported"])),
        same("subject=H03&domain=1&breakdown=_T&status=value", |row| {
            row["subject"] == "H03" && row["breakdown"] == "" && !row["point"]["value"].is_null()
        }),
    ];
    for (query, expected) in cases {
        assert!(!expected.is_empty() && expected.len() < everything.len(), "{query} says nothing");
        assert_eq!(all(who, NATION, query).await, expected, "{query}");
    }
    let words = all(who, NATION, "q=%E5%AD%95%E4%BA%A7%E5%A6%87%20%E5%86%9C%E6%9D%91").await;
    assert!(!words.is_empty() && words.iter().all(|row| row["breakdown_label"] == "农村"), "{words:?}");
    let sorted = all(who, NATION, "sort=-period&status=value").await;
    assert!(sorted.is_sorted_by(|a, b| a["point"]["period"].as_str() >= b["point"]["period"].as_str()));
}

/// What the choices offer finds rows, and all that rows have is offered.
async fn nothing_is_chosen_that_is_not_there(who: &mut Browser) {
    let choices = who.get(&format!("/api/plans/{NATION}/data/choices")).await.done();
    let everything = all(who, NATION, "").await;
    for (list, field) in [("areas", "area"), ("subjects", "subject")] {
        let offered: BTreeSet<&str> =
            choices[list].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        let held: BTreeSet<&str> = everything.iter().map(|row| row[field].as_str().unwrap()).collect();
        assert_eq!(offered, held, "{list}");
    }
    for dimension in choices["dimensions"].as_array().unwrap() {
        for code in dimension["codes"].as_array().unwrap() {
            let query = format!("breakdown={}={}", dimension["code"].as_str().unwrap(), code["code"].as_str().unwrap());
            assert!(!all(who, NATION, &query).await.is_empty(), "{query}");
        }
    }
}

async fn pages_hold_every_row_once(who: &mut Browser) {
    let whole = all(who, NATION, "sort=value&status=value").await;
    let mut paged = Vec::new();
    for page in 1..=whole.len().div_ceil(37) {
        let answer = ask(who, NATION, &format!("sort=value&status=value&per_page=37&page={page}")).await;
        assert_eq!(answer["total"], whole.len());
        paged.extend(rows(&answer).iter().cloned());
    }
    assert_eq!(paged, whole);
    let series = ask(who, NATION, "by=series&per_page=3&page=2&status=value").await;
    let names: Vec<&str> = rows(&series).iter().map(|row| row["series"].as_str().unwrap()).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(distinct.len(), 3);
    // Whole series: asking for one by its name gives no more.
    for name in distinct {
        let held = all(who, NATION, &format!("status=value&series={}", name.replace('=', "%3D"))).await.len();
        assert_eq!(held, names.iter().filter(|one| **one == name).count(), "{name}");
    }
    assert_eq!(rows(&ask(who, NATION, "page=9999").await).len(), 0);
}

/// Without a source each figure is one row; with one, all that it says.
async fn other_sources_stand_beside(who: &mut Browser) {
    let key = |row: &Value| format!("{}{}{}{}", row["subject"], row["area"], row["breakdown"], row["point"]["period"]);
    let standing = all(who, NATION, "").await;
    assert_eq!(standing.iter().map(key).collect::<BTreeSet<_>>().len(), standing.len());
    let rival = standing.iter().find(|row| !row["point"]["rivals"].as_array().unwrap().is_empty()).unwrap();
    let source = rival["point"]["rivals"][0]["source"]["code"].as_str().unwrap();
    let said = all(who, NATION, &format!("source={source}")).await;
    let beside = said.iter().find(|row| key(row) == key(rival)).unwrap();
    assert_eq!((&beside["standing"], &beside["point"]["source"]["code"]), (&json!(false), &json!(source)));
    assert_ne!(beside["series"], rival["series"]);
    assert_eq!(beside["point"]["inputs"][0], rival["point"]["rivals"][0]["observation"]);
}

async fn the_file_holds_the_rows(who: &mut Browser) {
    for query in ["", "subject=H03&status=value", "domain=2&sort=-value", "status=not_reported"] {
        let answer = who.get(&format!("/api/plans/{NATION}/data.csv?{query}&page=2&per_page=1")).await;
        assert_eq!(answer.status, 200);
        let text = answer.text();
        let text = text.strip_prefix('\u{feff}').expect("Excel needs the byte-order mark");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().unwrap().clone();
        let at = |head: &str| heads.iter().position(|one| one.ends_with(head)).unwrap();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let rows = all(who, NATION, query).await;
        assert_eq!(records.len(), rows.len(), "{query}");
        for (record, row) in records.iter().zip(&rows) {
            let cell = |head: &str| record.get(at(head)).unwrap();
            let point = &row["point"];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            assert_eq!(cell(" code"), row["subject"]);
            assert_eq!(cell(" name"), row["name"]);
            assert_eq!(cell(" period"), point["period"]);
            assert_eq!(cell(" breakdown"), row["breakdown"]);
            assert_eq!(cell(" value"), text(&point["display"]));
            assert_eq!(cell(" reason"), text(&point["reason"]));
            assert_eq!(cell(" source"), text(&point["source"]["code"]));
            assert_eq!(cell(" revision"), row["revision"].as_u64().map(|n| n.to_string()).unwrap_or_default());
            let inputs: Vec<String> = point["inputs"].as_array().unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(cell(" observations"), inputs.join(" "));
        }
    }
}

/// A file says of which day it is, if it is of one; the Parquet file has the columns of the table.
async fn a_file_says_its_day(who: &mut Browser) {
    for day in ["", "2999-01-01"] {
        let answer = who.get(&format!("/api/plans/{NATION}/data.csv?subject=H03&status=value&as_of={day}")).await;
        let text = answer.text();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let at = reader.headers().unwrap().iter().position(|head| head == "截至 as of").unwrap();
        let days: BTreeSet<String> = reader.records().map(|record| record.unwrap()[at].to_owned()).collect();
        assert_eq!(days, BTreeSet::from([day.to_owned()]));
        let book = who.get(&format!("/api/plans/{NATION}/data/pivot.xlsx?subject=H03&as_of={day}")).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
        let strings = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
        assert_eq!(strings.contains("截至 2999-01-01"), !day.is_empty(), "{strings}");
    }
    let file = who.get(&format!("/api/plans/{NATION}/data.parquet?subject=H03&as_of=2999-01-01")).await;
    for column in ["in_use", "breakdown_name", "source_title", "display", "domains", "observations", "as_of"] {
        assert!(file.bytes.windows(column.len()).any(|bytes| bytes == column.as_bytes()), "{column}");
    }
}

#[tokio::test]
async fn a_plans_figures_are_for_those_who_may_read_them() {
    on_each(async |place| {
        let mut county = county(place).await;
        let mut guest = Browser::new(&place.router);
        for part in ["data", "data/choices", "data.csv"] {
            guest.get(&format!("/api/plans/{PLAN}/{part}")).await.refused(401, "access.sign_in");
        }
        what_was_accepted_is_there(&mut county.stranger, county.observation).await;
        what_cannot_be_asked_is_told_at_once(&mut county.admin).await;
        nation(place).await;
        an_export_is_on_record(place, &mut county.stranger, &mut guest).await;
        a_guest_sees_what_is_published(&mut guest, &mut county.admin).await;
    })
    .await;
}

/// An item as it was reported leads to its observation; its indicator was computed from it.
async fn what_was_accepted_is_there(who: &mut Browser, observation: i64) {
    let items = all(who, PLAN, "from=2025&to=2025&status=value").await;
    let item = items.iter().find(|row| row["point"]["inputs"] == json!([observation])).unwrap();
    assert_eq!((&item["kind"], &item["standing"], &item["revision"]), (&json!("item"), &json!(true), &json!(1)));
    assert_eq!(item["point"]["source"]["code"], "unit-water");
    let indicator = items.iter().find(|row| row["subject"] == "V08").unwrap();
    assert!(indicator["point"]["inputs"].as_array().unwrap().contains(&json!(observation)), "{indicator}");
    assert_eq!((&indicator["point"]["source"], &indicator["revision"]), (&Value::Null, &Value::Null));
    let of_unit = all(who, PLAN, "source=unit-water").await;
    assert!(!of_unit.is_empty() && of_unit.iter().all(|row| row["kind"] == "item"));
}

async fn what_cannot_be_asked_is_told_at_once(admin: &mut Browser) {
    let query = "subject=NO&area=999999&breakdown=colour=red&domain=99&from=x&to=y&sort=z&by=w&page=0&per_page=501";
    let answer = admin.get(&format!("/api/plans/{PLAN}/data?{query}")).await;
    let problems = answer.json()["problems"].as_array().unwrap().clone();
    let fields: BTreeSet<&str> = problems.iter().map(|one| one["place"]["field"].as_str().unwrap()).collect();
    assert_eq!((answer.status, fields.len(), problems.len()), (422, 10, 10), "{problems:?}");
    let answer = admin.get(&format!("/api/plans/{PLAN}/data?from=2025&to=2024")).await;
    assert_eq!(answer.json()["problems"][0]["place"]["field"], "to");
}

/// Who takes figures along is put on record; of a guest nothing is known that could be.
async fn an_export_is_on_record(place: &Place, who: &mut Browser, guest: &mut Browser) {
    let recorded = async || {
        let mut links = audit::list(&place.store, 0, 1000).await.unwrap();
        // What is withheld is put on record when it is decided, which no reader does.
        links.retain(|link| link.action != "disclosure.compute");
        links
    };
    let before = recorded().await.len();
    guest.get(&format!("/api/plans/{NATION}/data.csv")).await;
    assert_eq!(recorded().await.len(), before);
    let rows = all(who, NATION, "subject=H03").await.len();
    who.get(&format!("/api/plans/{NATION}/data.csv?subject=H03")).await;
    let links = recorded().await;
    let last = links.last().unwrap();
    assert_eq!(links.len(), before + 1);
    assert_eq!(
        (last.action.as_str(), last.subject.as_str(), last.actor.as_str()),
        ("data.export", NATION, "zhao.stranger")
    );
    assert!(last.details.contains(&format!("\"rows\":{rows}")), "{}", last.details);
}

/// Of the national outline a guest sees the published figures, and none that the county's units reported.
async fn a_guest_sees_what_is_published(guest: &mut Browser, admin: &mut Browser) {
    let seen = all(guest, NATION, "").await;
    let everything = all(admin, NATION, "").await;
    let of_unit = |row: &&Value| row["point"]["source"]["code"].as_str().is_some_and(|code| code.starts_with("unit-"));
    assert!(everything.iter().any(|row| of_unit(&row)));
    assert_eq!(seen, everything.iter().filter(|row| !of_unit(row)).cloned().collect::<Vec<_>>());
    let choices = guest.get(&format!("/api/plans/{NATION}/data/choices")).await.done();
    assert!(!choices.to_string().contains("unit-water"));
    assert_eq!(ask(guest, NATION, "").await["held"], seen.len());
}

/// Whatever stands where, each figure has a cell of its own and none is lost or summed.
async fn a_cross_table_holds_every_figure_once(who: &mut Browser) {
    let key = |row: &Value| (row["series"].to_string(), row["point"]["period"].to_string());
    let figures = all(who, NATION, "status=value").await;
    let expected: BTreeSet<_> = figures.iter().map(key).collect();
    for axes in ["", "rows=&columns=", "rows=period&columns=area", "rows=subject,urban_rural&columns=sex,period"] {
        let (mut found, mut lines) = (BTreeSet::new(), 0);
        for page in 1.. {
            let path = format!("/api/plans/{NATION}/data/pivot?status=value&{axes}&per_page=40&page={page}");
            let view = who.get(&path).await.done();
            let cells = view["cells"].as_array().unwrap();
            assert_eq!(cells.len(), view["row_heads"].as_array().unwrap().len());
            lines += cells.len();
            for cell in cells.iter().flat_map(|line| line.as_array().unwrap()).filter(|cell| !cell.is_null()) {
                assert!(found.insert((cell["series"].to_string(), cell["period"].to_string())), "{axes}: {cell}");
            }
            if lines as u64 >= view["total"].as_u64().unwrap() {
                break;
            }
        }
        assert_eq!(found, expected, "{axes}");
    }
    let named =
        who.get(&format!("/api/plans/{NATION}/data/pivot?rows=urban_rural&columns=period&subject=H03")).await.done();
    assert_eq!((&named["rows"][0]["name"], &named["rows"][0]["name_en"]), (&json!("城乡"), &json!("Urban and rural")));
    let path = format!("/api/plans/{NATION}/data/pivot?rows=colour,subject&columns=subject&from=x");
    let answer = who.get(&path).await;
    let problems = answer.json()["problems"].as_array().unwrap().clone();
    let fields: Vec<&str> = problems.iter().map(|one| one["place"]["field"].as_str().unwrap()).collect();
    assert_eq!((answer.status, fields), (422, vec!["from", "rows", "columns"]));
    let book = who.get(&format!("/api/plans/{NATION}/data/pivot.xlsx?subject=H03")).await;
    assert_eq!((book.status, &book.bytes[..2]), (200, b"PK".as_slice()));
    let asked = "subject=H03&from=2010";
    let book = who.get(&format!("/api/plans/{NATION}/data.xlsx?{asked}")).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    // Column K has the figures as they are published.
    let cells = sheet.split("<c r=\"K").skip(1).filter_map(|cell| cell.split("</c>").next());
    let numbers = cells.filter(|cell| !cell.contains("t=\"s\"")).filter_map(|cell| cell.split(['<', '>']).nth(3));
    let in_book: Vec<f64> = numbers.map(|number| number.parse().unwrap()).collect();
    let page = who.get(&format!("/api/plans/{NATION}/data?{asked}&per_page=500")).await.done();
    let on_page: Vec<f64> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["point"]["display"].as_str()?.parse().ok())
        .collect();
    assert!(on_page.len() > 5);
    assert_eq!(in_book, on_page);
    let file = who.get(&format!("/api/plans/{NATION}/data.parquet?subject=H03")).await;
    assert_eq!((file.status, &file.bytes[..4]), (200, b"PAR1".as_slice()));
}

/// One's own views and those that others share; only one's own, and for the administrator what is shared, is taken away.
#[tokio::test]
async fn views_are_kept() {
    on_each(async |place| {
        let county = county(place).await;
        let (mut one, mut other, mut admin) = (county.reporter.clone(), county.stranger.clone(), county.admin.clone());
        let path = format!("/api/plans/{PLAN}/views");
        let keep = |title: &str, shared: bool| json!({"title": title, "query": "view=cross", "shared": shared});
        let own = one.post(&path, keep("自用", false)).await.done()["id"].as_i64().unwrap();
        let shared = one.post(&path, keep("共用", true)).await.done()["id"].as_i64().unwrap();
        assert_eq!(one.post(&path, keep("自用", false)).await.done()["id"], own, "the same title is replaced");
        let titles = async |who: &mut Browser| -> Vec<String> {
            let held = who.get(&path).await.done();
            held.as_array().unwrap().iter().map(|view| view["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(titles(&mut one).await, ["自用", "共用"]);
        assert_eq!(titles(&mut other).await, ["共用"]);
        let rename = async |who: &mut Browser, id: i64, title: &str| {
            who.send("PATCH", &format!("/api/views/{id}"), Some(json!({"title": title}))).await
        };
        for not_its_owner in [&mut other, &mut admin] {
            rename(not_its_owner, shared, "别名").await.refused(403, "access.denied");
            rename(not_its_owner, 999, "别名").await.refused(403, "access.denied");
        }
        assert_eq!(rename(&mut one, shared, " ").await.places(), ["input.missing@title"]);
        rename(&mut one, shared, "自用").await.refused(422, "view.title_taken");
        assert_eq!(rename(&mut one, shared, " 各镇街 ").await.done()["title"], "各镇街");
        assert_eq!(titles(&mut other).await, ["各镇街"]);
        let events = audit::list(&place.store, 0, 1000).await.unwrap();
        assert!(events.iter().any(|event| event.action == "view.rename"), "what it was called stays on record");
        assert_eq!(one.post(&path, keep(" ", false)).await.status, 422);
        other.send("DELETE", &format!("/api/views/{shared}"), Some(json!({}))).await.refused(403, "access.denied");
        admin.send("DELETE", &format!("/api/views/{own}"), Some(json!({}))).await.refused(403, "access.denied");
        assert_eq!(admin.send("DELETE", &format!("/api/views/{shared}"), Some(json!({}))).await.status, 204);
        assert_eq!(one.send("DELETE", &format!("/api/views/{own}"), Some(json!({}))).await.status, 204);
        assert!(titles(&mut one).await.is_empty());
    })
    .await;
}
