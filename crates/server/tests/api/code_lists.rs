//! Code lists, groups and areas changed in the browser as items and indicators are.

use heng_plan::package;
use heng_server::cases::imports::{self, File};
use heng_store::tables::packages;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::on_each;
use crate::world::{County, PLAN, command, county, person};

async fn propose(who: &mut Browser, changes: Value) -> Answer {
    who.post(&format!("/api/plans/{PLAN}/proposals"), json!({"changes": changes, "reason": "口径调整"})).await
}

fn row(table: &str, replaces: Option<&str>, cells: Value) -> Value {
    json!({"table": table, "replaces": replaces, "cells": cells})
}

fn taken_out(table: &str, cells: Value) -> Value {
    json!({"table": table, "replaces": "", "cells": cells, "removed": true})
}

/// Codes with their place in the tree, and what they group.
async fn tree(who: &mut Browser, table: &str) -> Vec<String> {
    let list = who.get(&format!("/api/plans/{PLAN}/codes/{table}")).await.done();
    let code = |one: &Value| {
        let members: Vec<&str> =
            one["members"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap()).collect();
        format!(
            "{}{}={}",
            ">".repeat(one["level"].as_u64().unwrap() as usize),
            one["code"].as_str().unwrap(),
            members.join("+")
        )
    };
    list["codes"].as_array().unwrap().iter().map(code).collect()
}

#[tokio::test]
async fn lists_are_read_by_whoever_reads_indicators() {
    on_each(async |place| {
        let County { mut reporter, mut admin, .. } = county(place).await;
        let lists = reporter.get(&format!("/api/plans/{PLAN}/codes")).await.done();
        let of = |table: &str| lists.as_array().unwrap().iter().find(|one| one["table"] == table).unwrap().clone();
        assert_eq!(of("codes.age_group")["codes"], 7);
        let sex = of("codes.sex");
        assert!(
            sex["items"].as_u64() > Some(0) && sex["indicators"].as_u64() > Some(0) && sex["forms"].as_u64() > Some(0)
        );
        assert!(of("areas")["codes"].as_u64() > Some(10));
        assert!(tree(&mut reporter, "areas").await.iter().any(|area| area.starts_with(">>")));
        let used = reporter.get(&format!("/api/plans/{PLAN}/codes/codes.sex")).await.done();
        assert_eq!(used["groups"], "codes.sex.groups");
        assert!(used["used_by"].as_array().unwrap().iter().any(|one| one["kind"] == "form"));
        for none in ["codes.nothing", "items", "codes.sex.groups"] {
            reporter.get(&format!("/api/plans/{PLAN}/codes/{none}")).await.refused(404, "record.missing");
        }
        let editor = format!("/api/plans/{PLAN}/catalogue/codes.sex?all=true");
        reporter.get(&editor).await.refused(403, "access.denied");
        let editor = admin.get(&editor).await.done();
        assert_eq!((&editor["key"], editor["rows"].as_array().unwrap().len()), (&json!(["code"]), 3));
        let parent = editor["columns"].as_array().unwrap().iter().find(|one| one["name"] == "parent").unwrap();
        assert_eq!(parent["codes_of"], "codes.sex");
    })
    .await;
}

