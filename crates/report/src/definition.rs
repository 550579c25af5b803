//! A report definition: `report.toml` with the ordered list of sections, a file a section, and `words.jinja` with the
//! phrases that several share. Wording is [Jinja](https://docs.rs/minijinja) over the fields of [`crate::facts::Facts`].
//!
//! A section is repeated over `each` (an expression) under the name `as`; so is a block. A block stands only where
//! `when` holds, and a paragraph that comes out empty is left out.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Deserialize;
use toml::Spanned;

use crate::blocks::Wording;
use crate::document::{STRONG, SUPERSCRIPT};
use crate::facts::words::numeral;

const HEAD: &str = "report.toml";
const WORDS: &str = "words.jinja";

/// A definition that has been read and whose wording is well-formed.
#[derive(Debug)]
pub struct Definition {
    pub(crate) title: String,
    pub(crate) sections: Vec<Section>,
    pub(crate) wording: Environment<'static>,
}

#[derive(Debug)]
pub(crate) struct Section {
    pub file: String,
    pub repeat: Option<Repeat>,
    pub blocks: Vec<Placed>,
}

/// A block with its conditions and its line in the file.
#[derive(Debug)]
pub(crate) struct Placed {
    pub line: u64,
    pub repeat: Option<Repeat>,
    pub when: Option<String>,
    pub wording: Wording,
}

/// Over which list, and what one of it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub each: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    sections: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    each: Option<String>,
    #[serde(rename = "as")]
    name: Option<String>,
    #[serde(default)]
    block: Vec<Spanned<toml::Table>>,
}

/// The files of one report out of the whole folder of reports: those under `kind/` without that prefix, and `shared/`.
pub fn pick(all: &BTreeMap<String, Vec<u8>>, kind: &str) -> BTreeMap<String, Vec<u8>> {
    let own = |path: &str| path.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
    let shared = |path: &str| path.starts_with("shared/").then(|| path.to_owned());
    all.iter().filter_map(|(path, bytes)| Some((own(path).or_else(|| shared(path))?, bytes.clone()))).collect()
}

impl Definition {
    /// Reads a definition: paths relative to the report's folder, with what reports share under `shared/`. All faults
    /// at once; a definition only where there are none.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> (Option<Self>, Vec<Problem>) {
        let mut reader = Reader { files, wording: environment(), problems: Vec::new() };
        let definition = reader.definition();
        match (definition, reader.problems.is_empty()) {
            (Some((title, sections)), true) => {
                (Some(Self { title, sections, wording: reader.wording }), reader.problems)
            }
            _ => (None, reader.problems),
        }
    }
}

struct Reader<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    wording: Environment<'static>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn definition(&mut self) -> Option<(String, Vec<Section>)> {
        let head: Head = self.parse(HEAD, HEAD)?;
        for (path, name) in [(WORDS, WORDS), ("shared/words.jinja", "shared/words.jinja")] {
            if self.files.contains_key(path) {
                let text = self.text(path, HEAD)?;
                if let Err(error) = self.wording.add_template_owned(name.to_owned(), text) {
                    self.problems.push(at_fault(&error).file(path).line(error.line().unwrap_or(1) as u64));
                }
            }
        }
        self.template(HEAD, 1, "title", &head.title);
        let sections = head.sections.iter().filter_map(|file| self.section(file)).collect();
        Some((head.title, sections))
    }

    fn text(&mut self, path: &str, named_in: &str) -> Option<String> {
        let Some(bytes) = self.files.get(path) else {
            self.problems.push(Problem::new(&kinds::REPORT_FILE_MISSING).with("value", path).file(named_in));
            return None;
        };
        let text = std::str::from_utf8(bytes);
        if text.is_err() {
            self.problems.push(Problem::new(&kinds::FILE_NOT_TEXT).file(path));
        }
        Some(text.ok()?.trim_start_matches('\u{feff}').to_owned())
    }

    fn parse<T: serde::de::DeserializeOwned>(&mut self, path: &str, named_in: &str) -> Option<T> {
        let text = self.text(path, named_in)?;
        match toml::from_str(&text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(&text, span.start));
                let problem = Problem::new(&kinds::REPORT_TOML).with("error", error.message());
                self.problems.push(problem.file(path).line(line));
                None
            }
        }
    }

    fn section(&mut self, file: &str) -> Option<Section> {
        let text = self.text(file, HEAD)?;
        let read: SectionFile = self.parse(file, HEAD)?;
        let repeat = self.repeat(file, 1, read.each, read.name);
        let mut blocks = Vec::new();
        for block in read.block {
            let line = line_of(&text, block.span().start);
            blocks.extend(self.block(file, line, block.into_inner()));
        }
        Some(Section { file: file.to_owned(), repeat, blocks })
    }

    fn block(&mut self, file: &str, line: u64, mut table: toml::Table) -> Option<Placed> {
        let mut word = |name: &str| match table.remove(name) {
            Some(toml::Value::String(text)) => Some(text),
            _ => None,
        };
        let (kind, each, name, when) = (word("kind"), word("each"), word("as"), word("when"));
        let repeat = self.repeat(file, line, each, name);
        if let Some(when) = &when {
            self.expression(file, line, "when", when);
        }
        let wording = match Wording::read(kind.as_deref().unwrap_or_default(), table) {
            Ok(wording) => wording,
            Err(error) => {
                let problem = Problem::new(&kinds::REPORT_BLOCK).with("error", error);
                self.problems.push(problem.file(file).line(line));
                return None;
            }
        };
        for (field, text) in wording.templates() {
            self.template(file, line, &field, text);
        }
        for (field, text) in wording.expressions() {
            self.expression(file, line, field, text);
        }
        Some(Placed { line, repeat, when, wording })
    }

    fn repeat(&mut self, file: &str, line: u64, each: Option<String>, name: Option<String>) -> Option<Repeat> {
        let each = each?;
        self.expression(file, line, "each", &each);
        Some(Repeat { each, name: name.unwrap_or_else(|| "item".to_owned()) })
    }

    fn template(&mut self, file: &str, line: u64, field: &str, text: &str) {
        if let Err(error) = self.wording.template_from_str(text) {
            self.problems.push(at_fault(&error).file(file).line(line).field(field));
        }
    }

    fn expression(&mut self, file: &str, line: u64, field: &str, text: &str) {
        if let Err(error) = self.wording.compile_expression(text) {
            self.problems.push(at_fault(&error).file(file).line(line).field(field));
        }
    }
}

