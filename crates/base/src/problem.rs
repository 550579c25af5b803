//! The one table of problems: every error that a person or a client may see.
//!
//! A code never changes its meaning and is never reused. Each message says what is wrong, each hint what would
//! be right; `{name}` is filled from the problem's details. One entry a line group, sorted by code.

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

macro_rules! problems {
    ($($name:ident $code:literal $status:literal $zh:literal $en:literal $hint_zh:literal $hint_en:literal;)*) => {
        $(pub const $name: Kind = Kind {
            code: $code, status: $status, zh: $zh, en: $en, hint_zh: $hint_zh, hint_en: $hint_en,
        };)*
        /// The whole table, in order.
        pub static TABLE: &[Kind] = &[$($name),*];
    };
}

/// The rows.
pub mod kinds {
    use super::Kind;

    problems! {
        FILE_EXISTS "file.exists" 422
            "文件已经存在" "the file exists already"
            "换一个新文件夹,或先移走它" "choose a new folder, or move the file away";
        FILE_NOT_TEXT "file.not_text" 422
            "不是 UTF-8 文本" "not text in UTF-8"
            "用编辑器另存为 UTF-8" "save it as UTF-8";
        FILE_UNREADABLE "file.unreadable" 422
            "读不出文件:{error}" "the file cannot be read: {error}"
            "检查路径和权限" "check path and permissions";
        FORMULA_ARGUMENT "formula.argument" 422
            "公式第 {column} 个字符起:{function} 的参数“{given}”不对" "formula, character {column}: wrong argument “{given}” of {function}"
            "{expected_zh}" "{expected_en}";
        FORMULA_FORBIDDEN "formula.forbidden" 422
            "公式第 {column} 个字符起:不能使用“{given}”" "formula, character {column}: “{given}” may not be used"
            "{expected_zh}" "{expected_en}";
        FORMULA_SYNTAX "formula.syntax" 422
            "公式第 {column} 个字符起读不懂:“{given}”" "formula, character {column}: cannot be read: “{given}”"
            "{expected_zh}" "{expected_en}";
        INPUT_INVALID "input.invalid" 422
            "输入内容“{value}”不合要求" "the input “{value}” is not valid"
            "{expected}" "{expected}";
        PACKAGE_FILE_MISSING "package.file_missing" 422
            "缺少文件“{value}”" "file “{value}” is missing"
            "{expected}" "{expected}";
        PACKAGE_REFERENCE "package.reference" 422
            "找不到{what}“{value}”" "there is no {what} “{value}”"
            "{expected}" "{expected}";
        PACKAGE_RULE "package.rule" 422
            "{what}" "{what}"
            "{expected}" "{expected}";
        TABLE_CELL_EMPTY "table.cell_empty" 422
            "必填的单元格为空" "a required cell is empty"
            "请填写" "fill it in";
        TABLE_COLUMN_MISSING "table.column_missing" 422
            "缺少列“{column}”" "column “{column}” is missing"
            "在表头加上这一列" "add the column to the header";
        TABLE_COLUMN_UNKNOWN "table.column_unknown" 422
            "不认识的列“{column}”" "unknown column “{column}”"
            "可用的列:{known}" "columns: {known}";
        TABLE_DUPLICATE "table.duplicate" 422
            "“{value}”重复,已在第{first}行出现" "“{value}” already stands on line {first}"
            "每个只写一行" "write each once";
        TABLE_ROW_RAGGED "table.row_ragged" 422
            "这一行有{cells}个单元格,表头有{columns}列" "the row has {cells} cells, the header {columns}"
            "检查逗号与引号" "check commas and quotes";
        TABLE_UNREADABLE "table.unreadable" 422
            "读不出这张表:{error}" "the table cannot be read: {error}"
            "应为 UTF-8 编码的 CSV" "it should be CSV in UTF-8";
    }
}

pub use kinds::TABLE;

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
        parts.extend(self.field.clone());
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

    #[must_use]
    pub fn cell(mut self, cell: impl Into<String>) -> Self {
        self.place.cell = Some(cell.into());
        self
    }

    pub fn message(&self, lang: Lang) -> String {
        self.fill(if lang == Lang::En { self.kind.en } else { self.kind.zh })
    }

    pub fn hint(&self, lang: Lang) -> String {
        self.fill(if lang == Lang::En { self.kind.hint_en } else { self.kind.hint_zh })
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
        let codes: Vec<_> = TABLE.iter().map(|k| k.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn message_is_filled_and_placed() {
        let problem = Problem::new(&kinds::INPUT_INVALID)
            .with("value", "abc")
            .with("expected", "应为整数")
            .file("items.csv")
            .line(3)
            .field("min");
        assert_eq!(problem.to_string(), "items.csv:3 min: 输入内容“abc”不合要求。应为整数");
    }
}
