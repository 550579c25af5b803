//! What the tests share: the shipped county plan in force, people, and steps that several tests take.

use std::path::Path;

use heng_plan::package::Files;
use heng_server::Principal;
use heng_server::cases::{imports, users};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, root};

pub const PLAN: &str = "kaiping-women-2021";
pub const NATION: &str = "national-women-2011";
/// Password of everybody who has chosen one.
pub const PASSWORD: &str = "Abcdef-1234";
/// A last day that is not over.
pub const DUE: &str = "2099-12-31";
/// All cells of the form of `UNIT`, with figures that no check stops.
pub const UNIT: &str = "water";
pub const FIGURES: [(&str, &str); 4] =
    [("NVIL_N", "1200"), ("NVIL_SUP", "1180"), ("RPOP", "400000"), ("TAP_POP", "398000")];

pub fn command() -> Principal {
    Principal::Command("tester".to_owned())
}

/// The files of a package of `plans/`.
pub fn files(package: &str) -> Files {
    files_of(&root("plans").join(package))
}

/// The files of a package, of the folders that may hold some.
pub fn files_of(package: &Path) -> Files {
    let mut files = Files::new();
    for folder in ["", "codes/"] {
        let entries = std::fs::read_dir(package.join(folder));
        for path in entries.into_iter().flatten().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            files.insert(format!("{folder}{name}"), std::fs::read(&path).unwrap());
        }
    }
    files
}

pub async fn import(place: &Place, package: &str) {
    imports::package(&place.app, &command(), &files(package), None).await.unwrap();
}

/// The national outline with its published series.
pub async fn nation(place: &Place) {
    import(place, NATION).await;
    let file = imports::File {
        name: "series.csv".to_owned(),
        bytes: std::fs::read(root("plans/national-women-2011/series.csv")).unwrap(),
        source: "国家统计局监测报告".to_owned(),
        reason: None,
    };
    imports::figures(&place.app, &command(), Some(NATION), file).await.unwrap();
}

/// The first administrator with the password that was shown.
pub async fn first(place: &Place) -> (Browser, String) {
    let shown = users::first(&place.app, &command()).await.unwrap().unwrap();
    let mut browser = Browser::new(&place.router);
    browser.sign_in(&shown.user.name, &shown.password).await.done();
    (browser, shown.password)
}

/// An administrator who has chosen a password.
pub async fn administrator(place: &Place) -> Browser {
    let (mut browser, shown) = first(place).await;
    browser.change_password(&shown, PASSWORD).await.done();
    browser
}

/// A new user, as the administrator is told.
pub async fn user(admin: &mut Browser, name: &str, role: &str, unit: Option<&str>) -> Value {
    let joining = json!({"name": name, "display_name": format!("用户{name}"), "role": role, "unit": unit});
    admin.post("/api/users", joining).await.done()
}

/// A new user who has chosen a password.
pub async fn person(place: &Place, admin: &mut Browser, name: &str, role: &str, unit: Option<&str>) -> Browser {
    let shown = user(admin, name, role, unit).await["password"].as_str().unwrap().to_owned();
    let mut browser = Browser::new(&place.router);
    browser.sign_in(name, &shown).await.done();
    browser.change_password(&shown, PASSWORD).await.done();
    browser
}

pub async fn confirm(admin: &mut Browser, unit: &str) {
    let path = format!("/api/plans/{PLAN}/units/{unit}/confirmation");
    admin.post(&path, json!({"reason": "三定方案"})).await.done();
}

pub fn round(title: &str, units: &[&str]) -> Value {
    json!({"period": "2025", "title": title, "due": DUE, "units": units})
}

/// Opens a round on 2025; returns its id.
pub async fn open(admin: &mut Browser, title: &str, units: &[&str]) -> i64 {
    let path = format!("/api/plans/{PLAN}/rounds");
    admin.post(&path, round(title, units)).await.done()["id"].as_i64().unwrap()
}

/// The submission of a unit in a round.
pub async fn submission(admin: &mut Browser, round: i64, unit: &str) -> i64 {
    let held = admin.get(&format!("/api/rounds/{round}")).await.done();
    let rows = held["submissions"].as_array().unwrap();
    rows.iter().find(|row| row["unit"] == unit).unwrap()["id"].as_i64().unwrap()
}

pub fn edit(cell: &str, value: &str, seen: i64) -> Value {
    json!({"cell": cell, "value": value, "missing": null, "note": null, "seen": seen})
}

pub fn edits(figures: &[(&str, &str)]) -> Value {
    json!({"entries": figures.iter().map(|(cell, value)| edit(cell, value, 0)).collect::<Vec<_>>()})
}

/// Moves a submission, at whatever version it is.
pub async fn act(who: &mut Browser, id: i64, action: &str, reason: Option<&str>) -> crate::browser::Answer {
    let seen = who.get(&format!("/api/submissions/{id}")).await.done()["submission"]["version"].clone();
    let path = format!("/api/submissions/{id}/actions");
    who.post(&path, json!({"action": action, "reason": reason, "seen": seen})).await
}

/// The people of a county in which a submission has been accepted.
pub struct County {
    pub admin: Browser,
    pub reporter: Browser,
    pub reviewer: Browser,
    /// Of another unit.
    pub stranger: Browser,
    pub auditor: Browser,
    /// The accepted submission, and one that is still a draft.
    pub accepted: i64,
    pub draft: i64,
    /// An observation of the accepted one.
    pub observation: i64,
}

/// Units `water` and `court` asked, water's figures accepted, then a second round for water.
pub async fn county(place: &Place) -> County {
    import(place, "catalogue").await;
    import(place, PLAN).await;
    let mut admin = administrator(place).await;
    for unit in [UNIT, "court"] {
        confirm(&mut admin, unit).await;
    }
    let mut reporter = person(place, &mut admin, "li.reporter", "reporter", Some(UNIT)).await;
    let mut reviewer = person(place, &mut admin, "wang.reviewer", "reviewer", Some(UNIT)).await;
    let stranger = person(place, &mut admin, "zhao.stranger", "reporter", Some("court")).await;
    let auditor = person(place, &mut admin, "shen.auditor", "auditor", None).await;
    let round = open(&mut admin, "2025年年报", &[UNIT, "court"]).await;
    let accepted = submission(&mut admin, round, UNIT).await;
    reporter.put(&format!("/api/submissions/{accepted}/entries"), edits(&FIGURES)).await.done();
    act(&mut reporter, accepted, "submit", None).await.done();
    act(&mut reviewer, accepted, "review", None).await.done();
    act(&mut admin, accepted, "accept", None).await.done();
    let second = open(&mut admin, "2025年年报更正", &[UNIT]).await;
    let draft = submission(&mut admin, second, UNIT).await;
    let observation = input(&mut admin, "V08").await;
    County { admin, reporter, reviewer, stranger, auditor, accepted, draft, observation }
}

/// The value of an indicator's total in 2025, with all that is told of it.
pub async fn point(who: &mut Browser, indicator: &str) -> Value {
    let held = who.get(&format!("/api/plans/{PLAN}/indicators/{indicator}")).await.done();
    let points = held["series"][0]["points"].as_array().unwrap();
    points.iter().find(|point| point["period"] == "2025").unwrap().clone()
}

/// The first observation that it was computed from.
pub async fn input(who: &mut Browser, indicator: &str) -> i64 {
    point(who, indicator).await["inputs"][0].as_i64().unwrap()
}
