//! Bad input: refused with a problem that says what would be right, never a failure of the system.

use axum::body::Body;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::on_each;
use crate::world::{PLAN, UNIT, county, edits};

/// A refusal that a person can do something with.
fn well_refused(what: &str, answer: &Answer) {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
    let held = answer.json();
    let problems = held["problems"].as_array().unwrap_or_else(|| panic!("{what}: {}", answer.text()));
    assert!(!problems.is_empty(), "{what}");
    for problem in problems {
        for part in ["code", "message", "message_en"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{what}: no {part} in {problem}");
        }
        // Only of what is looked for and is not there nothing more can be said.
        assert!(problem["code"] == "record.missing" || problem["hint"] != "", "{what}: no hint in {problem}");
    }
    for word in ["panicked", "src/", "SELECT", "stack"] {
        assert!(!answer.text().contains(word), "{what}: {}", answer.text());
    }
}

async fn refuses(who: &mut Browser, method: &str, path: &str, body: Value, status: u16, code: &str) {
    let answer = who.send(method, path, Some(body.clone())).await;
    let what = format!("{method} {path} {body}");
    well_refused(&what, &answer);
    assert_eq!((answer.status, answer.codes()), (status, vec![code.to_owned()]), "{what}: {}", answer.text());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    on_each(async |place| {
        let mut county = county(place).await;
        let admin = &mut county.admin;
        unreadable(admin).await;
        wrong_types(admin).await;
        unknown(admin).await;
        misspelt(admin).await;
        years(admin).await;
        all_at_once(admin).await;
        cells(&mut county.reporter, county.draft).await;
    })
    .await;
}