#[tokio::test]
async fn a_list_with_its_groups_is_proposed_and_approved_by_another() {
    on_each(async |place| {
        let County { mut admin, mut reporter, .. } = county(place).await;
        let mut colleague = person(place, &mut admin, "qian.bureau", "administrator", None).await;
        let (list, groups) = ("codes.age_group", "codes.age_group.groups");
        let changes = json!([
            row(list, Some(""), json!({"code": "Y0T17", "name_zh": "未成年", "name_en": "0-17"})),
            row(list, None, json!({"code": "Y18T44", "name_zh": "18—44岁", "valid_from": "2024"})),
            row(groups, None, json!({"group": "Y18T44", "code": "Y18T34"})),
            row(groups, None, json!({"group": "Y18T44", "code": "Y35T44"})),
        ]);
        propose(&mut reporter, changes.clone()).await.refused(403, "access.denied");
        let made = propose(&mut admin, changes).await.done();
        assert_eq!(made["before"][0]["name_zh"], "0—17岁");
        assert_eq!(made["proposal"]["subjects"][2], "Y18T44 · Y18T34");
        let id = made["proposal"]["id"].as_i64().unwrap();
        let effect = colleague.get(&format!("/api/proposals/{id}/effect")).await.done();
        assert_eq!((&effect["total"], &effect["unfit_plans"]), (&json!(0), &json!([])));
        let decide = json!({"approve": true, "reason": "核过"});
        admin.post(&format!("/api/proposals/{id}/decision"), decide.clone()).await.refused(403, "proposal.own");
        colleague.post(&format!("/api/proposals/{id}/decision"), decide).await.done();
        assert!(tree(&mut reporter, list).await.contains(&"Y18T44=Y18T34+Y35T44".to_owned()));

        let versions = reporter.get(&format!("/api/plans/{PLAN}/catalogue/{list}/versions")).await.done();
        let changed = &versions["versions"][0]["changed"];
        assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
        assert_eq!(
            changed,
            &json!([
                {"row": "Y0T17", "what": "changed", "columns": ["name_zh"]},
                {"row": "Y18T44", "what": "added", "columns": []},
            ])
        );
        let of_groups = admin.get(&format!("/api/plans/{PLAN}/catalogue/{groups}/versions")).await.done();
        assert_eq!(
            (&of_groups["key"], of_groups["versions"][0]["proposal"].as_i64()),
            (&json!(["group", "code"]), Some(id))
        );
        let of_code = admin.get(&format!("/api/plans/{PLAN}/catalogue/{list}/Y18T44/versions")).await.done();
        assert_eq!(of_code["versions"].as_array().unwrap().len(), 1);

        // What nothing uses is taken out again, as a change like others.
        let group = |code: &str| taken_out(groups, json!({"group": "Y18T44", "code": code}));
        let out = json!([group("Y18T34"), group("Y35T44"), taken_out(list, json!({"code": "Y18T44"}))]);
        let removed = propose(&mut admin, out).await.done();
        assert_eq!(removed["changes"][2]["removed"], true);
        assert_eq!(
            (&removed["changes"][2]["cells"]["name_zh"], &removed["before"][2]["code"]),
            (&json!("18—44岁"), &json!("Y18T44"))
        );
        let id = removed["proposal"]["id"].as_i64().unwrap();
        colleague
            .post(&format!("/api/proposals/{id}/decision"), json!({"approve": true, "reason": "核过"}))
            .await
            .done();
        assert!(!tree(&mut reporter, list).await.iter().any(|code| code.starts_with("Y18T44")));
        let versions = reporter.get(&format!("/api/plans/{PLAN}/catalogue/{list}/versions")).await.done();
        assert_eq!(versions["versions"][0]["changed"][0]["what"], "removed");
    })
    .await;
}

/// A list with a title, its rows behind it.
fn new_list(code: &str) -> Value {
    let table = format!("codes.{code}");
    json!([
        row("lists", None, json!({"code": code, "name_zh": "婚姻状况", "name_en": "Marital status"})),
        row(&table, None, json!({"code": "_T", "name_zh": "合计", "name_en": "Total"})),
        row(&table, None, json!({"code": "M", "name_zh": "已婚", "parent": "_T"})),
        row(&table, None, json!({"code": "S", "name_zh": "未婚", "parent": "_T"})),
        row(&format!("{table}.groups"), None, json!({"group": "M", "code": "S"})),
    ])
}

