//! Text for people in both languages.

use serde::{Deserialize, Serialize};

/// The language of an answer: Chinese first, English second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// What is said in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The character of a whole text, from 1, at a line and a column of it, both from 1; lines count with their ends.
pub fn character(text: &str, line: u64, column: u64) -> usize {
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let lines = text.split_inclusive('\n').take(whole(line.saturating_sub(1)));
    lines.map(|line| line.chars().count()).sum::<usize>().saturating_add(whole(column.max(1)))
}

/// One text in Chinese and, where it exists, English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    pub fn zh(text: impl Into<String>) -> Self {
        Self { zh: text.into(), en: None }
    }

    pub fn new(zh: impl Into<String>, en: Option<String>) -> Self {
        Self { zh: zh.into(), en }
    }

    /// The text in `lang`, in Chinese where English is missing.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.zh,
        }
    }
}
