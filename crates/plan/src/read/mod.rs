//! The reader of plan documents: a document in, its structure and its targets out.
//!
//! It works in steps, each in a file of its own: the document is made lines of text (`formats`), page furniture
//! is taken off and broken lines are joined (`clean`, `wrap`), every line is told apart by its numbering (`numbering`), the lines are put in their
//! places (`outline`, `front`), and the clauses of objectives, measures and projects are held against the table
//! of patterns (`patterns`, `reading` with `years`, `phrases` and `figures`).
//! Nothing is dropped in silence: what has no place becomes a [`Notice`] with its line.

/// A regular expression of the module; see [`compiled`].
macro_rules! expression {
    ($visible:vis $name:ident, $text:expr) => {
        $visible static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| $crate::read::compiled($text));
        inventory::submit!($crate::read::reading::OfModule(|| _ = std::sync::LazyLock::force(&$name)));
    };
}

/// An expression of the reader, in which `@NAME@` stands for a fragment of the table of patterns.
fn compiled(text: &str) -> regex::Regex {
    regex::Regex::new(&patterns::expand(text)).expect("a valid expression")
}

mod clean;
mod facts;
mod figures;
mod fold;
mod formats;
mod front;
mod listed;
mod literals;
mod notice;
mod numbering;
mod outline;
pub mod patterns;
mod phrases;
mod reading;
mod refused;
mod sentence;
mod targets;
mod wrap;
mod years;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use crate::model::Operator;

pub use clean::Document;
pub use notice::{Notice, NoticeCode};

/// A plan document, read. Serializes to the contract of `heng plan read --format json`; what is absent is null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadPlan {
    pub title: Option<String>,
    /// Name of the area as the title has it, e.g. 某市.
    pub area: Option<String>,
    pub period: Option<PlanPeriod>,
    pub domains: Vec<ReadDomain>,
    pub projects: Vec<ReadProject>,
    pub chapters: Vec<ReadChapter>,
    pub notices: Vec<Notice>,
    /// The text without page furniture. Not part of the JSON: it is the `document.txt` of a package.
    #[serde(skip)]
    pub document: Document,
}

impl ReadPlan {
    /// Why nothing could be read of the document at all; a person has to bring another.
    pub fn unread(&self) -> Option<&Notice> {
        let none = [NoticeCode::Unreadable, NoticeCode::NoText, NoticeCode::NoCharacters, NoticeCode::NoPlanText];
        self.notices.iter().find(|notice| none.contains(&notice.code))
    }
}

/// First and last year of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanPeriod {
    pub start: i32,
    pub end: i32,
}

/// A domain 领域 with what stands under it. `line` is always the line of the input, counted from 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadDomain {
    pub number: String,
    pub title: String,
    pub objectives: Vec<ReadObjective>,
    pub measures: Vec<ReadMeasure>,
    pub line: usize,
}

/// An objective 主要目标; `number` is `1.2`: domain, then the number that the text gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadObjective {
    pub number: String,
    pub text: String,
    pub targets: Vec<ReadTarget>,
    pub line: usize,
}

/// A measure 策略措施; `number` is `1.M2`, `title` its first sentence, `text` the whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadMeasure {
    pub number: String,
    pub title: String,
    pub text: String,
    pub targets: Vec<ReadTarget>,
    pub line: usize,
}

/// A project 重点工程; `number` is `P1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadProject {
    pub number: String,
    pub title: String,
    pub text: String,
    pub targets: Vec<ReadTarget>,
    pub line: usize,
}

/// A chapter, with the text that does not stand under a domain or project. The words before the first
/// heading are a chapter without number and title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadChapter {
    pub number: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub line: usize,
}

/// What a clause promises: `indicator` is the noun phrase of the text, `quote` its exact words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadTarget {
    pub indicator: Option<String>,
    pub operator: Operator,
    #[serde(serialize_with = "as_number")]
    pub value: Option<Decimal>,
    pub unit: Option<String>,
    pub year: Option<i32>,
    /// The outside standard that the text compares with, in its words: 全国平均水平.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    pub quote: String,
    pub line: usize,
    /// Name of the pattern that found it.
    pub pattern: &'static str,
}

/// A JSON number, whole where the value is whole.
fn as_number<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        None => serializer.serialize_none(),
        Some(value) if value.fract().is_zero() => serializer.serialize_some(&value.to_i64()),
        Some(value) => serializer.serialize_some(&value.to_f64()),
    }
}

/// Reads a plan document of any format that [`formats`] knows; the name only helps to tell the format. Never fails.
pub fn read_document(bytes: &[u8], name: &str) -> ReadPlan {
    // Pages take as long as the table: both at once. Any other format is text at once, which tells what of the table it needs.
    let pages = bytes.starts_with(b"%PDF");
    if pages {
        reading::prepare();
    }
    let (text, mut notices) = formats::text(bytes, name);
    let mut read = if pages { read_text(&text) } else { read_plan(&text) };
    let told = [NoticeCode::Unreadable, NoticeCode::NoText, NoticeCode::NoCharacters];
    if !notices.iter().any(|notice| told.contains(&notice.code)) && !holds_plan_text(&read) {
        notices.push(Notice::new(NoticeCode::NoPlanText, None, ""));
    }
    let unread =
        |notice: &Notice| matches!(notice.code, NoticeCode::NoText | NoticeCode::Unreadable | NoticeCode::NoPlanText);
    if notices.iter().any(unread) {
        // What else is missing follows from this.
        read.notices.clear();
    }
    read.notices.splice(0..0, notices);
    read
}

/// Whether there is anything of a plan: some of its structure, or at least a sentence; and characters, not bytes of
/// another kind of file.
fn holds_plan_text(read: &ReadPlan) -> bool {
    let text = read.document.text();
    let odd = |c: &char| (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
    let binary = text.chars().filter(odd).count() * 20 > text.chars().count();
    let placed = read.title.is_some() || !read.domains.is_empty() || !read.projects.is_empty();
    !binary && (placed || text.contains(['。', '；']))
}

/// Reads the text of a plan document. Never fails: what cannot be read is said in the notices.
pub fn read_plan(text: &str) -> ReadPlan {
    reading::prepare_for(text);
    read_text(text)
}

fn read_text(text: &str) -> ReadPlan {
    let mut notices = Vec::new();
    let document = clean::clean(text, &mut notices);
    let lines = numbering::classify(&document);
    let front = front::read(&lines, &mut notices);
    let lines = front::first_plan(&lines, &front, &mut notices);
    let outline = outline::build(lines, front.title_lines, &mut notices);
    let (domains, projects, chapters) = targets::attach(outline, front.period, &mut notices);
    if domains.is_empty() {
        notices.push(Notice::new(NoticeCode::NoDomains, None, ""));
    }
    notices.sort_by_key(|notice| notice.line.unwrap_or(0));
    ReadPlan {
        title: front.title,
        area: front.area,
        period: front.period,
        domains,
        projects,
        chapters,
        notices,
        document,
    }
}
