//! Tables of a plan package.

use heng_base::codes::{FormCode, IndicatorCode, ItemCode, UnitCode};
use heng_base::problem::{Problem, kinds};
use heng_base::text::Text;

use super::catalogue::{name, operator};
use super::table::{Column, Row};
use super::{Files, PlanHead, missing, series, table, unique};
use crate::model::{
    Domain, FormItem, Measure, Objective, Plan, Project, Responsibility, Status, Target, TargetStatus, Unit,
};

const STATUS: &[&str] = &["confirmed", "proposed"];

const DOMAINS: &[Column] = &[("number", true), ("title_zh", true), ("title_en", false)];
const OBJECTIVES: &[Column] =
    &[("number", true), ("domain", true), ("text", true), ("kind", true), ("evidence", false), ("line", false)];
const MEASURES: &[Column] = &[("number", true), ("domain", true), ("title", true), ("text", true), ("line", false)];
const PROJECTS: &[Column] = &[("number", true), ("title", true), ("text", true), ("line", false)];
const TARGETS: &[Column] = &[
    ("id", true),
    ("ref", true),
    ("objective", false),
    ("set", true),
    ("indicator", false),
    ("breakdown", false),
    ("operator", true),
    ("value", false),
    ("unit", false),
    ("year", true),
    ("tolerance", false),
    ("side", false),
    ("standard", false),
    ("status", true),
    ("indicator_status", true),
    ("quote", false),
    ("line", false),
    ("note", false),
];
const UNITS: &[Column] = &[
    ("code", true),
    ("name_zh", true),
    ("name_en", false),
    ("type", true),
    ("status", true),
    ("valid_from", false),
    ("valid_to", false),
    ("successor", false),
    ("note", false),
];
const RESPONSIBILITIES: &[Column] =
    &[("ref", true), ("unit", true), ("role", true), ("status", true), ("ground", true)];
const FORMS: &[Column] = &[
    ("form", true),
    ("unit", true),
    ("section", true),
    ("item", true),
    ("order", true),
    ("breakdowns", false),
    ("required", true),
    ("status", true),
    ("ground", true),
];

pub(super) fn read(head: PlanHead, files: &Files, problems: &mut Vec<Problem>) -> Plan {
    let document = match files.get("document.txt").map(|bytes| String::from_utf8(bytes.clone())) {
        Some(Ok(text)) => text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(),
        Some(Err(_)) => {
            let problem = Problem::new(&kinds::TABLE_UNREADABLE).with("error", "不是 UTF-8").file("document.txt");
            problems.push(problem);
            String::new()
        }
        None => {
            problems.push(missing("document.txt", "规划的正式文本"));
            String::new()
        }
    };
    let mut plan = Plan {
        code: head.code,
        title: Text::new(head.title, head.title_en),
        area: head.area,
        level: head.level,
        start: head.start,
        end: head.end,
        base_year: head.base_year,
        catalogue: head.catalogue,
        catalogue_version: head.catalogue_version,
        nearly_tolerance: head.nearly_tolerance,
        text_whole: head.text_held == "whole",
        text_note: head.text_note,
        document,
        domains: Vec::new(),
        objectives: Vec::new(),
        measures: Vec::new(),
        projects: Vec::new(),
        targets: Vec::new(),
        units: indexmap::IndexMap::new(),
        responsibilities: Vec::new(),
        form_items: Vec::new(),
        series: Vec::new(),
    };
    plan.domains = each(files, "domains.csv", DOMAINS, Some("number"), problems, domain);
    plan.objectives = each(files, "objectives.csv", OBJECTIVES, Some("number"), problems, objective);
    plan.measures = each(files, "measures.csv", MEASURES, Some("number"), problems, measure);
    plan.projects = each(files, "projects.csv", PROJECTS, Some("number"), problems, |row, problems| {
        Some(Project {
            line: row.number("line", problems),
            number: row.text("number").to_owned(),
            title: row.text("title").to_owned(),
            text: row.text("text").to_owned(),
        })
    });
    plan.targets = each(files, "targets.csv", TARGETS, Some("id"), problems, target);
    plan.responsibilities = each(files, "responsibilities.csv", RESPONSIBILITIES, None, problems, responsibility);
    plan.form_items = each(files, "forms.csv", FORMS, None, problems, form_item);
    let units = each(files, "units.csv", UNITS, Some("code"), problems, unit);
    plan.units = units.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
    if let Some(bytes) = files.get("series.csv") {
        plan.series = series::rows("series.csv", bytes, problems).into_iter().map(|(_, row)| row).collect();
    }
    plan
}

