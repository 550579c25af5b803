//! The block kinds that wording is made of, one a file.

mod chart;
mod cover;
mod heading;
mod list;
mod page_break;
mod paragraph;
mod table;

use minijinja::Environment;
use minijinja::value::Value;
use serde::de::DeserializeOwned;

use crate::document::{self, Block, Cover, Run};
use crate::typography::full_width;

/// A block of a section as the definition words it.
#[derive(Debug)]
pub enum Wording {
    Chart(chart::Chart),
    Cover(cover::Cover),
    Heading(heading::Heading),
    List(list::List),
    PageBreak(page_break::PageBreak),
    Paragraph(paragraph::Paragraph),
    Table(table::Table),
}

/// A field of a block and why its wording could not be written.
pub type Fault = (String, minijinja::Error);

impl Wording {
    const KINDS: &str = "chart, cover, heading, list, page_break, paragraph, table";

    /// `Err` says what is wrong with the table.
    pub(crate) fn read(kind: &str, table: toml::Table) -> Result<Self, String> {
        fn of<T: DeserializeOwned>(table: toml::Table) -> Result<T, String> {
            T::deserialize(table).map_err(|error| error.message().to_owned())
        }
        match kind {
            "chart" => of(table).map(Self::Chart),
            "cover" => of(table).map(Self::Cover),
            "heading" => of(table).map(Self::Heading),
            "list" => of(table).map(Self::List),
            "page_break" => of(table).map(Self::PageBreak),
            "paragraph" => of(table).map(Self::Paragraph),
            "table" => of(table).map(Self::Table),
            other => Err(format!("kind “{other}”: {}", Self::KINDS)),
        }
    }

    /// All templates with the names of their fields, to be checked before any report is written.
    pub(crate) fn templates(&self) -> Vec<(String, &str)> {
        match self {
            Self::Chart(block) => block.templates(),
            Self::Cover(block) => block.templates(),
            Self::Heading(block) => vec![("text".to_owned(), block.text.as_str())],
            Self::List(block) => vec![("item".to_owned(), block.item.as_str())],
            Self::PageBreak(_) => Vec::new(),
            Self::Paragraph(block) => vec![("text".to_owned(), block.text.as_str())],
            Self::Table(block) => block.templates(),
        }
    }

    pub(crate) fn expressions(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Chart(block) => vec![("chart", block.chart.as_str())],
            Self::List(block) => vec![("items", block.items.as_str())],
            Self::Table(block) => vec![("rows", block.rows.as_str())],
            _ => Vec::new(),
        }
    }

    /// Writes the block into the scope's document.
    pub(crate) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        match self {
            Self::Chart(block) => block.build(scope),
            Self::Cover(block) => block.build(scope),
            Self::Heading(block) => block.build(scope),
            Self::List(block) => block.build(scope),
            Self::PageBreak(block) => block.build(scope),
            Self::Paragraph(block) => block.build(scope),
            Self::Table(block) => block.build(scope),
        }
    }
}

/// The document under way and what templates see.
pub struct Scope<'a> {
    wording: &'a Environment<'static>,
    pub(crate) context: Value,
    pub(crate) cover: Option<Cover>,
    pub(crate) body: Vec<Block>,
    tables: u32,
    charts: u32,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(wording: &'a Environment<'static>, context: Value) -> Self {
        Self { wording, context, cover: None, body: Vec::new(), tables: 0, charts: 0 }
    }

    /// One template over the context.
    pub(crate) fn text(&self, template: &str) -> Result<String, Fault> {
        self.field("title", template, &self.context)
    }

    fn field(&self, field: &str, template: &str, context: &Value) -> Result<String, Fault> {
        self.wording.render_str(template, context).map_err(|error| (field.to_owned(), error))
    }

    fn runs(&self, field: &str, template: &str) -> Result<Vec<Run>, Fault> {
        Ok(document::runs(&self.field(field, template, &self.context)?))
    }

    /// One line of plain text for each line of the wording that is not empty.
    fn lines(&self, field: &str, template: &str) -> Result<Vec<String>, Fault> {
        let text = self.field(field, template, &self.context)?;
        Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(full_width).collect())
    }

    fn list(&self, field: &str, expression: &str) -> Result<Vec<Value>, Fault> {
        let named = |error| (field.to_owned(), error);
        let value = self.evaluate(field, expression)?;
        Ok(value.try_iter().map_err(named)?.collect())
    }

    fn evaluate(&self, field: &str, expression: &str) -> Result<Value, Fault> {
        let named = |error| (field.to_owned(), error);
        let compiled = self.wording.compile_expression(expression).map_err(named)?;
        compiled.eval(&self.context).map_err(|error| (field.to_owned(), error))
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let own = Value::from_iter([(name.to_owned(), value)]);
        minijinja::context! { ..own, ..self.context.clone() }
    }
}
