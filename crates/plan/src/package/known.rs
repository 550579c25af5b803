//! Whether a code that a cell names exists, and the nearest one where it does not.

use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::problem::{Problem, kinds};

use super::Files;
use super::codes;
use super::row::Row;
use super::table::Table;
use crate::model::Catalogue;

/// What a code stands for: its word, and the table that lists it.
#[derive(Clone, Copy)]
pub(super) struct Noun {
    pub zh: &'static str,
    pub en: &'static str,
    pub table: &'static str,
}

pub(super) const AREA: Noun = Noun { zh: "地区", en: "area", table: "areas.csv" };
pub(super) const DIMENSION: Noun = Noun { zh: "分组", en: "dimension", table: "codes/" };
pub(super) const DOMAIN: Noun = Noun { zh: "领域", en: "domain", table: "domains.csv" };
pub(super) const FORM: Noun = Noun { zh: "报表", en: "form", table: "forms.csv" };
pub(super) const FORM_HEAD: Noun = Noun { zh: "表头", en: "form head", table: "form_heads.csv" };
pub(super) const INDICATOR: Noun = Noun { zh: "指标", en: "indicator", table: "indicators.csv" };
pub(super) const ITEM: Noun = Noun { zh: "数据项", en: "item", table: "items.csv" };
pub(super) const OBJECTIVE: Noun = Noun { zh: "主要目标", en: "objective", table: "objectives.csv" };
pub(super) const PLACE: Noun = Noun {
    zh: "主要目标、策略措施或工程",
    en: "objective, measure or project",
    table: "objectives.csv、measures.csv、projects.csv",
};
pub(super) const SOURCE: Noun = Noun { zh: "数据来源", en: "source", table: "sources.csv" };
pub(super) const STANDARD: Noun = Noun { zh: "标准", en: "standard", table: "standards.csv" };
pub(super) const UNIT: Noun = Noun { zh: "责任单位", en: "unit", table: "units.csv" };

/// Longest list of codes that is printed whole.
const LISTED: usize = 12;

/// The codes of one noun.
pub(super) struct Known {
    noun: Noun,
    codes: BTreeSet<String>,
    /// Rows of the table could not be read, so that a code that is not seen may exist.
    partial: bool,
}

impl Known {
    pub fn new<'a>(noun: Noun, codes: impl Iterator<Item = &'a str>) -> Self {
        let codes = codes.filter(|code| !code.is_empty()).map(str::to_owned).collect();
        Self { noun, codes, partial: false }
    }

    /// The codes in one column of a table of the package.
    pub fn column<T>(noun: Noun, table: &Table<T>, files: &Files, column: &str) -> Self {
        let (rows, whole) = table.whole(files);
        let codes = Self::new(noun, rows.iter().map(|(row, _)| row.text(column)));
        Self { partial: !whole, ..codes }
    }

    /// These codes and those of another table.
    pub fn and(mut self, other: &Self) -> Self {
        self.codes.extend(other.codes.iter().cloned());
        self.partial |= other.partial;
        self
    }

    pub fn holds(&self, code: &str) -> bool {
        self.partial || self.codes.contains(code)
    }

    /// Reports a cell whose code is not known. An empty cell names nothing.
    pub fn cell(&self, row: &Row, column: &str, problems: &mut Vec<Problem>) {
        self.named(row, column, row.text(column), problems);
    }

    /// Reports a code within a cell that is not known.
    pub fn named(&self, row: &Row, column: &str, code: &str, problems: &mut Vec<Problem>) {
        if !code.is_empty() && !self.holds(code) {
            problems.push(self.absent(code).file(&row.file).line(row.line).field(column));
        }
    }

    /// The problem of a code that does not exist.
    pub fn absent(&self, code: &str) -> Problem {
        let problem = if let Some(near) = nearest(code, self.codes.iter().map(String::as_str)) {
            Problem::new(&kinds::PACKAGE_REFERENCE_NEAR).with("near", near)
        } else if (1..=LISTED).contains(&self.codes.len()) {
            let known = self.codes.iter().map(String::as_str).collect::<Vec<_>>().join("、");
            Problem::new(&kinds::PACKAGE_REFERENCE_LIST).with("known", known)
        } else {
            Problem::new(&kinds::PACKAGE_REFERENCE)
        };
        let noun = self.noun;
        problem.with("what_zh", noun.zh).with("what_en", noun.en).with("table", noun.table).with("value", code)
    }
}

/// What a catalogue holds, for tables that refer to it.
pub(super) struct Shelf<'a> {
    pub catalogue: &'a Catalogue,
    pub items: Known,
    pub indicators: Known,
    pub areas: Known,
    pub sources: Known,
    pub standards: Known,
    pub dimensions: Known,
}

