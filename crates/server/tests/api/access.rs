//! Who may do what: every route of the API's description by everybody.

use std::collections::BTreeMap;

use axum::body::Body;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{County, PLAN, UNIT, act, county, edit, person, user};

/// A request that reaches its case. What changes something is asked for in a way that is refused once it is permitted
/// (422, 404 or 409), so that the next one meets the same world.
struct Call {
    name: String,
    method: String,
    path: String,
    body: Value,
}

/// Ids that are there.
struct Ids {
    submission: i64,
    observation: i64,
    user: i64,
}

/// One call a route; one a verb where a route takes verbs. A route that is not described here is called without a body.
fn calls(ids: &Ids) -> Vec<Call> {
    let description = serde_json::to_value(heng_server::openapi()).unwrap();
    let mut calls = Vec::new();
    for (route, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let name = format!("{method} {}", route.trim_start_matches("/api"));
            for (verb, body) in bodies(&name) {
                let name = format!("{name} {verb}").trim_end().to_owned();
                calls.push(Call { name, method: method.clone(), path: filled(&method, route, ids), body });
            }
        }
    }
    calls
}

/// The path with ids that exist, and the query that the route needs.
fn filled(method: &str, route: &str, ids: &Ids) -> String {
    let number = match route {
        "/api/plans/{plan}/domains/{number}" => "7",
        "/api/plans/{plan}/objectives/{number}" | "/api/plans/{plan}/objectives/{number}/ratings" => "7.6",
        _ => "1",
    };
    let id = match route.trim_start_matches("/api/").split('/').next().unwrap() {
        "submissions" => ids.submission,
        "observations" => ids.observation,
        "users" => ids.user,
        _ => 1,
    };
    let query = match route {
        // Of these the other method asks nothing.
        "/api/acceptances" if method != "GET" => String::new(),
        "/api/packages" if method != "POST" => String::new(),
        "/api/submissions" | "/api/tasks" | "/api/acceptances" => format!("?plan={PLAN}"),
        "/api/calendar" => "?from=2026&to=2026".to_owned(),
        "/api/packages" => "?reason=%E4%BF%AE%E8%AE%A2".to_owned(),
        "/api/packages/reading" | "/api/packages/draft" => "?name=plan.txt".to_owned(),
        "/api/rounds/{id}/import/comparison" => "?name=all.csv".to_owned(),
        "/api/submissions/{id}/history" | "/api/submissions/{id}/peers" => "?cell=RPOP".to_owned(),
        "/api/submissions/{id}/sheet/scans" => "?name=a.pdf&code=000000&signer=x".to_owned(),
        "/api/plans/{plan}/units/{unit}/form"
        | "/api/plans/{plan}/units/{unit}/form/file"
        | "/api/plans/{plan}/forms/file" => "?period=2025".to_owned(),
        _ => String::new(),
    };
    let parts = [
        ("{plan}", PLAN),
        ("{number}", number),
        ("{code}", "V08"),
        ("{unit}", UNIT),
        ("{name}", "manifest.json"),
        ("{signature}", "1"),
        ("{report}", "U1"),
        ("{table}", "indicators"),
    ];
    let path = parts.iter().fold(route.to_owned(), |path, (part, value)| path.replace(part, value));
    let path = path.replace("{id}", &id.to_string());
    assert!(!path.contains('{'), "say here what stands for the parameter of {route}");
    path + &query
}

