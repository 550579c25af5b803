//! Templates of years side by side, and of forms of which a correction has opened some cells.

use heng_collection::template::address::Address;
use heng_collection::template::workbook::{self, Workbook};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::templates::{bulk, cells, compare, entries, rounds, template, with_at};
use crate::world::{DUE, PLAN, UNIT, county, submission};

/// A round on 2022 to 2024; its id and that of its submission.
pub async fn years(admin: &mut Browser, more: Value) -> (i64, i64) {
    let mut body = json!({"period": "2024", "since": "2022", "title": "历史数据补录", "due": DUE, "units": [UNIT]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let opened = admin.post(&format!("/api/plans/{PLAN}/rounds"), body).await.done();
    let round = opened["id"].as_i64().unwrap();
    (round, submission(admin, round, UNIT).await)
}

fn texts(book: &Workbook) -> Vec<String> {
    book.sheets.iter().flat_map(|sheet| sheet.cells.keys().filter_map(|at| sheet.text(*at))).collect()
}

#[tokio::test]
async fn years_side_by_side_go_out_and_come_back() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (round, id) = years(&mut county.admin, json!({})).await;
        let reporter = &mut county.reporter;
        let out = template(reporter, id).await;
        let said = texts(&workbook::read(&out).unwrap());
        for text in ["2022年 合计", "2023年 合计", "2024年 合计", "缺数原因：2023年 合计", "已有数：2022年 合计"]
        {
            assert!(said.iter().any(|one| one == text), "{text}");
        }
        assert!(said.iter().any(|one| one.contains("填报期：2022—2024年")));
        let back = with_at(&with_at(&out, "value@2023", &[("NVIL_N", "1200")]), "value", &[("NVIL_N", "1300")]);
        let view = compare(reporter, id, back).await.done();
        assert_eq!(cells(&view), ["NVIL_N@2023 1200", "NVIL_N 1300"]);
        let told: Vec<_> = view["differences"].as_array().unwrap().iter().map(|one| &one["period"]).collect();
        assert_eq!(told, [&json!("2023"), &json!("2024")]);
        let saved = reporter.put(&format!("/api/submissions/{id}/entries"), entries(&view)).await;
        saved.done();
        // A number on its way to no cell is told; of a cell with a fault the name says the year.
        let book = workbook::read(&out).unwrap();
        let sheet = book.sheets.iter().find(|sheet| sheet.find("value@2022").is_some()).unwrap();
        let (row, column) = (sheet.find("RPOP").unwrap().row, sheet.find("value@2022").unwrap().column);
        let stray = Address::new(row + 40, column);
        let numbers = [(sheet.name.clone(), [(stray, 1234.into())].into())].into();
        let odd = heng_collection::template::patch::fill(&out, &numbers).unwrap();
        let view = compare(reporter, id, odd).await.done();
        assert_eq!(
            (&view["faulty"], &view["remarks"][0]["problem"]["code"]),
            (&json!(false), &json!("template.stray"))
        );
        assert_eq!(view["remarks"][0]["problem"]["place"]["cell"], json!(stray.to_string()));
        let named = reporter.get(&format!("/api/submissions/{id}/template")).await;
        let name = named.headers["content-disposition"].to_str().unwrap();
        assert!(name.contains("2022%E2%80%942024"), "{name}");
        bulk(&mut county.admin, round, "all.xlsx", &out).await.refused(422, "import.template");
        let file = "unit,period,item,value\nwater,2022,RPOP,\"400,000\"\n";
        let view = bulk(&mut county.admin, round, "all.csv", file.as_bytes()).await.done();
        assert_eq!(view["units"][0]["differences"][0]["period"], json!("2022"));
        assert_eq!(view["remarks"][0]["name"], json!("农村供水范围总人口·2022年 合计"));
    })
    .await;
}

#[tokio::test]
async fn of_a_correction_only_what_was_opened_can_be_taken() {
    on_each(async |place| {
        let mut county = county(place).await;
        let id = county.accepted;
        let asked = json!({"cells": ["TAP_POP"], "reason": "漏计两个镇"});
        let told = county.reporter.post(&format!("/api/submissions/{id}/corrections"), asked).await.done();
        let decide = format!("/api/corrections/{}/decision", told["corrections"][0]["id"]);
        county.admin.post(&decide, json!({"grant": true, "reason": "同意"})).await.done();
        let reporter = &mut county.reporter;
        let out = template(reporter, id).await;
        let said = texts(&workbook::read(&out).unwrap());
        assert!(said.iter().any(|one| one.contains("只能改准许更正的格子")));
        let back = with_at(&out, "value", &[("TAP_POP", "399000"), ("RPOP", "401000")]);
        let view = compare(reporter, id, back).await.done();
        assert_eq!(cells(&view), ["TAP_POP 399000"]);
        let said = &view["remarks"][0];
        assert_eq!(
            (&said["problem"]["code"], &said["cell"], &said["name"], &view["faulty"]),
            (&json!("entry.locked"), &json!("RPOP"), &json!("农村供水范围总人口·合计"), &json!(false))
        );
        assert_eq!(view["same"], json!(2));
        let round = rounds(&mut county.admin).await["2025年年报"];
        let file = "unit,period,item,value\nwater,2025,TAP_POP,399000\nwater,2025,RPOP,401000\n";
        let many = bulk(&mut county.admin, round, "all.csv", file.as_bytes()).await.done();
        assert_eq!(cells(&many["units"][0]), ["TAP_POP 399000"], "{many}");
        assert_eq!((&many["remarks"][0]["problem"]["code"], &many["faulty"]), (&json!("entry.locked"), &json!(false)));
        reporter.put(&format!("/api/submissions/{id}/entries"), entries(&view)).await.done();
        let draft = template(reporter, county.draft).await;
        let view = compare(reporter, county.draft, with_at(&draft, "value", &[("RPOP", "1")])).await.done();
        assert_eq!((cells(&view), &view["differences"][0]["period"]), (vec!["RPOP 1".to_owned()], &Value::Null));
    })
    .await;
}