impl<'a> Shelf<'a> {
    pub fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            items: Known::new(ITEM, catalogue.items.keys().map(|code| code.as_str())),
            indicators: Known::new(INDICATOR, catalogue.indicators.keys().map(|code| code.as_str())),
            areas: Known::new(AREA, catalogue.areas.keys().map(|code| code.as_str())),
            sources: Known::new(SOURCE, catalogue.sources.keys().map(|code| code.as_str())),
            standards: Known::new(STANDARD, catalogue.standards.iter().map(|standard| standard.code.as_str())),
            dimensions: Known::new(DIMENSION, catalogue.codes.keys().map(String::as_str)),
        }
    }

    /// Every dimension has a code list, every code stands in it and holds in the year of which the row is.
    pub fn breakdown(
        &self,
        row: &Row,
        column: &str,
        breakdown: &Breakdown,
        year: Option<i32>,
        problems: &mut Vec<Problem>,
    ) {
        for (dimension, code) in breakdown.iter() {
            self.member(row, column, dimension, code, problems);
        }
        let outside = year.map(|year| codes::outside_years(self.catalogue, breakdown, year)).unwrap_or_default();
        problems.extend(outside.into_iter().map(|problem| problem.file(&row.file).line(row.line).field(column)));
    }

    /// One dimension and its code.
    pub fn member(&self, row: &Row, column: &str, dimension: &str, code: &str, problems: &mut Vec<Problem>) {
        match self.catalogue.codes.get(dimension) {
            None => self.dimensions.named(row, column, dimension, problems),
            // An empty list is one that could not be read.
            Some(list) if list.is_empty() || list.iter().any(|entry| entry.code == code) => {}
            Some(list) => {
                Known::new(codes::CODE, list.iter().map(|entry| entry.code.as_str()))
                    .named(row, column, code, problems);
            }
        }
    }

    /// A subject is broken down only by the dimensions that it has.
    pub fn within(
        &self,
        row: &Row,
        column: &str,
        (subject, has): (&str, &[String]),
        dimension: &str,
        problems: &mut Vec<Problem>,
    ) {
        if !has.iter().any(|known| known == dimension) && self.dimensions.holds(dimension) {
            let known = if has.is_empty() { "—".to_owned() } else { has.join("、") };
            let problem = row.problem(&kinds::PACKAGE_DIMENSION_FOREIGN, column);
            problems.push(problem.with("subject", subject).with("dimension", dimension).with("known", known));
        }
    }

    /// The list of dimensions in a cell.
    pub fn dimension_list(&self, row: &Row, column: &str, problems: &mut Vec<Problem>) {
        for dimension in row.list(column) {
            self.dimensions.named(row, column, &dimension, problems);
        }
    }

    /// A figure of a subject has the subject's unit of measure.
    pub fn unit(&self, row: &Row, subject: &str, unit: &str, problems: &mut Vec<Problem>) {
        let written = row.text("unit");
        if !written.is_empty() && written != unit {
            let problem = row.problem(&kinds::PACKAGE_UNIT_DIFFERS, "unit");
            problems.push(problem.with("subject", subject).with("unit", unit));
        }
    }
}

/// The word that differs from `word` least: in case only, or in one letter of three and no more than two. Where the
/// numbers within differ, another thing is meant, so such a word is not near.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    if word.starts_with(|c: char| c.is_ascii_digit()) || letters > 64 {
        return None;
    }
    let most = (letters / 3).min(2);
    let far = |code: &'a str| {
        let away = if code.eq_ignore_ascii_case(word) { 0 } else { distance(word, code) };
        (away, code)
    };
    let near = known.filter(|code| numbers(code) == numbers(word)).map(far).filter(|(away, _)| *away <= most);
    near.min().map(|(_, code)| code)
}

/// The numbers within a code, without leading zeros.
fn numbers(code: &str) -> Vec<&str> {
    let parts = code.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_start_matches('0')).collect()
}

/// Levenshtein's distance, in letters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = above[j] + usize::from(x != *y);
            row.push(changed.min(above[j + 1] + 1).min(row[j] + 1));
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_is_one_letter_in_three() {
        let codes = ["LIVEBIRTH", "MATDEATH", "H03", "H04", "1.2"];
        let near = |word| nearest(word, codes.into_iter());
        assert_eq!(near("LIVEBRTH"), Some("LIVEBIRTH"));
        assert_eq!(near("livebirth"), Some("LIVEBIRTH"));
        assert_eq!(near("H003"), Some("H03"));
        assert_eq!(near("H05"), None);
        assert_eq!(near("POPULATION"), None);
        assert_eq!(near("1.3"), None);
    }
}
