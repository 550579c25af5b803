//! The shipped demo store, made once through the use cases, and read through the API.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::header;
use heng_plan::package::read_demo_head;
use heng_server::App;
use heng_server::cases::demo::{self, Making};
use heng_server::cases::imports;
use heng_server::config::Config;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::{on_each, root, with_database};
use crate::planted;
use crate::world::{self, PASSWORD, PLAN, command, files_of};

fn making() -> Making {
    let held = files_of(&root("demo"));
    Making {
        head: read_demo_head(&held).unwrap(),
        demo: held,
        plan: files_of(&root("plans").join(PLAN)),
        catalogue: files_of(&root("plans/catalogue")),
        password: Some(PASSWORD.to_owned()),
    }
}

const MARK: &str = "演示数据，均为虚构";

#[tokio::test]
async fn the_demo_store_is_lived_in_and_marked() {
    with_database(lived_in_and_marked).await;
}

async fn lived_in_and_marked(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::embedded(folder.path().to_owned());
    config.font = Some(root("crates/report/tests/fonts/chart-subset.otf"));
    config.database = database.unwrap_or(config.database);
    assert!(!demo::held(&config).await.unwrap());
    demo::create(config.clone(), making(), |_| ()).await.unwrap();
    assert!(demo::held(&config).await.unwrap());
    let app = App::open(config).await.unwrap();
    assert!(heng_server::cases::audit::verify(&app, &command()).await.unwrap().first_bad.is_none());
    let router = heng_server::router(app.clone(), false);
    let mut guest = Browser::new(&router);
    assert_eq!(guest.get("/api/session").await.done()["demo"], true);
    let mut office = Browser::new(&router);
    let session = office.sign_in("office", PASSWORD).await.done();
    assert_eq!((&session["demo"], &session["must_change_password"]), (&json!(true), &json!(false)));

    rounds(&mut office).await;
    trail(&mut office).await;
    figures(&mut office).await;
    planted::told(&mut office).await;
    exports(&mut office).await;

    let file = imports::File { name: "x.csv".to_owned(), bytes: Vec::new(), source: "x".to_owned(), reason: None };
    let refused = imports::figures(&app, &command(), Some(PLAN), file).await.unwrap_err();
    assert_eq!(codes(refused), ["demo.only"]);
}

