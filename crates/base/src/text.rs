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