fn bodies(name: &str) -> Vec<(&'static str, Value)> {
    let silent = json!({"reason": ""});
    let body = match name {
        "POST /submissions/{id}/actions" => {
            let verbs = ["submit", "review", "forward", "return", "accept"];
            return verbs.map(|verb| (verb, json!({"action": verb, "reason": "核对", "seen": 999}))).to_vec();
        }
        "PUT /submissions/{id}/entries" => json!({"entries": [edit("NO_SUCH", "1", 0)]}),
        "PUT /submissions/{id}/look" => json!({"seen": ""}),
        "POST /submissions/{id}/questions" => json!({"cell": "NO_SUCH", "text": ""}),
        "POST /questions/{id}/answers" => json!({"text": ""}),
        "POST /submissions/{id}/corrections" => json!({"cells": [], "reason": ""}),
        "POST /corrections/{id}/decision" => json!({"grant": false, "reason": ""}),
        "POST /submissions/{id}/sheet/signatures" => json!({"name": "", "code": "", "sheet": ""}),
        "POST /acceptances" => json!({"submissions": []}),
        "POST /session/factor" => json!({"password": ""}),
        "PUT /session/factor" => json!({"code": ""}),
        "POST /users/{id}/handover" => json!({"successor": null, "new": null, "reason": ""}),
        "PUT /session/password" => json!({"current": "x", "new": "x"}),
        "POST /rounds/{id}/import" => json!({"reason": "", "file_name": "", "sha256": "", "units": []}),
        "POST /plans/{plan}/objectives/{number}/ratings" => json!({"year": 0, "level": "", "evidence": ""}),
        "POST /warnings/{id}/notes" => json!({"note": ""}),
        "POST /users" => json!({"name": "", "display_name": "", "role": "", "unit": null}),
        "POST /plans/{plan}/proposals" => json!({"changes": [], "reason": ""}),
        "POST /plans/{plan}/catalogue/check" => json!({"changes": []}),
        "POST /proposals/{id}/decision" => json!({"approve": false, "reason": ""}),
        "POST /plans/{plan}/releases" => json!({"status": ""}),
        "POST /plans/{plan}/reports" => json!({"kind": "", "year": 2025, "release": null}),
        "POST /rounds/{id}/leaves" => json!({"unit": "", "until": "", "reason": ""}),
        "PUT /rounds/{id}/days" => json!({"due": "", "reason": ""}),
        "POST /rounds/{id}/units" => json!({"units": ["nobody"]}),
        "POST /plans/{plan}/rounds" | "POST /plans/{plan}/rounds/preview" => {
            json!({"period": "", "title": "", "due": "", "units": []})
        }
        "PATCH /views/{id}" => json!({"title": ""}),
        _ => silent,
    };
    vec![("", body)]
}

/// A county with a release, a report, and somebody who has not chosen a password yet.
async fn prepared(place: &Place) -> (County, Ids) {
    let mut county = county(place).await;
    let release = format!("/api/plans/{PLAN}/releases");
    county.admin.post(&release, json!({"status": "preliminary"})).await.done();
    let writing = json!({"kind": "annual", "year": 2025, "release": null});
    county.admin.post(&format!("/api/plans/{PLAN}/reports"), writing).await.done();
    let user = user(&mut county.admin, "sun", "reporter", Some(UNIT)).await["user"]["id"].as_i64().unwrap();
    let ids = Ids { submission: county.draft, observation: county.observation, user };
    (county, ids)
}

/// The status of a call; signing out is tried with a session of its own.
async fn status(who: &Browser, call: &Call) -> u16 {
    let mut who = who.clone();
    let mut body = Some(call.body.clone()).filter(|_| call.method != "GET");
    match call.name.as_str() {
        "DELETE /session" => who.cookie = None,
        // A name a person, lest their failures add up and lock it.
        "POST /session" => body = Some(json!({"name": format!("nobody {:?}", who.cookie), "password": "x"})),
        _ => {}
    }
    let answer = who.send(&call.method, &call.path, body).await;
    assert!(answer.status < 500, "{}: {}", call.name, answer.text());
    answer.status
}

#[tokio::test]
async fn who_may_do_what() {
    on_each(async |place| {
        let (county, ids) = prepared(place).await;
        every_route_by_everybody(place, &county, &ids).await;
        nothing_is_changed_by_another_sites_page(&county, &ids).await;
        a_password_that_was_shown_opens_nothing_but_its_change(place, &county, &ids).await;
        lists_hold_what_can_be_opened(&county).await;
        a_submission_says_what_may_be_done_with_it(place, &county).await;
    })
    .await;
}

async fn every_route_by_everybody(place: &Place, county: &County, ids: &Ids) {
    let guest = Browser::new(&place.router);
    let group = person(place, &mut county.admin.clone(), "qian.group", "evaluator", None).await;
    let people = [&guest, &county.stranger, &county.reporter, &county.reviewer, &group, &county.auditor, &county.admin];
    let mut table = format!("{:<52} guest other report review group audit admin\n", "");
    for call in calls(ids) {
        table.push_str(&format!("{:<52}", call.name));
        for (who, width) in people.iter().zip([6, 6, 7, 7, 6, 6, 6]) {
            table.push_str(&format!("{:>width$}", status(who, &call).await));
        }
        table.push('\n');
    }
    insta::assert_snapshot!("access", table);
}

async fn nothing_is_changed_by_another_sites_page(county: &County, ids: &Ids) {
    for call in calls(ids).into_iter().filter(|call| call.method != "GET") {
        let mut who = county.admin.clone();
        let headers = [("content-type", "application/json")];
        let answer = who.request(&call.method, &call.path, &headers, Body::from(call.body.to_string())).await;
        answer.refused(403, "access.origin");
    }
    assert!(county.admin.clone().user().await.is_some());
}

