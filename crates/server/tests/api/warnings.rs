//! Warnings: found in published and in reported figures, listed by conditions, noted, resolved by a new figure.

use heng_server::cases::{audit, imports};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{NATION, PLAN, UNIT, administrator, command, county, import, nation, person};

async fn listed(who: &mut Browser, plan: &str, query: &str) -> Value {
    who.get(&format!("/api/plans/{plan}/warnings?per_page=500{query}")).await.done()
}

fn rows(page: &Value) -> Vec<Value> {
    page["rows"].as_array().unwrap().clone()
}

async fn figure(place: &Place, line: &str, reason: Option<&str>) {
    let head = "indicator,item,area,period,breakdown,value,unit,obs_status,source,note\n";
    let file = imports::File {
        name: "更正.csv".to_owned(),
        bytes: format!("{head}{line}\n").into_bytes(),
        source: "更正".to_owned(),
        reason: reason.map(str::to_owned),
    };
    imports::figures(&place.app, &command(), Some(NATION), file).await.unwrap();
}

#[tokio::test]
async fn warnings_of_published_figures_are_listed_noted_and_resolved() {
    on_each(async |place| {
        import(place, "catalogue").await;
        nation(place).await;
        let mut admin = administrator(place).await;
        let page = listed(&mut admin, NATION, "").await;
        let all = rows(&page);
        assert!(!all.is_empty() && page["total"] == json!(all.len()));
        let counted: u64 = ["high", "medium", "low"].iter().map(|one| page["counts"][one].as_u64().unwrap()).sum();
        assert_eq!((counted, page["counts"]["unnoted"].as_u64()), (all.len() as u64, Some(all.len() as u64)));
        for row in &all {
            for field in ["kind_name", "kind_name_en", "name", "reason", "reason_en", "since", "raised_at"] {
                assert!(!row[field].as_str().unwrap().is_empty(), "{field} of {row}");
            }
            assert!(row["reason"].as_str().unwrap().chars().any(|letter| letter.is_ascii_digit()), "{row}");
        }
        let events = audit::verify(&place.app, &command()).await.unwrap().events;
        assert_eq!(listed(&mut admin, NATION, "").await["rows"], page["rows"], "nothing happens twice");
        assert_eq!(audit::verify(&place.app, &command()).await.unwrap().events, events);

        conditions(&mut admin, &all).await;
        assert_eq!(rows(&listed(&mut admin, NATION, "&as_of=2020-01-01").await), Vec::<Value>::new());
        admin.get(&format!("/api/plans/{NATION}/warnings?as_of=yesterday")).await.refused(422, "input.invalid");
        noted(&mut admin, all[0]["id"].as_i64().unwrap()).await;
        resolved(place, &mut admin).await;
        assert!(audit::verify(&place.app, &command()).await.unwrap().ok);
    })
    .await;
}

async fn conditions(admin: &mut Browser, all: &[Value]) {
    for (query, field) in [("kind", "kind"), ("severity", "severity"), ("indicator", "indicator")] {
        let wanted = all.iter().find(|row| row[field].is_string()).unwrap()[field].as_str().unwrap().to_owned();
        let found = rows(&listed(admin, NATION, &format!("&{query}={wanted}")).await);
        assert_eq!(found.len(), all.iter().filter(|row| row[field] == json!(wanted)).count(), "{query}");
    }
    let domain = all.iter().find_map(|row| row["domains"][0].as_u64()).unwrap();
    let found = rows(&listed(admin, NATION, &format!("&domain={domain}")).await);
    assert!(!found.is_empty() && found.iter().all(|row| row["domains"].as_array().unwrap().contains(&json!(domain))));
    assert!(rows(&listed(admin, NATION, "&q=没有这样的词").await).is_empty());
    assert!(rows(&listed(admin, NATION, "&state=resolved").await).is_empty());
    let newest = rows(&listed(admin, NATION, "&sort=-since").await);
    assert!(newest.windows(2).all(|pair| pair[0]["since"].as_str() >= pair[1]["since"].as_str()));
    let second = admin.get(&format!("/api/plans/{NATION}/warnings?per_page=1&page=2")).await.done();
    assert_eq!(rows(&second)[0]["id"], all[1]["id"]);
    for (field, value) in
        [("kind", "x"), ("severity", "x"), ("state", "x"), ("sort", "x"), ("noted", "x"), ("page", "0")]
    {
        admin.get(&format!("/api/plans/{NATION}/warnings?{field}={value}")).await.refused(422, "input.invalid");
    }
    let file = admin.get(&format!("/api/plans/{NATION}/warnings.csv")).await;
    assert_eq!(String::from_utf8(file.bytes.to_vec()).unwrap().lines().count(), all.len() + 1);
}