/// Reads one table, `key` unique in it, each row by `read`.
fn each<T>(
    files: &Files,
    file: &str,
    columns: &[Column],
    key: Option<&str>,
    problems: &mut Vec<Problem>,
    read: impl Fn(&Row, &mut Vec<Problem>) -> Option<T>,
) -> Vec<T> {
    let rows = table(files, file, columns, true, problems);
    if let Some(key) = key {
        unique(&rows, key, problems);
    }
    rows.iter().filter_map(|row| read(row, problems)).collect()
}

fn domain(row: &Row, problems: &mut Vec<Problem>) -> Option<Domain> {
    let title = Text::new(row.text("title_zh"), row.optional("title_en"));
    Some(Domain { number: row.number("number", problems)?, title })
}

fn objective(row: &Row, problems: &mut Vec<Problem>) -> Option<Objective> {
    let domain = row.number("domain", problems);
    let kind = row.word("kind", &["numeric", "direction", "qualitative"], problems);
    Some(Objective {
        line: row.number("line", problems),
        number: row.text("number").to_owned(),
        domain: domain?,
        text: row.text("text").to_owned(),
        kind: kind?,
        evidence: row.list("evidence"),
    })
}

fn measure(row: &Row, problems: &mut Vec<Problem>) -> Option<Measure> {
    Some(Measure {
        line: row.number("line", problems),
        number: row.text("number").to_owned(),
        domain: row.number("domain", problems)?,
        title: row.text("title").to_owned(),
        text: row.text("text").to_owned(),
    })
}

fn target(row: &Row, problems: &mut Vec<Problem>) -> Option<Target> {
    let set = row.word("set", &["own", "prefecture", "province", "nation"], problems);
    let operator = operator(row, problems);
    let status = row.word("status", &["plan", "direction", "standard", "proposed"], problems);
    let confirmed: Option<Status> = row.word("indicator_status", STATUS, problems);
    let year = row.number("year", problems);
    let value = row.number("value", problems);
    if let (Some(operator), true) = (operator, row.text("value").is_empty())
        && operator.needs_value()
    {
        problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, "value"));
    }
    if status == Some(TargetStatus::Plan) && row.text("quote").is_empty() {
        problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, "quote"));
    }
    Some(Target {
        tolerance: row.number("tolerance", problems),
        side: row.word("side", &["both", "at_least"], problems),
        indicator: row.code("indicator", problems, IndicatorCode::parse),
        breakdown: row.breakdown("breakdown", problems),
        line: row.number("line", problems),
        id: row.text("id").to_owned(),
        reference: row.text("ref").to_owned(),
        objective: row.optional("objective"),
        set: set?,
        operator: operator?,
        value,
        unit: row.optional("unit"),
        year: year?,
        standard: row.optional("standard"),
        status: status?,
        indicator_confirmed: confirmed? == Status::Confirmed,
        quote: row.optional("quote"),
        note: row.optional("note"),
    })
}

fn unit(row: &Row, problems: &mut Vec<Problem>) -> Option<Unit> {
    let status = row.word("status", STATUS, problems);
    Some(Unit {
        valid_from: row.number("valid_from", problems),
        valid_to: row.number("valid_to", problems),
        successor: row.code("successor", problems, UnitCode::parse),
        code: row.code("code", problems, UnitCode::parse)?,
        name: name(row),
        unit_type: row.text("type").to_owned(),
        status: status?,
        note: row.optional("note"),
    })
}

fn responsibility(row: &Row, problems: &mut Vec<Problem>) -> Option<Responsibility> {
    let role = row.word("role", &["lead", "supporting"], problems);
    let status = row.word("status", STATUS, problems);
    Some(Responsibility {
        unit: row.code("unit", problems, UnitCode::parse)?,
        reference: row.text("ref").to_owned(),
        role: role?,
        status: status?,
        ground: row.text("ground").to_owned(),
    })
}

fn form_item(row: &Row, problems: &mut Vec<Problem>) -> Option<FormItem> {
    let unit = row.code("unit", problems, UnitCode::parse);
    let item = row.code("item", problems, ItemCode::parse);
    let order = row.number("order", problems);
    let required = row.truth("required", problems);
    let status = row.word("status", STATUS, problems);
    Some(FormItem {
        form: row.code("form", problems, FormCode::parse)?,
        unit: unit?,
        section: row.text("section").to_owned(),
        item: item?,
        order: order?,
        breakdowns: row.list("breakdowns"),
        required,
        status: status?,
        ground: row.text("ground").to_owned(),
    })
}
