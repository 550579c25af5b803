//! `datapackage.json`: what the package is, and the list of its files.

use std::collections::BTreeMap;

use heng_base::codes::{AreaCode, BadCode, PlanCode};
use heng_base::problem::{Problem, kinds};
use heng_base::text::Text;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{Files, document, row};
use crate::model::{BeforeTargetYear, Intervals, Level, ProportionInterval, RateInterval};

pub(super) const FILE: &str = "datapackage.json";

const LEVELS: &[(&str, Level)] = &[
    ("nation", Level::Nation),
    ("province", Level::Province),
    ("prefecture", Level::Prefecture),
    ("county", Level::County),
];

const BEFORE_TARGET_YEAR: &[(&str, BeforeTargetYear)] = &[
    ("growth_ratio", BeforeTargetYear::GrowthRatio),
    ("progress_chart", BeforeTargetYear::ProgressChart),
    ("likelihood", BeforeTargetYear::Likelihood),
    ("threshold", BeforeTargetYear::Threshold),
];

const RATE_INTERVALS: &[(&str, RateInterval)] = &[("garwood", RateInterval::Garwood), ("mid_p", RateInterval::MidP)];

const PROPORTION_INTERVALS: &[(&str, ProportionInterval)] =
    &[("wilson", ProportionInterval::Wilson), ("clopper_pearson", ProportionInterval::ClopperPearson)];

/// The object `heng`. A field that is missing or cannot be read is `None`, and was reported.
pub(super) enum Head {
    Catalogue(CatalogueHead),
    Plan(PlanHead),
}

pub(super) struct CatalogueHead {
    pub code: Option<String>,
    pub version: Option<String>,
    /// Titles of code lists, by list.
    pub list_names: BTreeMap<String, Text>,
}

pub(super) struct PlanHead {
    pub code: Option<PlanCode>,
    pub title: Option<String>,
    pub title_en: Option<String>,
    pub area: Option<AreaCode>,
    pub level: Option<Level>,
    pub start: Option<i32>,
    pub end: Option<i32>,
    pub base_year: Option<i32>,
    pub catalogue: Option<String>,
    pub catalogue_version: Option<String>,
    pub nearly_tolerance: Option<Decimal>,
    pub before_target_year: Option<BeforeTargetYear>,
    pub intervals: Option<Intervals>,
    pub text_whole: Option<bool>,
    pub text_note: Option<String>,
}

pub(super) const CATALOGUE_FILES: &[&str] = &[
    "items.csv",
    "indicators.csv",
    "areas.csv",
    "sources.csv",
    "references.csv",
    "standards.csv",
    "checks.csv",
    "disclosure.csv",
    "rubric.csv",
    "translations.csv",
];
pub(super) const PLAN_FILES: &[&str] = &[
    "domains.csv",
    "objectives.csv",
    "measures.csv",
    "projects.csv",
    "targets.csv",
    "units.csv",
    "responsibilities.csv",
    "forms.csv",
    "form_heads.csv",
    "schemes.csv",
    "series.csv",
    "checks.csv",
    "translations.csv",
    "upper_cells.csv",
    "upper_reports.csv",
    "warnings.csv",
];

/// A problem of a field of the object `heng`.
pub(super) fn at(problem: Problem, field: &str) -> Problem {
    problem.file(FILE).field(format!("heng.{field}"))
}

/// Reads what the package is; `None` where it is neither catalogue nor plan.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> Option<Head> {
    let Some(bytes) = files.get(FILE) else {
        problems.push(Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", FILE).file(FILE));
        return None;
    };
    let text = document::text(FILE, bytes, problems)?;
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or(1).max(1);
            problems.push(Problem::new(&kinds::PACKAGE_JSON).with("error", &error).file(FILE).line(line));
            return None;
        }
    };
    let Some(object) = value.get("heng").and_then(Value::as_object) else {
        let problem = Problem::new(&kinds::PACKAGE_FIELD_MISSING).with("value", "heng");
        problems.push(problem.file(FILE).field("heng"));
        return None;
    };
    let mut fields = Fields { object, problems, known: Vec::new() };
    let head = match fields.word("kind", &[("catalogue", true), ("plan", false)])? {
        true => Head::Catalogue(CatalogueHead {
            code: fields.must("code"),
            version: fields.must("version"),
            list_names: list_names(&value),
        }),
        false => Head::Plan(plan(&mut fields)),
    };
    fields.unknown();
    let tables = if matches!(head, Head::Catalogue(_)) { CATALOGUE_FILES } else { PLAN_FILES };
    resources(&value, tables, files, problems);
    Some(head)
}