#[tokio::test]
async fn a_new_list_is_in_force_once_another_person_approves() {
    on_each(async |place| {
        let County { mut admin, mut reporter, .. } = county(place).await;
        let mut colleague = person(place, &mut admin, "qian.bureau", "administrator", None).await;
        propose(&mut reporter, new_list("marriage")).await.refused(403, "access.denied");
        let made = propose(&mut admin, new_list("marriage")).await.done();
        assert_eq!(made["proposal"]["subjects"][0], "marriage 婚姻状况");
        let (id, path) = (made["proposal"]["id"].as_i64().unwrap(), format!("/api/plans/{PLAN}/codes/codes.marriage"));
        let twin = propose(&mut admin, new_list("marriage")).await.done()["proposal"]["id"].as_i64().unwrap();
        let effect = colleague.get(&format!("/api/proposals/{id}/effect")).await.done();
        assert_eq!((&effect["total"], &effect["unfit_plans"]), (&json!(0), &json!([])));
        reporter.get(&path).await.refused(404, "record.missing");
        let decide = json!({"approve": true, "reason": "核过"});
        admin.post(&format!("/api/proposals/{id}/decision"), decide.clone()).await.refused(403, "proposal.own");
        colleague.post(&format!("/api/proposals/{id}/decision"), decide.clone()).await.done();
        let list = reporter.get(&path).await.done();
        assert_eq!((&list["name"], &list["name_en"]), (&json!("婚姻状况"), &json!("Marital status")));
        assert_eq!(tree(&mut reporter, "codes.marriage").await, ["_T=", ">M=S", ">S="]);

        // Proposed twice, it is made once.
        let conflicts = colleague.get(&format!("/api/proposals/{twin}")).await.done()["conflicts"].clone();
        assert_eq!(conflicts[0], "datapackage.json marriage");
        let refused = colleague.post(&format!("/api/proposals/{twin}/decision"), decide.clone()).await;
        assert!(refused.codes().iter().all(|code| code == "proposal.conflict"), "{:?}", refused.codes());

        // The catalogue in force is a package without faults that has the list.
        let held = packages::required(&place.store, packages::Kind::Catalogue, "cn-women").await.unwrap();
        let files = held.contents().unwrap();
        let (read, problems) = package::read(&files);
        let read = read.unwrap();
        assert_eq!((problems, package::check(&read, None, &files)), (vec![], vec![]));
        assert!(files.contains_key("codes/marriage.csv") && files.contains_key("codes/marriage.groups.csv"));

        // Items are broken down by it.
        let editor = admin.get(&format!("/api/plans/{PLAN}/catalogue/items?code=RPOP")).await.done();
        assert!(editor["dimensions"].as_array().unwrap().contains(&json!("marriage")));
        let mut cells = editor["rows"][0].clone();
        cells["breakdowns"] = json!(format!("{}|marriage", cells["breakdowns"].as_str().unwrap_or("sex")));
        let replaces = cells["valid_from"].as_str().unwrap_or_default().to_owned();
        let by_it = propose(&mut admin, json!([row("items", Some(&replaces), cells)])).await.done();
        let id = by_it["proposal"]["id"].as_i64().unwrap();
        colleague.post(&format!("/api/proposals/{id}/decision"), decide).await.done();
        assert_eq!(reporter.get(&path).await.done()["used_by"][0]["code"], "RPOP");
    })
    .await;
}