fn codes(failure: heng_server::Failure) -> Vec<&'static str> {
    match failure {
        heng_server::Failure::Refused(problems) => problems.iter().map(|problem| problem.kind.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// Rounds with the submissions of each that were not accepted, as planted.
async fn rounds(office: &mut Browser) {
    let all = office.get(&format!("/api/plans/{PLAN}/rounds")).await.done();
    let mut open: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for round in all.as_array().unwrap() {
        let held = office.get(&format!("/api/rounds/{}", round["id"])).await.done();
        let correction = round["title"].as_str().unwrap().contains("更正");
        let rows = held["submissions"].as_array().unwrap();
        assert_eq!(rows.len(), if correction { 1 } else { 44 }, "{}", round["title"]);
        assert_eq!(round["state"], if round["period"] == "2025" { "open" } else { "closed" });
        let left = rows.iter().filter(|row| row["state"] != "accepted");
        let left = left.map(|row| format!("{} {}", row["unit"].as_str().unwrap(), row["state"].as_str().unwrap()));
        open.entry(round["title"].as_str().unwrap().to_owned()).or_default().extend(left);
    }
    insta::assert_json_snapshot!(open);
}

/// Late, returned and corrected, as planted.
async fn trail(office: &mut Browser) {
    let mut seen = BTreeSet::new();
    let all = office.get(&format!("/api/plans/{PLAN}/rounds")).await.done();
    for round in all.as_array().unwrap() {
        let held = office.get(&format!("/api/rounds/{}", round["id"])).await.done();
        for row in held["submissions"].as_array().unwrap() {
            let view = office.get(&format!("/api/submissions/{}", row["id"])).await.done();
            let changes = view["changes"].as_array().unwrap();
            let what = |name: &str| changes.iter().filter(|change| change["action"] == name).count();
            let first = changes.iter().find(|change| change["action"] == "submit");
            let late = first.is_some_and(|change| change["at"].as_str().unwrap()[..10] > *row["due"].as_str().unwrap());
            let (unit, period) = (row["unit"].as_str().unwrap(), row["period"].as_str().unwrap());
            if late {
                seen.insert(format!("{period} {unit} late"));
            }
            if what("return") > 0 {
                seen.insert(format!("{period} {unit} returned {}", what("return")));
            }
        }
    }
    insta::assert_json_snapshot!(seen);
}

/// No percentage beyond what it can be, but where planted; targets in many states.
async fn figures(office: &mut Browser) {
    let rows = office.get(&format!("/api/plans/{PLAN}/indicators")).await.done();
    let mut beyond = BTreeSet::new();
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        if let Some(state) = row["judgement"]["state"].as_str() {
            *states.entry(state.to_owned()).or_default() += 1;
        }
        if row["kind"] != "proportion" {
            continue;
        }
        let code = row["code"].as_str().unwrap();
        let view = office.get(&format!("/api/plans/{PLAN}/indicators/{code}")).await.done();
        for point in view["series"].as_array().unwrap().iter().flat_map(|series| series["points"].as_array().unwrap()) {
            let value: Option<f64> = point["value"].as_str().map(|value| value.parse().unwrap());
            assert!(value.is_none_or(|value| value >= 0.0));
            if value.is_some_and(|value| value > 100.0) {
                beyond.insert(format!("{code} {}", point["period"].as_str().unwrap()));
            }
        }
    }
    assert_eq!(beyond.into_iter().collect::<Vec<_>>(), ["L05 2022", "L17 2024"]);
    for state in ["attained", "on_course", "at_risk", "off_course", "undetermined", "no_data"] {
        assert!(states.contains_key(state), "{state}: {states:?}");
    }
}

/// Every route that gives a file gives a marked one.
async fn exports(office: &mut Browser) {
    let described = office.get("/api/openapi.json").await.done();
    let mut routes: Vec<String> = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().values() {
            let content = method["responses"]["200"]["content"].as_object();
            if content.is_some_and(|content| content.keys().any(|kind| kind != "application/json")) {
                routes.push(path.clone());
            }
        }
    }
    routes.sort();
    // A route that is new here wants a look at what it gives.
    let of_packages = ["/api/packages/draft", "/api/packages/{id}/file"];
    // Boundaries are a package's, and no figures.
    let maps = ["/api/plans/{plan}/boundaries"; 2];
    let of_figures = ["/api/releases/{number}/files/{name}", "/api/reports/{id}/file"];
    let tables = ["/api/audit/export", "/api/plans/{plan}/data.csv"];
    let warnings = ["/api/plans/{plan}/warnings.csv"; 2];
    let effects = ["/api/proposals/{id}/effect/file"; 2];
    let parquet = ["/api/plans/{plan}/data.parquet"; 2];
    let books = ["/api/plans/{plan}/data.xlsx", "/api/plans/{plan}/data/pivot.xlsx"];
    let blank = ["/api/plans/{plan}/forms/file", "/api/plans/{plan}/units/{unit}/form/file"];
    let of_forms = ["/api/submissions/{id}/sheet/file", "/api/submissions/{id}/template"];
    let of_rounds = ["/api/rounds/{id}/import/sample", "/api/rounds/{id}/progress.csv"];
    // What comes back marked or filled is what was sent in: another's file, or a template that bears the mark itself.
    let sent_in = ["/api/submissions/{id}/sheet/scans/{signature}", "/api/submissions/{id}/template/marked"];
    let upper = ["/api/plans/{plan}/uppers/{report}/file"; 2];
    let all = [
        of_packages,
        maps,
        of_figures,
        tables,
        warnings,
        effects,
        parquet,
        books,
        blank,
        of_forms,
        of_rounds,
        sent_in,
        upper,
    ];
    let known = all.concat().into_iter().map(str::to_owned).collect();
    assert_eq!(routes.into_iter().collect::<BTreeSet<String>>(), known);
    for form in ["forms/file", "units/culture/form/file"] {
        let file = office.get(&format!("/api/plans/{PLAN}/{form}?period=2025")).await;
        named(&file);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes[..])).unwrap();
        assert!(
            std::io::read_to_string(archive.by_name("word/header1.xml").unwrap()).unwrap().contains(MARK),
            "{form}"
        );
    }
    let rounds = office.get(&format!("/api/plans/{PLAN}/rounds")).await.done();
    let round = rounds.as_array().unwrap().iter().find(|round| round["state"] == "open").unwrap()["id"].clone();
    let held = office.get(&format!("/api/rounds/{round}")).await.done();
    let one = held["submissions"][0]["id"].clone();
    for path in [
        format!("/api/rounds/{round}/import/sample"),
        format!("/api/rounds/{round}/progress.csv"),
        format!("/api/submissions/{one}/sheet/file"),
        format!("/api/submissions/{one}/template"),
    ] {
        named(&office.get(&path).await);
    }
    let mut auditor = office.clone();
    assert_eq!(auditor.sign_in("auditor", PASSWORD).await.done()["user"]["role"], "auditor");
    office.sign_in("office", PASSWORD).await.done();
    let effect = effect(office).await;
    for table in ["audit/export", &format!("plans/{PLAN}/data.csv"), &format!("plans/{PLAN}/warnings.csv"), &effect] {
        let table = format!("/api/{table}");
        let file = office.get(&table).await;
        named(&file);
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.lines().count() > 1, "{table}");
        assert!(text.lines().skip(1).all(|line| line.contains(MARK)), "{table}");
    }

    let parquet = office.get(&format!("/api/plans/{PLAN}/data.parquet?subject=H03")).await;
    named(&parquet);
    assert!(parquet.bytes.windows(4).any(|bytes| bytes == b"note"), "a column that says it");
    for book in ["data.xlsx", "data/pivot.xlsx"] {
        let book = office.get(&format!("/api/plans/{PLAN}/{book}?subject=H03")).await;
        named(&book);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
        let strings = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
        assert!(strings.contains(MARK), "{strings}");
    }
    let releases = office.get(&format!("/api/plans/{PLAN}/releases")).await.done();
    let newest = releases[0]["number"].clone();
    let release = office.get(&format!("/api/releases/{newest}")).await.done();
    assert_eq!(release["manifest"]["demo"], true);
    for file in release["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        named(&office.get(&format!("/api/releases/{newest}/files/{name}")).await);
    }
    let report = json!({"kind": "annual", "year": 2024});
    let report: Value = office.post(&format!("/api/plans/{PLAN}/reports"), report).await.done();
    assert!(report["file_name"].as_str().unwrap().starts_with("演示-"));
    let file = office.get(&format!("/api/reports/{}/file", report["id"])).await;
    named(&file);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes[..])).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let document = part("word/document.xml");
    assert!(document.contains(MARK) && document.matches("rIdHeader").count() == 4, "cover and body, odd and even");
    assert!(part("word/header1.xml").contains(MARK) && part("docProps/core.xml").contains(MARK));
}

