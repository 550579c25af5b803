//! The one table of problems: every error that a person or a client may see.
//!
//! A code never changes its meaning and is never reused. Each message says what is wrong, each hint what would
//! be right; `{name}` is filled from the problem's details. One entry a line group, sorted by code, in `kinds/`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::text::Lang;

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable code, `noun.fault`.
    pub code: &'static str,
    /// HTTP status under which it is answered.
    pub status: u16,
    pub zh: &'static str,
    pub en: &'static str,
    /// What would be right, in Chinese and English; may be empty.
    pub hint_zh: &'static str,
    pub hint_en: &'static str,
}

pub mod kinds;

/// Where a problem stands. All parts are optional; those present are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column name of a table, or field of a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Character of the field at which it is, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match (&self.file, self.line) {
            (Some(file), Some(line)) => parts.push(format!("{file}:{line}")),
            (Some(file), None) => parts.push(file.clone()),
            (None, Some(line)) => parts.push(format!(":{line}")),
            (None, None) => {}
        }
        if let (Some(sheet), Some(cell)) = (&self.sheet, &self.cell) {
            parts.push(format!("{sheet}!{cell}"));
        } else if let Some(cell) = &self.cell {
            parts.push(cell.clone());
        }
        parts.extend(self.field.as_ref().map(|field| match self.character {
            Some(character) => format!("{field}:{character}"),
            None => field.clone(),
        }));
        f.write_str(&parts.join(" "))
    }
}

/// One problem: which row of the table, where, and the values that fill its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: &'static Kind,
    pub place: Place,
    pub details: BTreeMap<&'static str, String>,
}

impl Problem {
    pub fn new(kind: &'static Kind) -> Self {
        Self { kind, place: Place::default(), details: BTreeMap::new() }
    }

    /// What was typed is none of the codes that are known, or nothing was typed.
    pub fn input(value: impl ToString, codes: impl ToString) -> Self {
        let codes = codes.to_string();
        Self::expected(value, &codes, &codes)
    }

    /// What was typed is not what was expected, or nothing was typed.
    pub fn expected(value: impl ToString, zh: impl ToString, en: impl ToString) -> Self {
        let value = value.to_string();
        let kind = if value.trim().is_empty() { &kinds::INPUT_MISSING } else { &kinds::INPUT_INVALID };
        Self::new(kind).with("value", value).with("expected_zh", zh).with("expected_en", en)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.details.insert(name, value.to_string());
        self
    }

    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.place.field = Some(field.into());
        self
    }

    /// The character of the field at which it is, from 1.
    #[must_use]
    pub fn character(mut self, character: usize) -> Self {
        self.place.character = Some(character);
        self
    }

    #[must_use]
    pub fn cell(mut self, cell: impl Into<String>) -> Self {
        self.place.cell = Some(cell.into());
        self
    }

    pub fn message(&self, lang: Lang) -> String {
        self.fill(lang.pick(self.kind.zh, self.kind.en))
    }

    pub fn hint(&self, lang: Lang) -> String {
        self.fill(lang.pick(self.kind.hint_zh, self.kind.hint_en))
    }

    fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        for (name, value) in &self.details {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// `place: message(hint)` for a terminal.
    pub fn line_for(&self, lang: Lang) -> String {
        let place = self.place.to_string();
        let hint = self.hint(lang);
        let mut text = if place.is_empty() { self.message(lang) } else { format!("{place}: {}", self.message(lang)) };
        if !hint.is_empty() {
            text.push_str(if lang == Lang::En { "; " } else { "。" });
            text.push_str(&hint);
        }
        text
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line_for(Lang::Zh))
    }
}

impl std::error::Error for Problem {}

impl Serialize for Problem {
    /// The shape that clients see: code, place, message and hint in both languages, details.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            code: &'a str,
            message: String,
            hint: String,
            message_en: String,
            hint_en: String,
            place: &'a Place,
            details: &'a BTreeMap<&'static str, String>,
        }
        Shown {
            code: self.kind.code,
            message: self.message(Lang::Zh),
            hint: self.hint(Lang::Zh),
            message_en: self.message(Lang::En),
            hint_en: self.hint(Lang::En),
            place: &self.place,
            details: &self.details,
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted() {
        let mut all = Vec::new();
        for table in kinds::TABLES {
            let codes: Vec<_> = table.iter().map(|k| k.code).collect();
            assert!(codes.is_sorted(), "{codes:?}");
            all.extend(codes);
        }
        all.sort_unstable();
        assert_eq!(all.windows(2).find(|two| two[0] == two[1]), None);
    }

    #[test]
    fn message_is_filled_and_placed() {
        let problem = Problem::expected("abc", "应为整数", "a whole number").file("items.csv").line(3).field("min");
        assert_eq!(problem.to_string(), "items.csv:3 min: 输入内容“abc”不合要求。应为整数");
        assert_eq!(Problem::expected(" ", "应为整数", "a whole number").to_string(), "未填写。应为整数");
    }
}