async fn a_password_that_was_shown_opens_nothing_but_its_change(place: &Place, county: &County, ids: &Ids) {
    let shown = user(&mut county.admin.clone(), "zhou", "administrator", None).await["password"].clone();
    let mut fresh = Browser::new(&place.router);
    fresh.sign_in("zhou", shown.as_str().unwrap()).await.done();
    for call in calls(ids).into_iter().filter(|call| !call.path.starts_with("/api/session")) {
        let body = Some(call.body).filter(|_| call.method != "GET");
        let answer = fresh.send(&call.method, &call.path, body).await;
        assert_eq!(answer.status, 403, "{}: {}", call.name, answer.text());
        answer.refused(403, "access.password_change");
    }
    let session = fresh.get("/api/session").await.done();
    assert_eq!((&session["must_change_password"], &session["can"]), (&json!(true), &json!([])));
}

/// A list holds exactly what could be opened one by one.
async fn lists_hold_what_can_be_opened(county: &County) {
    let mut told = BTreeMap::new();
    let people = [
        ("stranger", &county.stranger),
        ("reporter", &county.reporter),
        ("reviewer", &county.reviewer),
        ("auditor", &county.auditor),
        ("administrator", &county.admin),
    ];
    for (name, who) in people {
        let mut who = who.clone();
        let listed = ids(&who.get(&format!("/api/submissions?plan={PLAN}")).await.done());
        let opened = openable(&mut who, "submissions").await;
        assert_eq!(listed, opened, "submissions of the {name}");
        let rounds = who.get(&format!("/api/plans/{PLAN}/rounds")).await;
        let mut listed = if rounds.status == 200 { ids(&rounds.json()) } else { Vec::new() };
        listed.sort_unstable();
        assert_eq!(listed, openable(&mut who, "rounds").await, "rounds of the {name}");
        told.insert(name, opened);
    }
    assert_eq!(told["administrator"].len(), 3);
    assert_eq!(told["reporter"], [county.accepted, county.draft]);
    assert_eq!(told["stranger"].len(), 1);
}

fn ids(rows: &Value) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

async fn openable(who: &mut Browser, noun: &str) -> Vec<i64> {
    let mut opened = Vec::new();
    for id in 1..10 {
        if who.get(&format!("/api/{noun}/{id}")).await.status == 200 {
            opened.push(id);
        }
    }
    opened
}

/// What somebody may do with a submission is said beside it, and is what is then allowed.
async fn a_submission_says_what_may_be_done_with_it(place: &Place, county: &County) {
    let path = format!("/api/submissions/{}", county.draft);
    let can = async |who: &Browser| who.clone().get(&path).await.done()["submission"]["can"].clone();
    assert_eq!(can(&county.reporter).await, json!(["save", "submit"]));
    assert_eq!(can(&county.reviewer).await, json!([]));
    assert_eq!(can(&county.admin).await, json!([]));
    act(&mut county.reviewer.clone(), county.draft, "submit", None).await.refused(403, "access.denied");
    let mut guest = Browser::new(&place.router);
    assert_eq!(guest.get("/api/session").await.done()["can"], json!([]));
}

/// A leader reads what is known and said of a plan; forms, rounds, users and the audit are not theirs, nor is any change.
#[tokio::test]
async fn a_leader_reads_and_changes_nothing() {
    on_each(async |place| {
        let mut county = county(place).await;
        let mut leader = person(place, &mut county.admin, "tang.leader", "leader", None).await;
        for page in ["", "/domains/1", "/indicators", "/data", "/warnings", "/units", "/releases", "/reports"] {
            leader.get(&format!("/api/plans/{PLAN}{page}")).await.done();
        }
        leader.get(&format!("/api/observations/{}", county.observation)).await.done();
        let refused = [
            "/api/audit".to_owned(),
            "/api/users".to_owned(),
            format!("/api/plans/{PLAN}/rounds"),
            "/api/proposals".to_owned(),
        ];
        for page in refused {
            leader.get(&page).await.refused(403, "access.denied");
        }
        assert_eq!(ids(&leader.get(&format!("/api/submissions?plan={PLAN}")).await.done()), Vec::<i64>::new());
        assert_ne!(leader.get(&format!("/api/submissions/{}", county.accepted)).await.status, 200);
        leader
            .post(&format!("/api/plans/{PLAN}/releases"), json!({"status": "preliminary"}))
            .await
            .refused(403, "access.denied");
    })
    .await;
}