/// Where the effect of a proposal that changes figures lies.
async fn effect(office: &mut Browser) -> String {
    let held = office.get(&format!("/api/plans/{PLAN}/catalogue/indicators?code=V08")).await.done();
    let mut cells = held["rows"][0].clone();
    cells["factor"] = json!("50");
    let changes = json!([{"table": "indicators", "replaces": "", "cells": cells}]);
    let path = format!("/api/plans/{PLAN}/proposals");
    let made = office.post(&path, json!({"changes": changes, "reason": "演示"})).await.done();
    format!("proposals/{}/effect/file", made["proposal"]["id"])
}

fn named(answer: &Answer) {
    assert_eq!(answer.status, 200);
    let disposition = answer.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
    assert!(disposition.contains("filename*=UTF-8''%E6%BC%94%E7%A4%BA-"), "{disposition}");
}

#[tokio::test]
async fn a_store_in_use_is_no_place_for_a_demo() {
    on_each(async |place| {
        world::import(place, "catalogue").await;
        let config = place.app.config().clone();
        assert_eq!(codes(demo::held(&config).await.unwrap_err()), ["demo.store_used"]);
        assert_eq!(codes(demo::create(config, making(), |_| ()).await.unwrap_err()), ["demo.store_used"]);
        let mut guest = Browser::new(&place.router);
        assert_eq!(guest.get("/api/session").await.done()["demo"], false);
    })
    .await;
}