async fn noted(admin: &mut Browser, id: i64) {
    let held = admin.get(&format!("/api/warnings/{id}")).await.done();
    assert_eq!((&held["can"], &held["history"][0]["deed"]), (&json!(["acknowledge"]), &json!("raise")));
    let path = format!("/api/warnings/{id}/notes");
    admin.post(&path, json!({"note": " "})).await.refused(422, "reason.missing");
    let after = admin.post(&path, json!({"note": "已阅，请核实"})).await.done();
    assert_eq!(
        (&after["warning"]["state"], &after["warning"]["note"]["text"]),
        (&json!("raised"), &json!("已阅，请核实"))
    );
    let noted = rows(&listed(admin, NATION, "&noted=yes").await);
    assert_eq!((noted.len(), &noted[0]["id"]), (1, &json!(id)));
    admin.get("/api/warnings/9999").await.refused(404, "record.missing");
}

/// A year without a figure is filled in: its warning is resolved, and stays on record.
async fn resolved(place: &Place, admin: &mut Browser) {
    let missing = rows(&listed(admin, NATION, "&kind=missing").await);
    let gap = missing.iter().find(|row| row["breakdown"] == "" && row["since"] == row["period"]).unwrap();
    let (code, year) = (gap["indicator"].as_str().unwrap(), gap["period"].as_str().unwrap());
    let held = admin.get(&format!("/api/plans/{NATION}/indicators/{code}")).await.done();
    let (unit, id) = (held["unit"].as_str().unwrap(), gap["id"].as_i64().unwrap());
    figure(place, &format!("{code},,000000,{year},,50,{unit},A,S001,"), None).await;
    let page = listed(admin, NATION, "&state=resolved").await;
    assert!(rows(&page).iter().any(|row| row["id"] == json!(id)), "{page}");
    let after = admin.get(&format!("/api/warnings/{id}")).await.done();
    let deeds: Vec<_> = after["history"].as_array().unwrap().iter().map(|event| event["deed"].clone()).collect();
    assert_eq!(deeds.last(), Some(&json!("resolve")));
}

#[tokio::test]
async fn a_unit_sees_warnings_of_its_own_figures_alone() {
    on_each(async |place| {
        let mut county = county(place).await;
        let mut other = person(place, &mut county.admin, "qian.health", "reporter", Some("health")).await;
        let all = rows(&listed(&mut county.admin, PLAN, "").await);
        let of = |unit: &str| {
            let reports = |row: &&Value| row["units"].as_array().unwrap().iter().any(|held| held["code"] == unit);
            all.iter().filter(reports).map(|row| row["id"].clone()).collect::<Vec<_>>()
        };
        for (who, unit) in [(&mut county.reporter, UNIT), (&mut county.reviewer, UNIT), (&mut other, "health")] {
            let seen: Vec<_> = rows(&listed(who, PLAN, "").await).iter().map(|row| row["id"].clone()).collect();
            assert_eq!(seen, of(unit), "{unit}");
            for row in &all {
                let status = who.get(&format!("/api/warnings/{}", row["id"])).await.status;
                assert_eq!(status == 200, seen.contains(&row["id"]));
            }
        }
        let mut guest = Browser::new(&place.router);
        guest.get(&format!("/api/plans/{PLAN}/warnings")).await.refused(401, "access.sign_in");
    })
    .await;
}
