//! Templates out and back, figures of many units, and the upper level's workbooks, as browsers meet them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use axum::body::Body;
use heng_collection::template::address::Address;
use heng_collection::template::patch::{Numbers, fill};
use heng_collection::template::workbook;
use heng_server::cases::imports;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::{Place, on_each};
use crate::world::{PLAN, command, county, edit, files, open, person, submission};

async fn send(who: &mut Browser, path: &str, bytes: Vec<u8>) -> Answer {
    let headers = [("x-heng", "1"), ("content-type", "application/octet-stream")];
    who.request("POST", path, &headers, Body::from(bytes)).await
}

pub async fn template(who: &mut Browser, id: i64) -> Vec<u8> {
    let answer = who.get(&format!("/api/submissions/{id}/template")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.bytes
}

pub async fn compare(who: &mut Browser, id: i64, bytes: Vec<u8>) -> Answer {
    send(who, &format!("/api/submissions/{id}/template/comparison"), bytes).await
}

/// The template with numbers in the totals of items.
fn with(bytes: &[u8], figures: &[(&str, &str)]) -> Vec<u8> {
    with_at(bytes, "value", figures)
}

/// With numbers in the column of a key.
pub fn with_at(bytes: &[u8], key: &str, figures: &[(&str, &str)]) -> Vec<u8> {
    let book = workbook::read(bytes).unwrap();
    let mut numbers = Numbers::new();
    for (item, value) in figures {
        let (sheet, row) = book
            .sheets
            .iter()
            .filter(|sheet| !sheet.hidden)
            .find_map(|sheet| Some((sheet, sheet.find(item).filter(|at| at.column == 0)?.row)))
            .unwrap();
        let column = sheet.find(key).unwrap().column;
        let value = value.parse().unwrap();
        numbers.entry(sheet.name.clone()).or_default().insert(Address::new(row, column), value);
    }
    fill(bytes, &numbers).unwrap()
}

/// The differences as entries to save.
pub fn entries(view: &Value) -> Value {
    let entry = |d: &Value| {
        let becomes = &d["becomes"];
        json!({"cell": d["cell"], "value": becomes["value"], "missing": becomes["missing"], "note": becomes["note"], "seen": d["seen"]})
    };
    json!({"entries": view["differences"].as_array().unwrap().iter().map(entry).collect::<Vec<_>>()})
}

pub fn cells(view: &Value) -> Vec<String> {
    let told = |d: &Value| format!("{} {}", d["cell"].as_str().unwrap(), d["becomes"]["value"].as_str().unwrap_or("-"));
    view["differences"].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test]
async fn a_template_goes_out_and_comes_back() {
    on_each(async |place| {
        let mut county = county(place).await;
        let reporter = &mut county.reporter;
        let path = format!("/api/submissions/{}/entries", county.draft);
        reporter.put(&path, json!({"entries": [edit("NVIL_N", "1200", 0)]})).await.done();
        let out = template(reporter, county.draft).await;
        let untouched = compare(reporter, county.draft, out.clone()).await.done();
        assert_eq!((cells(&untouched), &untouched["remarks"]), (Vec::new(), &json!([])));
        let back = with(&out, &[("NVIL_N", "1300"), ("RPOP", "400000")]);
        let view = compare(reporter, county.draft, back.clone()).await.done();
        assert_eq!(cells(&view), ["NVIL_N 1300", "RPOP 400000"]);
        assert_eq!(view["differences"][0]["was"]["value"], "1200");
        assert_eq!(view["faulty"], false);
        let held = reporter.get(&format!("/api/submissions/{}", county.draft)).await.done();
        assert_eq!(held["entries"].as_array().unwrap().len(), 1, "nothing is saved by comparing");
        reporter.put(&path, entries(&view)).await.done();
        let again = compare(reporter, county.draft, back).await.done();
        assert_eq!(cells(&again), Vec::<String>::new());
        let audit = county.auditor.get("/api/audit?action=submission.export").await.done();
        assert_eq!(audit["total"], 1);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_saved_meanwhile_is_told_and_not_overwritten() {
    on_each(async |place| {
        let mut county = county(place).await;
        let reporter = &mut county.reporter;
        let path = format!("/api/submissions/{}/entries", county.draft);
        let out = template(reporter, county.draft).await;
        reporter.put(&path, json!({"entries": [edit("NVIL_N", "1250", 0), edit("RPOP", "1", 0)]})).await.done();
        let view = compare(reporter, county.draft, with(&out, &[("NVIL_N", "1300")])).await.done();
        assert_eq!(cells(&view), ["NVIL_N 1300"], "what the file does not touch is left alone");
        let difference = &view["differences"][0];
        assert_eq!((&difference["overtaken"], &difference["was"]["value"]), (&json!(true), &json!("1250")));
        assert_eq!(difference["changed_by"], "用户li.reporter");
        reporter.put(&path, json!({"entries": [edit("NVIL_N", "1260", 1)]})).await.done();
        let stale = reporter.put(&path, entries(&view)).await;
        assert_eq!((stale.status, stale.codes()), (409, vec!["entry.stale".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn faults_are_told_at_once_and_marked_in_a_copy() {
    on_each(async |place| {
        let mut county = county(place).await;
        let reporter = &mut county.reporter;
        let out = template(reporter, county.draft).await;
        let wrong = replaced(&with(&out, &[("NVIL_N", "77777")]), "<v>77777</v>", "<f>1/0</f><v></v>");
        let view = compare(reporter, county.draft, wrong.clone()).await.done();
        assert_eq!(view["faulty"], true);
        assert_eq!(view["remarks"][0]["problem"]["code"], "template.formula_empty");
        assert_eq!(view["remarks"][0]["cell"], "NVIL_N");
        assert!(view["remarks"][0]["problem"]["place"]["sheet"].is_string());
        let marked = send(reporter, &format!("/api/submissions/{}/template/marked", county.draft), wrong).await;
        assert_eq!(marked.status, 200, "{}", marked.text());
        let book = workbook::read(&marked.bytes).unwrap();
        assert_eq!(book.sheets[0].name, "问题清单");
        // The rules of the package look at it before anything is saved, and the copy says what they find.
        let broken = with(&out, &[("NVIL_N", "1200"), ("NVIL_SUP", "1300")]);
        let view = compare(reporter, county.draft, broken.clone()).await.done();
        assert_eq!(view["findings"][0]["check"], "part_of_whole", "{view}");
        let copy = send(reporter, &format!("/api/submissions/{}/template/marked", county.draft), broken).await;
        let told = format!("{:?}", workbook::read(&copy.bytes).unwrap().sheets[0].cells);
        assert!(told.contains(view["findings"][0]["message"].as_str().unwrap()), "{told}");
        // The copy can be put right and uploaded.
        let right = compare(reporter, county.draft, with(&marked.bytes, &[("NVIL_N", "1300")])).await.done();
        assert_eq!((cells(&right), &right["faulty"]), (vec!["NVIL_N 1300".to_owned()], &json!(false)));
    })
    .await;
}

/// A workbook in whose sheets one text stands for another.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        let name = file.name().to_owned();
        let content = std::io::read_to_string(file).unwrap().replace(from, to);
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn only_those_of_the_unit_may_and_only_their_own_template_fits() {
    on_each(async |place| {
        let mut county = county(place).await;
        let out = template(&mut county.reporter, county.draft).await;
        let path = format!("/api/submissions/{}/template", county.draft);
        county.stranger.get(&path).await.refused(403, "access.denied");
        compare(&mut county.stranger, county.draft, out.clone()).await.refused(403, "access.denied");
        compare(&mut county.reviewer, county.draft, out.clone()).await.refused(403, "access.denied");
        Browser::new(&place.router).get(&path).await.refused(401, "access.sign_in");
        assert_eq!(county.reviewer.get(&path).await.status, 200, "who may read it may take it along");
        let other = compare(&mut county.reporter, county.accepted, out.clone()).await;
        other.refused(422, "template.other");
        assert!(other.text().contains("2025年年报更正") && other.text().contains("2025年年报（"), "{}", other.text());
        for (bytes, code) in [
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec(), "workbook.xls"),
            (b"unit,value".to_vec(), "workbook.none"),
            (out[..out.len() / 2].to_vec(), "workbook.broken"),
            (bomb(), "workbook.large"),
        ] {
            compare(&mut county.reporter, county.draft, bytes).await.refused(422, code);
        }
        compare(&mut county.reporter, county.draft, vec![0; 9 << 20]).await.refused(413, "request.too_large");
    })
    .await;
}

/// 64 MB of blanks in a few kilobytes, more than a workbook may hold.
fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    writer.start_file("xl/workbook.xml", options).unwrap();
    writer.write_all(b"<workbook/>").unwrap();
    writer.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        writer.write_all(&blanks).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub async fn bulk(who: &mut Browser, round: i64, name: &str, bytes: &[u8]) -> Answer {
    send(who, &format!("/api/rounds/{round}/import/comparison?name={name}"), bytes.to_vec()).await
}

fn importing(view: &Value) -> Value {
    let unit = |unit: &Value| json!({"submission": unit["submission"], "entries": entries(unit)["entries"]});
    let units: Vec<Value> = view["units"].as_array().unwrap().iter().map(unit).collect();
    json!({"reason": "各单位报来的汇总表", "file_name": "all.csv", "sha256": view["sha256"], "units": units})
}

pub async fn rounds(who: &mut Browser) -> BTreeMap<String, i64> {
    let held = who.get(&format!("/api/plans/{PLAN}/rounds")).await.done();
    let pair = |round: &Value| (round["title"].as_str().unwrap().to_owned(), round["id"].as_i64().unwrap());
    held.as_array().unwrap().iter().map(pair).collect()
}

#[tokio::test]
async fn the_bureau_brings_in_figures_of_many_units() {
    on_each(async |place| {
        let mut county = county(place).await;
        let admin = &mut county.admin;
        let round = rounds(admin).await["2025年年报更正"];
        let good = "unit,period,item,breakdown,value,reason,note\n\
                    water,2025,NVIL_N,,1300,,\n\
                    water,2025,RPOP,,\"400,000\",,年末数\n\
                    water,2025,NVIL_SUP,,,未统计,\n\
                    water,2025,TAP_POP,,,,\n";
        let view = bulk(admin, round, "all.csv", good.as_bytes()).await.done();
        assert_eq!((&view["faulty"], &view["blank"]), (&json!(false), &json!(1)), "{view}");
        assert_eq!(cells(&view["units"][0]), ["NVIL_N 1300", "RPOP 400000", "NVIL_SUP -"]);
        let path = format!("/api/rounds/{round}/import");
        let unsaid = admin
            .post(&path, json!({"reason": " ", "file_name": "all.csv", "sha256": view["sha256"], "units": []}))
            .await;
        unsaid.refused(422, "reason.missing");
        let said = json!({"reason": "汇总", "file_name": "all\ncsv", "sha256": "x", "units": []});
        let answer = admin.post(&path, said).await;
        assert_eq!(answer.places(), ["input.invalid@file_name", "input.invalid@sha256"], "{}", answer.text());
        let long = json!({"reason": "长".repeat(501), "file_name": "all.csv", "sha256": view["sha256"], "units": []});
        admin.post(&path, long).await.refused(422, "reason.long");
        let noted = format!("unit,period,item,value,note\nwater,2025,NVIL_N,1300,{}\n", "长".repeat(501));
        let faulty = bulk(admin, round, "all.csv", noted.as_bytes()).await.done();
        assert_eq!(faulty["remarks"][0]["problem"]["code"], "entry.note_long", "{faulty}");
        let body = importing(&view);
        assert_eq!(admin.post(&path, body.clone()).await.done(), json!({"submissions": 1, "cells": 3}));
        assert_eq!(
            admin.post(&path, body).await.done(),
            json!({"submissions": 0, "cells": 0}),
            "sent again it changes nothing"
        );
        let held = admin.get(&format!("/api/submissions/{}", county.draft)).await.done();
        assert_eq!(held["entries"].as_array().unwrap().len(), 3);
        let audit = county.auditor.get("/api/audit?action=round.import").await.done();
        assert_eq!(audit["total"], 1);
        county.reporter.post(&path, importing(&view)).await.refused(403, "access.denied");
        bulk(&mut county.reporter, round, "all.csv", good.as_bytes()).await.refused(403, "access.denied");
    })
    .await;
}

#[tokio::test]
async fn figures_of_many_units_are_all_written_or_none() {
    on_each(async |place| {
        let mut county = county(place).await;
        let admin = &mut county.admin;
        let towns = ["t440783103", "t440783104"];
        let round = open(admin, "2025年镇街年报", &towns).await;
        let (one, other) = (submission(admin, round, towns[0]).await, submission(admin, round, towns[1]).await);
        let mut clerk = person(place, admin, "ma.clerk", "reporter", Some(towns[1])).await;
        let file = format!("unit,period,item,value\n{},2025,VC,50\n{},2025,VC,40\n", towns[0], towns[1]);
        let view = bulk(admin, round, "all.csv", file.as_bytes()).await.done();
        assert_eq!(view["units"].as_array().unwrap().len(), 2, "{view}");
        let path = format!("/api/rounds/{round}/import");
        let meanwhile = json!({"entries": [edit("VC", "41", 0)]});
        clerk.put(&format!("/api/submissions/{other}/entries"), meanwhile).await.done();
        let stale = admin.post(&path, importing(&view)).await;
        assert_eq!((stale.status, stale.codes()), (409, vec!["entry.stale".to_owned()]));
        let held = admin.get(&format!("/api/submissions/{one}")).await.done();
        assert_eq!(held["entries"], json!([]), "the other town's figure neither");
        let audit = county.auditor.get("/api/audit?action=round.import").await.done();
        assert_eq!(audit["total"], 0);
        let view = bulk(admin, round, "all.csv", file.as_bytes()).await.done();
        assert_eq!(admin.post(&path, importing(&view)).await.done(), json!({"submissions": 2, "cells": 2}));
    })
    .await;
}

#[tokio::test]
async fn figures_come_as_parquet_too() {
    on_each(async |place| {
        let mut county = county(place).await;
        let round = rounds(&mut county.admin).await["2025年年报更正"];
        let bytes = std::fs::read("../../tests/cases/workbooks/figures.parquet").unwrap();
        let view = bulk(&mut county.admin, round, "all.parquet", &bytes).await.done();
        assert_eq!(cells(&view["units"][0]), ["NVIL_N 1300", "RPOP 400000"], "{view}");
        let path = format!("/api/rounds/{round}/import");
        let done = county.admin.post(&path, importing(&view)).await.done();
        assert_eq!(done, json!({"submissions": 1, "cells": 2}));
    })
    .await;
}

#[tokio::test]
async fn all_faults_of_a_file_are_told_by_line() {
    on_each(async |place| {
        let mut county = county(place).await;
        let admin = &mut county.admin;
        let all = rounds(admin).await;
        let bad = "unit,period,item,breakdown,value,reason,note\n\
                   nobody,2025,NVIL_N,,1,,\n\
                   water,2024,NVIL_N,,1,,\n\
                   water,2025,NOTHING,,1,,\n\
                   water,2025,NVIL_N,sex=X,1,,\n\
                   water,2025,NVIL_N,,\"1.300,5\",,\n\
                   water,2025,NVIL_SUP,,很多,,\n\
                   water,2025,RPOP,,1,,\n\
                   water,2025,RPOP,,2,,\n\
                   water,2025,TAP_POP,,,丢了,\n";
        let view = bulk(admin, all["2025年年报更正"], "all.csv", bad.as_bytes()).await.done();
        let told: Vec<String> = view["remarks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|said| format!("{} {}", said["problem"]["place"]["line"], said["problem"]["code"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                "2 import.unit",
                "3 import.period",
                "4 import.item",
                "5 import.cell",
                "6 template.foreign_number",
                "7 import.not_number",
                "9 import.twice",
                "10 entry.reason_unknown"
            ]
        );
        assert_eq!(view["faulty"], true);
        let locked = "unit,period,item,value\nwater,2025,NVIL_N,1\n";
        let view = bulk(admin, all["2025年年报"], "all.csv", locked.as_bytes()).await.done();
        assert_eq!(view["remarks"][0]["problem"]["code"], "import.state", "an accepted form takes nothing in");
        let sample = admin.get(&format!("/api/rounds/{}/import/sample", all["2025年年报更正"])).await;
        let view = bulk(admin, all["2025年年报更正"], "sample.xlsx", &sample.bytes).await.done();
        assert_eq!((&view["units"], &view["faulty"]), (&json!([]), &json!(false)), "{view}");
        assert!(view["blank"].as_u64().unwrap() >= 4);
    })
    .await;
}

/// The county package with a workbook of the upper level, made here.
async fn with_upper(place: &Place) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("汇总").unwrap();
    sheet.write_string(0, 0, "上级要的表").unwrap();
    sheet.write_number(2, 1, 999.0).unwrap();
    sheet.write_formula(4, 1, "=B2+B3").unwrap();
    let mut all = files(PLAN);
    all.insert("upper/report.xlsx".to_owned(), book.save_to_buffer().unwrap());
    let reports = "code,title_zh,title_en,issuer,file\nU1,上级汇总表,,统计局,upper/report.xlsx\n";
    let cells = "report,sheet,cell,item,indicator,breakdown,period_offset,note\n\
                 U1,汇总,B2,NVIL_N,,,,\nU1,汇总,B3,RPOP,,,0,\nU1,汇总,B4,NVIL_N,,,-1,\nU1,汇总,B5,TAP_POP,,,,\nU1,汇总,B6,,V08,,,\n";
    all.insert("upper_reports.csv".to_owned(), reports.as_bytes().to_vec());
    all.insert("upper_cells.csv".to_owned(), cells.as_bytes().to_vec());
    let mut descriptor: Value = serde_json::from_slice(&all["datapackage.json"]).unwrap();
    for path in ["upper_cells.csv", "upper_reports.csv"] {
        let name = path.trim_end_matches(".csv");
        descriptor["resources"].as_array_mut().unwrap().push(json!({"name": name, "path": path, "encoding": "utf-8"}));
    }
    all.insert("datapackage.json".to_owned(), descriptor.to_string().into_bytes());
    imports::package(&place.app, &command(), &all, None).await.unwrap();
}

#[tokio::test]
async fn the_upper_levels_workbook_is_filled() {
    on_each(async |place| {
        let mut county = county(place).await;
        let list = county.admin.get(&format!("/api/plans/{PLAN}/uppers")).await.done();
        assert_eq!(list["reports"], json!([]));
        with_upper(place).await;
        let path = format!("/api/plans/{PLAN}/uppers/U1");
        let view = county.admin.get(&format!("{path}?year=2025")).await.done();
        let told: Vec<String> = view["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| {
                format!(
                    "{} {} {}",
                    cell["place"].as_str().unwrap(),
                    cell["state"].as_str().unwrap(),
                    cell["figure"]["value"].as_str().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            told[..4],
            ["汇总!B2 filled 1200", "汇总!B3 differing 400000", "汇总!B4 empty -", "汇总!B5 blocked 398000"]
        );
        assert!(told[4].starts_with("汇总!B6 filled "), "{}", told[4]);
        let file = county.admin.get(&format!("{path}/file?year=2025")).await;
        let book = workbook::read(&file.bytes).unwrap();
        let at = |cell: &str| book.sheets[0].text(Address::parse(cell).unwrap());
        assert_eq!(at("A1").as_deref(), Some("上级要的表"));
        assert_eq!((at("B2").as_deref(), at("B3").as_deref(), at("B4")), (Some("1200"), Some("400000"), None));
        assert_eq!(book.sheets[0].cells[&Address::parse("B5").unwrap()].formula.as_deref(), Some("B2+B3"));
        county.reporter.get(&format!("{path}?year=2025")).await.refused(403, "access.denied");
        county.admin.get(&format!("/api/plans/{PLAN}/uppers/U2?year=2025")).await.refused(404, "record.missing");
    })
    .await;
}

/// A body of which nothing comes.
struct Never;

impl http_body::Body for Never {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn files_that_do_not_come_hold_up_nobody() {
    on_each(async |place| {
        let mut county = county(place).await;
        let file = template(&mut county.reporter, county.draft).await;
        let path = format!("/api/submissions/{}/template/comparison", county.draft);
        let slow: Vec<_> = (0..4)
            .map(|_| {
                let (mut who, path) = (county.reporter.clone(), path.clone());
                tokio::spawn(async move { who.request("POST", &path, &[("x-heng", "1")], Body::new(Never)).await })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let quick = compare(&mut county.reporter, county.draft, file);
        tokio::time::timeout(std::time::Duration::from_secs(30), quick).await.expect("a turn").done();
        slow.iter().for_each(tokio::task::JoinHandle::abort);
    })
    .await;
}
