//! The outline in its final shape, with the targets of every objective, measure and project.

use super::fold::Folded;
use super::notice::{Notice, NoticeCode};
use super::numbering::without_number;
use super::outline::{ChapterOutline, DomainOutline, Entry, Outline};
use super::reading::{Reading, holds_promise};
use super::{PlanPeriod, ReadChapter, ReadDomain, ReadMeasure, ReadObjective, ReadProject, ReadTarget};

/// Reads the targets of every entry and gives the outline its final shape.
pub(super) fn attach(
    outline: Outline,
    period: Option<PlanPeriod>,
    notices: &mut Vec<Notice>,
) -> (Vec<ReadDomain>, Vec<ReadProject>, Vec<ReadChapter>) {
    let domains = outline.domains.into_iter().map(|domain| read_domain(domain, period, notices)).collect();
    let mut projects = Vec::new();
    for (index, entry) in outline.projects.iter().enumerate() {
        let targets = entry_targets(entry, period, true, notices);
        let (number, text) = (format!("P{}", index + 1), whole(entry));
        projects.push(ReadProject { number, title: first_sentence(&text), text, targets, line: entry.line });
    }
    let chapters = outline.chapters.into_iter().map(|chapter| read_chapter(chapter, period, notices)).collect();
    (domains, projects, chapters)
}

fn read_domain(domain: DomainOutline, period: Option<PlanPeriod>, notices: &mut Vec<Notice>) -> ReadDomain {
    let mut objectives = Vec::new();
    for entry in &domain.objectives {
        let targets = entry_targets(entry, period, true, notices);
        let number = format!("{}.{}", domain.number, entry.count);
        objectives.push(ReadObjective { number, text: whole(entry), targets, line: entry.line });
    }
    let mut measures = Vec::new();
    for entry in &domain.measures {
        let targets = entry_targets(entry, period, false, notices);
        let (number, text) = (format!("{}.M{}", domain.number, entry.count), whole(entry));
        measures.push(ReadMeasure { number, title: first_sentence(&text), text, targets, line: entry.line });
    }
    ReadDomain { number: domain.number.to_string(), title: domain.title, objectives, measures, line: domain.line }
}

/// What a chapter promises outside the domains is read by nobody but said. The words before the first heading tell of
/// years gone by.
fn read_chapter(chapter: ChapterOutline, period: Option<PlanPeriod>, notices: &mut Vec<Notice>) -> ReadChapter {
    for (line, text) in chapter.text.iter().filter(|_| chapter.title.is_some()) {
        if holds_promise(&Folded::new(text).text, period) {
            notices.push(Notice::new(NoticeCode::FigureUnread, Some(*line), text));
        }
    }
    let lines: Vec<&str> = chapter.text.iter().map(|(_, text)| text.as_str()).collect();
    let text = (!lines.is_empty()).then(|| lines.join("\n"));
    let number = chapter.number.map(|number| number.to_string());
    ReadChapter { number, title: chapter.title, text, line: chapter.line }
}

fn whole(entry: &Entry) -> String {
    entry.parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
}

fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    line.split('。').next().unwrap_or(line).trim().to_owned()
}

fn entry_targets(
    entry: &Entry,
    period: Option<PlanPeriod>,
    promises: bool,
    notices: &mut Vec<Notice>,
) -> Vec<ReadTarget> {
    let mut targets = Vec::new();
    for (index, (line, text)) in entry.parts.iter().enumerate() {
        let text = if index == 0 { text } else { without_number(text) };
        let mut reading =
            Reading { folded: Folded::new(text), line: *line, period, promises, targets: &mut targets, notices };
        reading.read();
    }
    targets
}

#[cfg(test)]
#[path = "targets_tests.rs"]
mod tests;
