//! The one document model that every renderer reads. It knows headings, paragraphs, tables and charts, no word of the
//! field.

use serde::Serialize;

use crate::charts::LineChart;
use crate::typography::full_width;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Title of the file's properties.
    pub title: String,
    /// Time for the file's properties, RFC 3339 in UTC: that of the release, so that the bytes stay the same.
    pub created_at: String,
    /// Stands above every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Stands at the foot of every page, above its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    pub cover: Option<Cover>,
    pub body: Vec<Block>,
}

impl Document {
    /// Says what a reader must not overlook: in the title, first on the cover, above every page.
    pub fn mark(&mut self, mark: &str) {
        let mark = full_width(mark);
        self.title = format!("【{mark}】{}", self.title);
        if let Some(cover) = &mut self.cover {
            cover.title.insert(0, format!("【{mark}】"));
        }
        self.header = Some(mark);
    }
}

/// The first page; stands alone and bears no page number. Empty parts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// One line each.
    pub title: Vec<String>,
    pub subtitle: Vec<String>,
    /// Facts about the document, above the middle of the page's lower half.
    pub lines: Vec<String>,
    /// At the foot: office and date.
    pub foot: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// Level 1 to 3.
    Heading {
        level: u8,
        text: Vec<Run>,
    },
    Paragraph {
        style: Style,
        text: Vec<Run>,
    },
    /// Numbered by the wording itself, one paragraph each.
    List {
        style: Style,
        items: Vec<Vec<Run>>,
    },
    Table(Table),
    Chart(Chart),
    PageBreak,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Indented by two characters.
    #[default]
    Body,
    /// Smaller, for sources and remarks.
    Note,
    /// Centred title of a part.
    Title,
    /// Centred and smaller, of one sheet among several.
    Subtitle,
}

/// A stretch of text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    pub text: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub superscript: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Stands above the table.
    pub caption: Vec<Run>,
    pub columns: Vec<Column>,
    /// One cell a column.
    pub rows: Vec<Vec<Vec<Run>>>,
    #[serde(skip_serializing_if = "Look::is_ruled")]
    pub look: Look,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    #[default]
    Ruled,
    /// Columns of text side by side: no rules, no head.
    Plain,
}

impl Look {
    // By reference: `skip_serializing_if` asks for it.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_ruled(&self) -> bool {
        *self == Self::Ruled
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    pub head: String,
    /// Share of the width, relative to the other columns.
    pub width: u32,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// A chart as data; a renderer draws it with the fonts handed to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    pub chart: LineChart,
    /// Stands below the picture.
    pub caption: Vec<Run>,
    /// What the picture shows, for those who cannot see it.
    pub alt: String,
}

/// Opens and closes a superscript or strong stretch within rendered wording: characters of the private use area, which
/// no text of an office holds.
pub const SUPERSCRIPT: (char, char) = ('\u{E000}', '\u{E001}');
pub const STRONG: (char, char) = ('\u{E002}', '\u{E003}');

/// Cuts rendered wording into runs. Line ends and the blanks around them are taken out, so that wording may be wrapped;
/// punctuation becomes that of Chinese print.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut now = Run::default();
    let plain: String = text.lines().map(str::trim).collect();
    for c in full_width(&plain).chars() {
        let (strong, superscript) = match c {
            c if c == SUPERSCRIPT.0 => (now.strong, true),
            c if c == SUPERSCRIPT.1 => (now.strong, false),
            c if c == STRONG.0 => (true, now.superscript),
            c if c == STRONG.1 => (false, now.superscript),
            other => {
                now.text.push(other);
                continue;
            }
        };
        let done = std::mem::replace(&mut now, Run { text: String::new(), strong, superscript });
        runs.extend((!done.text.is_empty()).then_some(done));
    }
    runs.extend((!now.text.is_empty()).then_some(now));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_becomes_runs() {
        let made = runs("\u{E002}死亡率\u{E003}为16.9\u{E000}[1]\u{E001},\n   下降。");
        let look: Vec<_> = made.iter().map(|run| (run.text.as_str(), run.strong, run.superscript)).collect();
        assert_eq!(
            look,
            [("死亡率", true, false), ("为16.9", false, false), ("[1]", false, true), ("，下降。", false, false)]
        );
        assert!(runs(" \n ").is_empty());
    }
}