/// `title` and `title_en` of the resources that are code lists.
fn list_names(value: &Value) -> BTreeMap<String, Text> {
    let resources = value.get("resources").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let named = |resource: &Value| {
        let text = |name: &str| {
            let text = resource.get(name)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let list = text("path")?.strip_prefix("codes/")?.strip_suffix(".csv")?.to_owned();
        Some((list, Text::new(text("title")?, text("title_en"))))
    };
    resources.iter().filter_map(named).collect()
}

fn plan(fields: &mut Fields<'_>) -> PlanHead {
    PlanHead {
        code: fields.code("code", PlanCode::parse),
        title: fields.must("title"),
        title_en: fields.text("title_en"),
        area: fields.code("area", AreaCode::parse),
        level: fields.word("level", LEVELS),
        start: fields.year("start"),
        end: fields.year("end"),
        base_year: fields.year("base_year"),
        catalogue: fields.must("catalogue"),
        catalogue_version: fields.must("catalogue_version"),
        nearly_tolerance: fields.share("nearly_tolerance"),
        before_target_year: fields.choice("before_target_year", BEFORE_TARGET_YEAR),
        intervals: fields.intervals(),
        text_whole: fields.word("text_held", &[("whole", true), ("part", false)]),
        text_note: fields.text("text_note"),
    }
}

/// Reads the fields of the object `heng` one by one, so that all faults are found.
struct Fields<'a> {
    object: &'a Map<String, Value>,
    problems: &'a mut Vec<Problem>,
    known: Vec<&'static str>,
}

impl Fields<'_> {
    fn add(&mut self, problem: Problem, name: &str) {
        self.problems.push(at(problem, name));
    }

    /// The field as text; a number is taken as it is written.
    fn text(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        match self.object.get(name) {
            Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        }
    }

    fn must(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name);
        if text.is_none() {
            self.add(Problem::new(&kinds::PACKAGE_FIELD_MISSING).with("value", name), name);
        }
        text
    }

    fn code<T>(&mut self, name: &'static str, parse: fn(&str) -> Result<T, BadCode>) -> Option<T> {
        let text = self.must(name)?;
        let code = parse(&text).ok();
        if code.is_none() {
            self.add(Problem::new(&kinds::TABLE_NOT_CODE).with("value", &text), name);
        }
        code
    }

    fn year(&mut self, name: &'static str) -> Option<i32> {
        let text = self.must(name)?;
        let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
        if year.is_none() {
            let problem = Problem::new(&kinds::TABLE_NOT_INTEGER).with("value", &text);
            self.add(problem.with("low", 1900).with("high", 2200), name);
        }
        year
    }

    fn share(&mut self, name: &'static str) -> Option<Decimal> {
        let text = self.text(name)?;
        let share = text.parse().ok().filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
        if share.is_none() {
            self.add(Problem::new(&kinds::PACKAGE_SHARE).with("value", &text), name);
        }
        share
    }

    fn word<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.must(name)?;
        self.one_of(name, &text, words)
    }

    /// One of some words, or nothing.
    fn choice<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        self.one_of(name, &text, words)
    }

    fn one_of<T: Copy>(&mut self, name: &str, text: &str, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.add(row::not_one_of(text, words.iter().map(|(word, _)| *word)), name);
        }
        found
    }

    /// The method of each kind of interval; what is not said stays as it is without.
    fn intervals(&mut self) -> Option<Intervals> {
        const NAME: &str = "intervals";
        self.known.push(NAME);
        let value = self.object.get(NAME)?;
        let Some(object) = value.as_object() else {
            self.add(row::not_one_of(&value.to_string(), ["{\"rate\": …, \"proportion\": …}"].into_iter()), NAME);
            return None;
        };
        let mut chosen = Intervals::default();
        for (kind, value) in object {
            let name = format!("{NAME}.{kind}");
            let word = value.as_str().map_or_else(|| value.to_string(), |word| word.trim().to_owned());
            match kind.as_str() {
                "rate" => chosen.rate = self.one_of(&name, &word, RATE_INTERVALS).unwrap_or_default(),
                "proportion" => chosen.proportion = self.one_of(&name, &word, PROPORTION_INTERVALS).unwrap_or_default(),
                _ => {
                    let problem = Problem::new(&kinds::PACKAGE_FIELD_UNKNOWN).with("value", kind);
                    self.add(problem.with("known", "rate、proportion"), &name);
                }
            }
        }
        Some(chosen)
    }

    /// Reports fields that no one asked for.
    fn unknown(&mut self) {
        let strange: Vec<&String> = self.object.keys().filter(|key| !self.known.contains(&key.as_str())).collect();
        for key in strange {
            let problem = Problem::new(&kinds::PACKAGE_FIELD_UNKNOWN).with("value", key);
            self.add(problem.with("known", self.known.join("、")), key);
        }
    }
}

