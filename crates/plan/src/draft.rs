//! A plan package begun from a document: what the text says is filled in, what people decide is left empty.

use serde_json::{Value, json};

use crate::model::Operator;
use crate::read::{NoticeCode, ReadPlan, ReadTarget};

const UNITS: &[&str] =
    &["code", "name_zh", "name_en", "type", "area", "status", "valid_from", "valid_to", "successor", "note"];
const FORMS: &[&str] =
    &["form", "unit", "unit_type", "section", "item", "order", "breakdowns", "required", "status", "ground"];

/// The files of a package as name and content, in the format of `docs/package-format.md`.
///
/// Indicators stay empty, with the noun phrase of the text in `note`; targets of measures and projects name no
/// objective: both are linked by a person. Ids of targets are the number of their place and a letter, in the
/// order of the text.
pub fn draft(read: &ReadPlan) -> Vec<(String, String)> {
    let empty = |name, columns| Table { name, columns, rows: Vec::new() };
    let tables = [
        domains(read),
        objectives(read),
        measures(read),
        projects(read),
        targets(read),
        // Of these the text says nothing; people fill them in.
        empty("units", UNITS),
        empty("responsibilities", &["ref", "unit", "role", "status", "ground"]),
        empty("forms", FORMS),
    ];
    let mut files = vec![
        ("datapackage.json".to_owned(), datapackage(read, &tables)),
        ("document.txt".to_owned(), read.document.text()),
    ];
    files.extend(tables.into_iter().map(|table| (format!("{}.csv", table.name), table.csv())));
    files
}

/// A CSV table: columns, then rows of as many cells.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    /// UTF-8 with byte-order mark, so that Excel reads the Chinese.
    fn csv(&self) -> String {
        let mut text = String::from('\u{feff}');
        let header = self.columns.iter().map(|column| (*column).to_owned()).collect();
        for row in [&header].into_iter().chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn line(read: &ReadPlan, input_line: usize) -> String {
    read.document.line_of(input_line).map_or_else(String::new, |line| line.to_string())
}

fn domains(read: &ReadPlan) -> Table {
    let rows = read.domains.iter().map(|domain| vec![domain.number.clone(), domain.title.clone(), String::new()]);
    Table { name: "domains", columns: &["number", "title_zh", "title_en"], rows: rows.collect() }
}

fn objectives(read: &ReadPlan) -> Table {
    let mut rows = Vec::new();
    for domain in &read.domains {
        for objective in &domain.objectives {
            rows.push(vec![
                objective.number.clone(),
                domain.number.clone(),
                objective.text.clone(),
                objective_kind(&objective.targets).to_owned(),
                String::new(),
                line(read, objective.line),
            ]);
        }
    }
    Table { name: "objectives", columns: &["number", "domain", "text", "kind", "evidence", "line"], rows }
}

/// Numeric with a figure or a standard to reach, direction with nothing but a direction, else qualitative.
fn objective_kind(targets: &[ReadTarget]) -> &'static str {
    if targets.iter().any(|target| !target.operator.is_direction()) {
        "numeric"
    } else if targets.is_empty() {
        "qualitative"
    } else {
        "direction"
    }
}

fn measures(read: &ReadPlan) -> Table {
    let mut rows = Vec::new();
    for domain in &read.domains {
        for measure in &domain.measures {
            let (title, text) = (measure.title.clone(), measure.text.clone());
            rows.push(vec![measure.number.clone(), domain.number.clone(), title, text, line(read, measure.line)]);
        }
    }
    Table { name: "measures", columns: &["number", "domain", "title", "text", "line"], rows }
}

fn projects(read: &ReadPlan) -> Table {
    let row = |project: &crate::read::ReadProject| {
        vec![project.number.clone(), project.title.clone(), project.text.clone(), line(read, project.line)]
    };
    let rows = read.projects.iter().map(row).collect();
    Table { name: "projects", columns: &["number", "title", "text", "line"], rows }
}

const TARGET_COLUMNS: &[&str] = &[
    "id",
    "ref",
    "objective",
    "set",
    "indicator",
    "breakdown",
    "operator",
    "value",
    "unit",
    "year",
    "tolerance",
    "side",
    "standard",
    "status",
    "indicator_status",
    "quote",
    "line",
    "note",
];

fn targets(read: &ReadPlan) -> Table {
    let mut rows = Vec::new();
    for domain in &read.domains {
        for objective in &domain.objectives {
            rows.extend(target_rows(read, &objective.number, &objective.number, &objective.targets));
        }
        for measure in &domain.measures {
            rows.extend(target_rows(read, &measure.number, "", &measure.targets));
        }
    }
    for project in &read.projects {
        rows.extend(target_rows(read, &project.number, "", &project.targets));
    }
    Table { name: "targets", columns: TARGET_COLUMNS, rows }
}