async fn unreadable(admin: &mut Browser) {
    let huge = format!("{{\"name\": \"{}\"}}", "长".repeat(2_000_000)).into_bytes();
    let json = "application/json";
    let bodies: [(&str, &str, &[u8]); 6] = [
        ("malformed", json, b"{\"name\": "),
        ("no text", json, &[0xff, 0xfe]),
        ("empty", json, b""),
        ("a form", "application/x-www-form-urlencoded", b"name=admin"),
        ("a character that no database takes", json, br#"{"name": "a\u0000", "password": "x"}"#),
        ("huge", json, &huge),
    ];
    for (what, kind, bytes) in bodies {
        let length = bytes.len().to_string();
        let headers = [("x-heng", "1"), ("content-type", kind), ("content-length", &length)];
        for path in ["/api/users", "/api/session"] {
            let answer = admin.request("POST", path, &headers, Body::from(bytes.to_vec())).await;
            well_refused(what, &answer);
            let (status, code) = if what == "huge" { (413, "request.too_large") } else { (422, "request.invalid") };
            assert_eq!((answer.status, answer.codes()), (status, vec![code.to_owned()]), "{what}");
        }
    }
}

async fn wrong_types(admin: &mut Browser) {
    let user = json!({"name": "a", "display_name": "b", "role": "reporter", "unit": UNIT});
    for (field, value) in
        [("name", json!(1)), ("role", json!(["reporter"])), ("unit", json!({})), ("name", json!(null))]
    {
        let mut body = user.clone();
        body[field] = value;
        refuses(admin, "POST", "/api/users", body, 422, "request.invalid").await;
    }
    for body in [json!([]), json!("text"), json!(null), json!({})] {
        refuses(admin, "POST", "/api/users", body, 422, "request.invalid").await;
    }
    for path in ["/api/submissions/abc", "/api/submissions/99999999999999999999", "/api/observations/1.5"] {
        refuses(admin, "GET", path, json!(null), 422, "request.invalid").await;
    }
    for query in ["year=abc", "year=99999999999", "year=2025&year=2024"] {
        refuses(admin, "GET", &format!("/api/plans/{PLAN}?{query}"), json!(null), 422, "request.invalid").await;
    }
    refuses(admin, "GET", "/api/submissions", json!(null), 422, "request.invalid").await;
}

async fn unknown(admin: &mut Browser) {
    let plan = format!("/api/plans/{PLAN}");
    let paths = [
        "/domains/99",
        "/objectives/9.99",
        "/indicators/NO_SUCH",
        "/indicators/%2e%2e",
        "/units/nobody/form?period=2025",
    ];
    for path in paths.map(|path| format!("{plan}{path}")) {
        refuses(admin, "GET", &path, json!(null), 404, "record.missing").await;
    }
    for path in ["submissions", "rounds", "releases", "observations"] {
        for id in ["0", "-1", "999", "9223372036854775807"] {
            refuses(admin, "GET", &format!("/api/{path}/{id}"), json!(null), 404, "record.missing").await;
        }
    }
    for path in ["/api/reports/999/file", "/api/releases/999/verification", "/api/releases/999/files/..%2f..%2fheng.db"]
    {
        refuses(admin, "GET", path, json!(null), 404, "record.missing").await;
    }
    for (path, body) in [
        ("/api/users/999/password", json!(null)),
        ("/api/users/999/deactivation", json!({"reason": "离职"})),
        ("/api/rounds/999/closure", json!({"reason": "结束"})),
        (&format!("{plan}/units/nobody/confirmation"), json!({"reason": "三定方案"})),
    ] {
        refuses(admin, "POST", path, body, 404, "record.missing").await;
    }
    for plan in ["nowhere", "a b", "..%2f"] {
        let path = format!("/api/plans/{}", plan.replace(' ', "%20"));
        refuses(admin, "GET", &path, json!(null), 404, "package.not_imported").await;
    }
    for path in ["/api/nothing", "/api/", "/api/plans/x/y/z"] {
        refuses(admin, "GET", path, json!(null), 404, "record.missing").await;
    }
    for (method, path) in [("DELETE", "/api/users"), ("PATCH", "/api/session"), ("POST", "/api/packages/check/")] {
        let answer = admin.send(method, path, None).await;
        well_refused(path, &answer);
        let expected = if path.ends_with('/') { (404, "record.missing") } else { (405, "request.method") };
        assert_eq!((answer.status, answer.codes()), (expected.0, vec![expected.1.to_owned()]), "{method} {path}");
    }
    assert_eq!(admin.send("DELETE", "/api/users", None).await.headers["allow"], "GET,HEAD,POST");
}

/// A condition that is misspelt is not taken for none.
async fn misspelt(admin: &mut Browser) {
    let plan = format!("/api/plans/{PLAN}");
    let answer = admin.get(&format!("{plan}/data?form=2025&to=2026")).await;
    well_refused("form", &answer);
    assert_eq!((answer.status, answer.places()), (422, vec!["request.parameter@form".to_owned()]));
    let hint = answer.json()["problems"][0]["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("from, ") && hint.contains("to, "), "{hint}");
    // Those of both halves of a query are known, and all faults are told.
    let pivot = admin.get(&format!("{plan}/data/pivot?row=area&columns=sex&subject=VC&Page=2")).await;
    assert_eq!(pivot.places(), ["request.parameter@Page", "request.parameter@row"]);
    admin.get(&format!("{plan}/data/pivot?rows=area&columns=sex&subject=VC&page=1")).await.done();
    let none = admin.get(&format!("{plan}/indicators?page=2")).await;
    assert_eq!((none.status, none.places()), (422, vec!["request.parameter@page".to_owned()]));
    let posted = admin.send("POST", &format!("{plan}/releases?status=final"), Some(json!({"status": "final"}))).await;
    assert_eq!((posted.status, posted.places()), (422, vec!["request.parameter@status".to_owned()]));
    // What is no address of the API is not held to its description.
    assert_eq!(admin.get("/api/openapi.json?v=1").await.status, 200);
}

async fn years(admin: &mut Browser) {
    for year in ["2019", "2031", "0", "-2147483648"] {
        for page in ["", "/domains/1", "/objectives/1.1"] {
            let path = format!("/api/plans/{PLAN}{page}?year={year}");
            refuses(admin, "GET", &path, json!(null), 422, "input.invalid").await;
        }
    }
    for period in ["2025-13", "", "x"] {
        let path = format!("/api/plans/{PLAN}/units/{UNIT}/form?period={period}");
        refuses(admin, "GET", &path, json!(null), 422, "table.not_period").await;
    }
    let writing = json!({"kind": "annual", "year": 2025, "release": null});
    let path = format!("/api/plans/{PLAN}/reports");
    refuses(admin, "POST", &path, writing, 422, "release.none").await;
    admin.post(&format!("/api/plans/{PLAN}/releases"), json!({"status": "preliminary"})).await.done();
    for year in [2031, i32::MAX, i32::MIN] {
        let writing = json!({"kind": "annual", "year": year, "release": null});
        refuses(admin, "POST", &path, writing, 422, "report.year").await;
    }
}

/// What is typed into a form of several fields is refused for all that is wrong with it.
async fn all_at_once(admin: &mut Browser) {
    let user = json!({"name": "a b", "display_name": " ", "role": "boss", "unit": null});
    let answer = admin.post("/api/users", user).await;
    well_refused("user", &answer);
    assert_eq!(answer.places(), ["input.invalid@name", "input.missing@display_name", "input.invalid@role"]);
    let user = json!({"name": "chen", "display_name": "陈某", "role": "reporter", "unit": "nobody"});
    assert_eq!(admin.post("/api/users", user).await.places(), ["record.missing@unit"]);
    let user = json!({"name": "chen", "display_name": "陈某", "role": "reporter", "unit": null});
    assert_eq!(admin.post("/api/users", user).await.places(), ["user.unit@unit"]);
    let round = json!({"period": "1999", "title": "", "due": "2026-02-30", "units": ["health", "n n"]});
    let answer = admin.post(&format!("/api/plans/{PLAN}/rounds"), round).await;
    well_refused("round", &answer);
    let wrong = [
        "input.invalid@period",
        "input.missing@title",
        "input.invalid@due",
        "input.invalid@units",
        "round.unit_unconfirmed@units",
    ];
    assert_eq!(answer.places(), wrong);
    assert!(answer.text().contains("未填写"), "{}", answer.text());
    let past = json!({"period": "2025", "title": "年报", "due": "2026-01-01", "units": []});
    let answer = admin.post(&format!("/api/plans/{PLAN}/rounds"), past).await;
    assert_eq!(answer.places(), ["input.invalid@due"], "a day that is over");
    let release = json!({"status": "draft"});
    refuses(admin, "POST", &format!("/api/plans/{PLAN}/releases"), release, 422, "input.invalid").await;
}

async fn cells(reporter: &mut Browser, draft: i64) {
    let path = format!("/api/submissions/{draft}/entries");
    for value in ["1e400", "１２", "1,2,3,4", "NaN", "99999999999999999999999999999999", "'; DROP TABLE entry; --"] {
        let answer = reporter.put(&path, edits(&[("RPOP", value)])).await;
        if answer.status != 200 {
            well_refused(value, &answer);
        }
    }
    let cell = format!("/api/submissions/{draft}/history?cell=NO%5Bsex");
    refuses(reporter, "GET", &cell, json!(null), 422, "entry.cell_unknown").await;
    let acting = json!({"action": "destroy", "reason": null, "seen": 1});
    refuses(reporter, "POST", &format!("/api/submissions/{draft}/actions"), acting, 422, "input.invalid").await;
}