/// What is wrong with a piece of wording.
pub(crate) fn at_fault(error: &minijinja::Error) -> Problem {
    let what = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    Problem::new(&kinds::REPORT_WORDING).with("error", what)
}

fn line_of(text: &str, offset: usize) -> u64 {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Strict: a name that is not among the facts, or one without a value, stops the report instead of printing a blank.
fn environment() -> Environment<'static> {
    let mut wording = Environment::new();
    wording.set_undefined_behavior(UndefinedBehavior::Strict);
    wording.set_auto_escape_callback(|_| AutoEscape::None);
    wording.set_formatter(|out, state, value| {
        if value.is_none() {
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "a value that is absent was to be printed"));
        }
        minijinja::escape_formatter(out, state, value)
    });
    let wrap = |(open, close): (char, char)| move |inner: Value| format!("{open}{inner}{close}");
    wording.add_function("sup", wrap(SUPERSCRIPT));
    wording.add_function("strong", wrap(STRONG));
    wording.add_function("numeral", numeral);
    wording.add_filter("flatten", flatten);
    wording
}

/// A list of lists as one list.
fn flatten(lists: Value) -> Result<Value, minijinja::Error> {
    let mut all = Vec::new();
    for list in lists.try_iter()? {
        all.extend(list.try_iter()?);
    }
    Ok(Value::from(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Vec<String> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let (definition, problems) = Definition::read(&files);
        assert_eq!(definition.is_some(), problems.is_empty());
        problems.iter().map(|problem| format!("{} {}", problem.place, problem.kind.code)).collect()
    }

    #[test]
    fn all_faults_with_their_lines() {
        let section = "[[block]]\nkind = \"paragraph\"\ntext = \"{{ year \"\n\n[[block]]\nkind = \"poem\"\n\n\
                       [[block]]\nkind = \"heading\"\nlevel = 1\ntext = \"x\"\nwhen = \"a ==\"\n\n\
                       [[block]]\nkind = \"heading\"\nlevel = 1\ntekst = \"x\"\n";
        let problems =
            read(&[("report.toml", "title = \"t\"\nsections = [\"a.toml\", \"b.toml\"]"), ("a.toml", section)]);
        assert_eq!(
            problems,
            [
                "a.toml:1 text report.wording",
                "a.toml:5 report.block",
                "a.toml:8 when report.wording",
                "a.toml:14 report.block",
                "report.toml report.file_missing",
            ]
        );
    }

    #[test]
    fn a_broken_list_of_sections_is_named_by_line() {
        assert_eq!(read(&[("report.toml", "title = \"t\"\nsections = 3")]), ["report.toml:2 report.toml"]);
        assert_eq!(read(&[]), ["report.toml report.file_missing"]);
    }
}