#[tokio::test]
async fn the_faults_of_a_new_list_are_told_at_their_fields() {
    on_each(async |place| {
        let County { mut admin, .. } = county(place).await;
        let mut check = async |changes: Value| {
            let told =
                admin.post(&format!("/api/plans/{PLAN}/catalogue/check"), json!({"changes": changes})).await.done();
            let place = |one: &Value| {
                assert!(
                    one["message"].as_str().is_some_and(|said| !said.is_empty()) && one["message_en"] != "",
                    "{one}"
                );
                one["place"]["field"].as_str().unwrap_or_default().to_owned()
            };
            told["problems"].as_array().unwrap().iter().map(place).collect::<Vec<_>>()
        };
        assert_eq!(check(new_list("marriage")).await, [""; 0]);
        assert_eq!(check(new_list("sex")).await[0], "changes[0].code");
        assert_eq!(check(new_list("Marriage")).await[0], "changes[0].code");
        let half = json!([
            row("lists", None, json!({"code": "marriage"})),
            row("codes.marriage", None, json!({"code": "M", "parent": "X"})),
        ]);
        let told = check(half).await;
        for field in ["changes[0].name_zh", "changes[1].name_zh"] {
            assert!(told.iter().any(|one| one == field), "{field}: {told:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_that_is_used_is_not_taken_out_and_each_use_is_told() {
    on_each(async |place| {
        let County { mut admin, .. } = county(place).await;
        let used = json!([taken_out("codes.sex", json!({"code": "F"}))]);
        let told =
            admin.post(&format!("/api/plans/{PLAN}/catalogue/check"), json!({"changes": used.clone()})).await.done();
        let places: Vec<String> = told["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let (place, said) = (&one["place"], one["message"].as_str().unwrap_or_default());
                assert!(!said.is_empty(), "{one}");
                place["file"].as_str().or(place["field"].as_str()).unwrap_or_default().to_owned()
            })
            .collect();
        for file in ["indicators.csv", "checks.csv"] {
            assert!(places.iter().any(|place| place == file), "{file}: {places:?}");
        }
        assert_eq!(propose(&mut admin, used).await.status, 422);
        // An area of which figures were recorded.
        let area = json!([taken_out("areas", json!({"code": "440783"}))]);
        let refused = propose(&mut admin, area).await;
        assert_eq!(refused.status, 422);
        let told = refused.json()["problems"].as_array().unwrap().clone();
        let used = told.iter().find(|one| one["code"] == "proposal.row_used").unwrap();
        assert_eq!(used["place"]["field"], "changes[0].code", "{used}");
        let of_plan = |one: &Value| one["place"]["file"].as_str().is_some_and(|file| file.starts_with(PLAN));
        assert!(told.iter().any(of_plan), "{told:#?}");
        let strange =
            json!([row("sources", None, json!({"code": "X"})), row("codes.nothing", None, json!({"code": "X"}))]);
        let refused = propose(&mut admin, strange).await;
        assert_eq!((refused.status, refused.codes()), (422, vec!["input.invalid".to_owned(); 2]));
    })
    .await;
}

#[tokio::test]
async fn from_a_year_on_a_code_is_asked_for_no_more() {
    on_each(async |place| {
        let County { mut admin, mut reporter, draft, .. } = county(place).await;
        let mut colleague = person(place, &mut admin, "qian.bureau", "administrator", None).await;
        let ended =
            json!([row("codes.age_group", Some(""), json!({"code": "Y0T17", "name_zh": "0—17岁", "valid_to": "2024"}))]);
        let id = propose(&mut admin, ended).await.done()["proposal"]["id"].as_i64().unwrap();
        colleague
            .post(&format!("/api/proposals/{id}/decision"), json!({"approve": true, "reason": "核过"}))
            .await
            .done();
        let list = reporter.get(&format!("/api/plans/{PLAN}/codes/codes.age_group")).await.done();
        let ended = list["codes"].as_array().unwrap().iter().find(|one| one["code"] == "Y0T17").unwrap().clone();
        assert_eq!((&ended["valid_from"], &ended["valid_to"]), (&Value::Null, &json!("2024")));
        let cell = json!({"cell": "RPOP[age_group=Y0T17]", "value": "1", "missing": null, "note": null, "seen": 0});
        let told = reporter.put(&format!("/api/submissions/{draft}/entries"), json!({"entries": [cell]})).await;
        assert_eq!(told.places(), ["package.code_years@RPOP[age_group=Y0T17]"]);
        let file = File {
            name: "figures.csv".to_owned(),
            bytes:
                b"item,area,period,breakdown,value,unit,source\nMATDEATH,440783,2025,age_group=Y0T17,0,\xe4\xba\xba,NBS\n"
                    .to_vec(),
            source: "x".to_owned(),
            reason: None,
        };
        let refused = imports::figures(&place.app, &command(), Some(PLAN), file).await.unwrap_err();
        assert!(format!("{refused:?}").contains("package.code_years"), "{refused:?}");
    })
    .await;
}