/// Sees to it that the list of resources names a table with its columns. What is no list is left to [`read`] to tell.
pub(super) fn list(files: &mut Files, path: &str, columns: &[String]) {
    let Some(mut value) = parsed(files) else { return };
    let Some(resources) = value.get_mut("resources").and_then(Value::as_array_mut) else { return };
    let field = |name: &String| json!({"name": name, "type": "string"});
    let held = resources.iter_mut().find(|resource| resource.get("path").and_then(Value::as_str) == Some(path));
    match held {
        Some(resource) => {
            // One without a schema says nothing of columns.
            let Some(fields) = resource.pointer_mut("/schema/fields").and_then(Value::as_array_mut) else { return };
            let named = |name: &&String| fields.iter().any(|field| field["name"] == **name);
            let lacking: Vec<Value> = columns.iter().filter(|name| !named(name)).map(field).collect();
            if lacking.is_empty() {
                return;
            }
            fields.extend(lacking);
        }
        None => resources.push(json!({
            "name": path.trim_end_matches(".csv").replace(['/', '.'], "_"),
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": columns.iter().map(field).collect::<Vec<_>>(), "missingValues": [""]},
        })),
    }
    files.extend(serde_json::to_vec_pretty(&value).ok().map(|bytes| (FILE.to_owned(), bytes)));
}

/// Gives a table that is listed its title.
pub(super) fn entitle(files: &mut Files, path: &str, title: &str, title_en: &str) {
    let Some(mut value) = parsed(files) else { return };
    let resources = value.get_mut("resources").and_then(Value::as_array_mut).into_iter().flatten();
    for resource in resources.filter(|resource| resource.get("path").and_then(Value::as_str) == Some(path)) {
        for (name, text) in [("title", title), ("title_en", title_en)] {
            if let Some(object) = resource.as_object_mut().filter(|_| !text.is_empty()) {
                object.insert(name.to_owned(), json!(text));
            }
        }
    }
    files.extend(serde_json::to_vec_pretty(&value).ok().map(|bytes| (FILE.to_owned(), bytes)));
}

/// The titles of the code lists of a package, by list.
pub(super) fn names_of_lists(files: &Files) -> BTreeMap<String, Text> {
    parsed(files).map(|value| list_names(&value)).unwrap_or_default()
}

fn parsed(files: &Files) -> Option<Value> {
    let text = document::text(FILE, files.get(FILE)?, &mut Vec::new())?;
    serde_json::from_str(&text).ok()
}

/// The list of resources names every table and no file that is not there.
fn resources(value: &Value, tables: &[&str], files: &Files, problems: &mut Vec<Problem>) {
    let list = value.get("resources").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let paths: Vec<&str> = list.iter().filter_map(|resource| resource.get("path")?.as_str()).collect();
    let problem = |kind, path: &str| Problem::new(kind).with("value", path).file(FILE).field("resources");
    for (at, resource) in list.iter().enumerate() {
        let Some(path) = resource.get("path").and_then(Value::as_str) else {
            let name = format!("resources[{at}].path");
            problems.push(Problem::new(&kinds::PACKAGE_FIELD_MISSING).with("value", &name).file(FILE).field(name));
            continue;
        };
        if !files.contains_key(path) {
            problems.push(problem(&kinds::PACKAGE_FILE_LISTED, path));
        }
        let encoding = resource.get("encoding").and_then(Value::as_str).unwrap_or("");
        if path.ends_with(".csv") && !encoding.eq_ignore_ascii_case("utf-8") {
            problems.push(problem(&kinds::PACKAGE_ENCODING, encoding).with("path", path));
        }
    }
    for name in files.keys().filter(|name| name.ends_with(".csv")) {
        let is_list = tables == CATALOGUE_FILES && name.strip_prefix("codes/").is_some_and(|list| !list.contains('/'));
        if !tables.contains(&name.as_str()) && !is_list {
            let problem = Problem::new(&kinds::PACKAGE_FILE_UNKNOWN).with("value", name).file(name);
            problems.push(problem.with("known", tables.join("、")));
        } else if !paths.contains(&name.as_str()) {
            problems.push(problem(&kinds::PACKAGE_FILE_UNLISTED, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_called_by_the_title_of_its_resource() {
        let resource =
            |path: &str, title: &str, title_en: &str| json!({"path": path, "title": title, "title_en": title_en});
        let resources = [
            resource("codes/education.csv", " 文化程度 ", "Education"),
            resource("codes/sex.csv", "性别", ""),
            resource("codes/age.csv", "", "Age"),
            resource("items.csv", "数据项", "Items"),
            json!({"path": "codes/place.csv"}),
            json!({}),
        ];
        let found = list_names(&json!({ "resources": resources }));
        let expected = [
            ("education".to_owned(), Text::new("文化程度", Some("Education".to_owned()))),
            ("sex".to_owned(), Text::zh("性别")),
        ];
        assert_eq!(found, BTreeMap::from(expected));
        assert!(list_names(&json!({})).is_empty());
    }
}