fn target_rows(read: &ReadPlan, reference: &str, objective: &str, targets: &[ReadTarget]) -> Vec<Vec<String>> {
    let row = |(index, target): (usize, &ReadTarget)| {
        // The row of the catalogue's standards says how to compare with it; the words lead there.
        let operator = if target.standard.is_some() { Operator::Standard } else { target.operator };
        let status = match operator {
            Operator::Standard => "standard",
            operator if operator.is_direction() && target.value.is_none() => "direction",
            _ => "plan",
        };
        let text = |cell: &str| cell.to_owned();
        let absent = String::new;
        vec![
            format!("{reference}-{}", letters(index)),
            text(reference),
            text(objective),
            text("own"),
            absent(),
            absent(),
            text(operator.as_str()),
            target.value.map_or_else(absent, |value| value.to_string()),
            target.unit.clone().unwrap_or_default(),
            target.year.map_or_else(absent, |year| year.to_string()),
            absent(),
            absent(),
            absent(),
            text(status),
            text("proposed"),
            target.quote.clone(),
            line(read, target.line),
            target.indicator.clone().unwrap_or_default(),
        ]
    };
    targets.iter().enumerate().map(row).collect()
}

/// a … z, aa, ab …
fn letters(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

fn datapackage(read: &ReadPlan, tables: &[Table]) -> String {
    let gaps: Vec<String> = read
        .notices
        .iter()
        .filter(|notice| matches!(notice.code, NoticeCode::Gap | NoticeCode::TitleCut))
        .filter_map(|notice| notice.line.map(|number| format!("{}（原文第{number}行）", notice.message)))
        .collect();
    let part = read.notices.iter().any(|notice| notice.code == NoticeCode::Gap);
    let mut heng = json!({
        "kind": "plan",
        "code": "",
        "title": read.title.clone().unwrap_or_default(),
        "area": "",
        "level": level(read.area.as_deref()),
        "catalogue": "",
        "catalogue_version": "",
        "text_held": if part { "part" } else { "whole" },
        "text_note": gaps.join("；"),
    });
    if let (Some(period), Some(fields)) = (read.period, heng.as_object_mut()) {
        fields.insert("start".to_owned(), json!(period.start));
        fields.insert("end".to_owned(), json!(period.end));
        fields.insert("base_year".to_owned(), json!(period.start.saturating_sub(1)));
    }
    let package = json!({
        "name": "plan-draft",
        "title": read.title.clone().unwrap_or_default(),
        "profile": "data-package",
        "resources": tables.iter().map(resource).collect::<Vec<Value>>(),
        "heng": heng,
    });
    format!("{package:#}\n")
}

fn resource(table: &Table) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|name| json!({"name": name, "type": "string"})).collect();
    json!({
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    })
}

/// The level that the last character of the area's name tells; 市 may be a prefecture or a county, so nothing.
fn level(area: Option<&str>) -> &'static str {
    match area {
        Some("中国" | "全国") => "nation",
        Some(name) if name.ends_with('省') || name.ends_with("自治区") => "province",
        Some(name) if name.ends_with(['州', '盟']) || name.ends_with("地区") => "prefecture",
        Some(name) if name.ends_with(['县', '旗', '区']) => "county",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_plan;

    const TEXT: &str = "甲县妇女发展规划(2021—2030年)\n一、领域\n(一)妇女与健康\n主要目标:\n1.筛查率达到70%以上,治疗率提高。\n\
                        2.关爱,\"老人\"。\n策略措施:\n1.加强工作。治疗率达到90%。\n三、重点工程\n(一)健康工程。治疗率达到95%。\n原文链接:http://example.org\n";

    fn file(name: &str) -> String {
        draft(&read_plan(TEXT)).into_iter().find(|(file, _)| file == name).map(|(_, text)| text).unwrap_or_default()
    }

    #[test]
    fn targets_have_ids_in_the_order_of_the_text() {
        let text = file("targets.csv");
        let ids: Vec<&str> = text.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        assert_eq!(
            ids,
            ["1.2-a", "1.2-b"]
                .map(|id| id.replace("1.2", "1.1"))
                .iter()
                .map(String::as_str)
                .chain(["1.M1-a", "P1-a"])
                .collect::<Vec<_>>()
        );
        assert!(text.contains("1.M1-a,1.M1,,own,,,>=,90,%,2030,,,,plan,proposed,治疗率达到90%,8,治疗率"), "{text}");
        assert!(text.contains("1.1-b,1.1,1.1,own,,,up,,,2030,,,,direction,proposed,治疗率提高,5,治疗率"), "{text}");
    }

    #[test]
    fn tables_are_for_excel_and_the_document_is_clean() {
        assert!(file("objectives.csv").starts_with('\u{feff}'));
        assert!(file("objectives.csv").contains("1.2,1,\"关爱,\"\"老人\"\"。\",qualitative,,6"));
        assert!(file("document.txt").starts_with("甲县") && !file("document.txt").contains("原文链接"));
    }

    #[test]
    fn the_package_says_what_is_known_of_the_plan() {
        let package: Value = serde_json::from_str(&file("datapackage.json")).expect("valid JSON");
        assert_eq!(package["heng"]["level"], "county");
        assert_eq!((&package["heng"]["start"], &package["heng"]["end"]), (&json!(2021), &json!(2030)));
        assert_eq!(package["resources"].as_array().map(Vec::len), Some(8));
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letters), ["a", "z", "aa", "ab", "ba"]);
    }
}
