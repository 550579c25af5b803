//! Forms as they are shown and printed: head, foot, and Word files of one unit and of the whole plan.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::flow::word_text;
use crate::place::on_each;
use crate::world::{NATION, PLAN, UNIT, administrator, import};

#[tokio::test]
async fn a_form_has_its_head_and_is_printed() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        import(place, NATION).await;
        let mut admin = administrator(place).await;
        headed(&mut admin).await;
        one(&mut admin).await;
        all(&mut admin).await;
        refused(&mut admin).await;
    })
    .await;
}

/// What the office has not said is null, never made up.
async fn headed(admin: &mut Browser) {
    let form = admin.get(&format!("/api/plans/{PLAN}/units/{UNIT}/form?period=2025")).await.done();
    let head = &form["heads"][0];
    assert_eq!(
        (&head["form"], &head["number"], &head["proposed"]),
        (&json!("F-water"), &json!("妇规124表"), &json!(true))
    );
    assert_eq!((&head["title"], &head["frequency"]), (&json!("妇女发展规划监测统计年报表(市水利局)"), &json!("year")));
    for unsaid in ["issuer", "approver", "approval", "valid_until", "due"] {
        assert_eq!(head[unsaid], Value::Null, "{unsaid}");
    }
    assert_eq!(head["instructions"][0], "本表由市水利局填报。");
    let sections = form["sections"].as_array().unwrap();
    assert!(sections.iter().all(|section| section["form"] == "F-water"));
}

async fn word(admin: &mut Browser, path: &str, name: &str) -> String {
    let file = admin.get(path).await;
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.headers["content-disposition"].to_str().unwrap(), format!("attachment; filename=\"{name}\""));
    assert!(file.headers["content-type"].to_str().unwrap().ends_with("wordprocessingml.document"));
    let again = admin.get(path).await;
    assert_eq!(again.bytes, file.bytes, "the same form gives the same file");
    word_text(&file.bytes)
}

async fn one(admin: &mut Browser) {
    let path = format!("/api/plans/{PLAN}/units/{UNIT}/form/file?period=2025");
    let text = word(admin, &path, &format!("{PLAN}-{UNIT}-2025.docx")).await;
    for part in [
        "妇女发展规划监测统计年报表（市水利局）",
        "妇规124表（拟定）",
        "制定机关：____",
        "批准（备案）文号：____",
        "有效期至：____",
        "填报单位（盖章）：市水利局",
        "实现集中供水的自然村数*个",
        "单位负责人：统计负责人：填表人：",
        "签字：____",
        "联系电话：报出日期：20",
        "1.本表由市水利局填报。",
        "表头画线处待制定机关填写。",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

/// The list names every form of the plan, each form stands in the file once, and the towns' is nobody's in particular.
async fn all(admin: &mut Browser) {
    let path = format!("/api/plans/{PLAN}/forms/file?period=2025");
    let text = word(admin, &path, &format!("{PLAN}-forms-2025.docx")).await;
    let (list, sheets) = text.split_once("表号为拟定").unwrap();
    let rows = list.lines().filter(|line| line.starts_with("妇规")).count();
    let titles = sheets.lines().filter(|line| line.starts_with("妇女发展规划监测统计年报表")).count();
    assert_eq!((rows, titles), (30, 30));
    assert!(list.contains("三埠街道等15个单位35"), "{list}");
    assert!(sheets.contains("填报单位（盖章）：____") && !sheets.contains("填报单位（盖章）：三埠街道"));
}

async fn refused(admin: &mut Browser) {
    let file = |plan: &str, rest: &str| format!("/api/plans/{plan}/{rest}");
    admin.get(&file(NATION, "forms/file?period=2020")).await.refused(404, "record.missing");
    admin.get(&file(PLAN, "units/nobody/form/file?period=2025")).await.refused(404, "record.missing");
    admin.get(&file(PLAN, "units/water/form/file?period=2025-01")).await.refused(404, "record.missing");
    admin.get(&file(PLAN, "forms/file?period=yesterday")).await.refused(422, "table.not_period");
}
