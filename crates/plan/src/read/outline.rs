//! Lines put in their places: chapters, domains, objectives, measures and projects, by numbering and by the
//! headings 主要目标 and 策略措施, never by the names of domains.

use super::fold::fold;
use super::notice::{Notice, NoticeCode};
use super::numbering::{Kind, Line, Section, Style, is_short_title};

/// An objective, measure or project before its targets are read.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) count: u32,
    pub(super) line: usize,
    /// Lines with their numbers in the input; the first without its numbering.
    pub(super) parts: Vec<(usize, String)>,
}

#[derive(Debug)]
pub(super) struct DomainOutline {
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) line: usize,
    pub(super) objectives: Vec<Entry>,
    pub(super) measures: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct ChapterOutline {
    pub(super) number: Option<u32>,
    pub(super) title: Option<String>,
    pub(super) line: usize,
    /// Lines with their numbers in the input.
    pub(super) text: Vec<(usize, String)>,
}

#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) domains: Vec<DomainOutline>,
    pub(super) projects: Vec<Entry>,
    pub(super) chapters: Vec<ChapterOutline>,
}

expression!(
    PROJECT_CHAPTER,
    "^(?:.{0,6}(?:重点|重大|主要|支持|支撑|示范|实事|民生))?(?:实施|实事|民生|支持|示范)?(?:工程|项目|行动)(?:[、与和及(]?(?:工程|项目|行动)\\)?)?$"
);

/// Where the next line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Chapter,
    /// A domain whose section has not been named yet.
    Domain(usize),
    Section(usize, Section),
    ProjectChapter,
}

struct Builder<'n> {
    outline: Outline,
    place: Place,
    /// Numbering of the entries of the present section, set by its first.
    entry_style: Option<Style>,
    /// An entry is open: lines without a number belong to it.
    open: bool,
    /// Numbering of the heading above: of the domain, or of the chapter of projects.
    above: Option<Style>,
    /// Numbering of the chapter.
    chapter: Option<Style>,
    /// A chapter that is itself 主要目标 or 策略措施, with its numbering: the headings within are domains.
    chapter_section: Option<(Section, Option<Style>)>,
    /// Line of the last label 目标 within a project: what stands behind it is of that project.
    label: usize,
    notices: &'n mut Vec<Notice>,
}

pub(super) fn build(lines: &[Line<'_>], title_lines: Vec<usize>, notices: &mut Vec<Notice>) -> Outline {
    let lines: Vec<&Line<'_>> = lines.iter().filter(|line| !title_lines.contains(&line.number)).collect();
    let mut builder = Builder {
        outline: Outline::default(),
        place: Place::Chapter,
        entry_style: None,
        open: false,
        above: None,
        chapter: None,
        chapter_section: None,
        label: 0,
        notices,
    };
    for (index, line) in lines.iter().enumerate() {
        builder.take(line, &lines[index + 1..]);
    }
    builder.outline
}

impl Builder<'_> {
    fn take(&mut self, line: &Line<'_>, following: &[&Line<'_>]) {
        match &line.kind {
            Kind::Gap => self.take_gap(line),
            Kind::Section { section, domain } => self.take_section(line, *section, domain.as_deref()),
            Kind::Heading { title } => self.take_heading(line, title, following),
            Kind::Item | Kind::Plain if is_bare_domain(line, following) => {
                let index = self.domain(line, without_count(line.rest).trim_end_matches([':', '：']));
                self.enter_below(line, Place::Domain(index));
            }
            Kind::Item => self.take_item(line),
            Kind::Plain => self.take_plain(line, following),
        }
    }

    fn take_gap(&mut self, line: &Line<'_>) {
        self.notice(NoticeCode::Gap, line.number, "");
        let last = self.entries().and_then(|entries| entries.last());
        let cut = last
            .and_then(|entry| entry.parts.last())
            .filter(|(_, text)| !text.ends_with(['。', '；', ';', '！', '：']));
        if let Some((number, text)) = cut.cloned().filter(|_| self.open) {
            self.notice(NoticeCode::EntryCut, number, &text);
        }
        self.open = false;
    }

    fn take_section(&mut self, line: &Line<'_>, section: Section, domain: Option<&str>) {
        if let Some(title) = domain {
            let index = self.domain(line, title);
            return self.enter_below(line, Place::Section(index, section));
        }
        let chapter = self.is_top(line);
        match self.place {
            Place::Domain(index) | Place::Section(index, _) if !chapter => self.enter(Place::Section(index, section)),
            // 目标 within a project says what the project is to reach.
            Place::ProjectChapter if !chapter && section != Section::Projects => {
                self.label = line.number;
                self.append(line);
            }
            _ if section == Section::Projects => {
                self.chapter(line, line.rest);
                self.enter_below(line, Place::ProjectChapter);
            }
            _ => {
                if chapter {
                    self.chapter(line, line.rest);
                }
                self.enter(Place::Chapter);
                self.chapter_section = Some((section, line.style));
            }
        }
    }

    /// A heading of the highest level, unless it is numbered below the heading that it stands under.
    fn is_top(&self, line: &Line<'_>) -> bool {
        let Some(style) = line.style.filter(|style| *style <= Style::Roman || *style == Style::Words) else {
            return false;
        };
        let above = if self.place == Place::Chapter { self.chapter } else { self.above };
        style == Style::Words || above.is_none_or(|above| above >= style)
    }

    /// The section that a chapter named for the domains within it, when this heading is one of them.
    fn section_of_chapter(&self, line: &Line<'_>) -> Option<Section> {
        let (section, chapter) = self.chapter_section?;
        let style = line.style.filter(|style| *style != Style::Words)?;
        let below = chapter.map_or(style > Style::Chinese, |chapter| chapter < style);
        below.then_some(section)
    }

    fn take_heading(&mut self, line: &Line<'_>, title: &str, following: &[&Line<'_>]) {
        let top = self.is_top(line);
        if self.place == Place::ProjectChapter && !top {
            return self.take_item(line);
        }
        if names_section(line, following) {
            let index = self.domain(line, title);
            return self.enter_below(line, Place::Domain(index));
        }
        if let Some(section) = self.section_of_chapter(line) {
            let index = self.domain(line, title);
            return self.enter_below(line, Place::Section(index, section));
        }
        let project = PROJECT_CHAPTER.is_match(&fold(title));
        if top || project {
            self.chapter_section = None;
            self.chapter(line, title);
            return self.enter_below(line, if project { Place::ProjectChapter } else { Place::Chapter });
        }
        if let Some(section) = concluded_section(following) {
            let index = self.domain(line, title);
            let name = if section == Section::Measures { "策略措施" } else { "主要目标" };
            self.notice(NoticeCode::SectionConcluded, line.number, name);
            return self.enter_below(line, Place::Section(index, section));
        }
        match self.place {
            Place::Chapter => self.chapter_text(line),
            _ if self.entry_style.is_none_or(|style| Some(style) == line.style) => self.take_item(line),
            _ => {
                self.notice(NoticeCode::HeadingUnplaced, line.number, title);
                self.open = false;
            }
        }
    }

    fn take_item(&mut self, line: &Line<'_>) {
        match self.place {
            Place::Chapter => {
                // An entry of 主要目标 that no domain stands above.
                if self.chapter_section.is_some() {
                    self.notice(NoticeCode::Unplaced, line.number, line.text);
                }
                return self.chapter_text(line);
            }
            Place::ProjectChapter if self.open && self.label == line.number => return self.append(line),
            Place::Domain(_) => return self.notice(NoticeCode::Unplaced, line.number, line.text),
            Place::Section(..) | Place::ProjectChapter => {}
        }
        let style = *self.entry_style.get_or_insert(line.style.unwrap_or(Style::Dash));
        if line.style == Some(style) {
            return self.start_entry(line);
        }
        self.append(line);
    }

    fn take_plain(&mut self, line: &Line<'_>, following: &[&Line<'_>]) {
        let listed = matches!(self.place, Place::Section(..) | Place::ProjectChapter);
        if listed && self.entry_style.is_none() && no_numbers(following) {
            self.entry_style = Some(Style::Words);
        }
        if listed && self.entry_style == Some(Style::Words) {
            return self.start_entry(line);
        }
        match self.place {
            Place::Chapter => self.chapter_text(line),
            Place::Domain(_) => self.notice(NoticeCode::Unplaced, line.number, line.text),
            // Names of units beside an objective, as in a table that has become text.
            Place::Section(..) if is_fragment(line.text) => self.notice(NoticeCode::Unplaced, line.number, line.text),
            Place::Section(..) | Place::ProjectChapter => self.append(line),
        }
    }

    /// Adds a line to the open entry, as it stands.
    fn append(&mut self, line: &Line<'_>) {
        let open = self.open;
        // 目标：培训1000人。 within a project stays one line.
        let label = self.label == line.number && line.style.is_none();
        let last = self.entries().and_then(|entries| entries.last_mut()?.parts.last_mut());
        if let Some((_, text)) = last.filter(|(number, text)| open && label && *number == line.number && is_label(text))
        {
            return text.push_str(line.text);
        }
        match self.entries().and_then(|entries| entries.last_mut()).filter(|_| open) {
            Some(entry) => entry.parts.push((line.number, line.text.to_owned())),
            None => self.notice(NoticeCode::Unplaced, line.number, line.text),
        }
    }

    fn start_entry(&mut self, line: &Line<'_>) {
        let Some(entries) = self.entries() else { return };
        let previous = entries.last().map_or(0, |entry| entry.count);
        let expected = previous.saturating_add(1);
        let written = line.count.unwrap_or(expected);
        // A number that was used before would name two entries: the list goes on counting instead.
        let count = if written > previous { written } else { expected };
        entries.push(Entry { count, line: line.number, parts: vec![(line.number, line.rest.to_owned())] });
        self.open = true;
        // Articles are numbered through the whole text.
        let goes_on = previous == 0 && line.style == Some(Style::Article);
        if written != expected && !goes_on {
            self.notice(NoticeCode::NumberBreak, line.number, &format!("{previous} → {written}"));
        }
    }

    fn entries(&mut self) -> Option<&mut Vec<Entry>> {
        match self.place {
            Place::Section(index, Section::Objectives) => {
                self.outline.domains.get_mut(index).map(|d| &mut d.objectives)
            }
            Place::Section(index, Section::Measures) => self.outline.domains.get_mut(index).map(|d| &mut d.measures),
            Place::Section(_, Section::Projects) | Place::ProjectChapter => Some(&mut self.outline.projects),
            Place::Chapter | Place::Domain(_) => None,
        }
    }

    /// The domain of this title, begun here unless it was met before.
    fn domain(&mut self, line: &Line<'_>, title: &str) -> usize {
        let domains = &mut self.outline.domains;
        if let Some(index) = domains.iter().position(|domain| domain.title == title) {
            return index;
        }
        let next = domains.iter().map(|domain| domain.number).max().unwrap_or(0).saturating_add(1);
        let number = line.count.filter(|count| domains.iter().all(|domain| domain.number != *count)).unwrap_or(next);
        let (title, line) = (title.to_owned(), line.number);
        domains.push(DomainOutline { number, title, line, objectives: Vec::new(), measures: Vec::new() });
        domains.len() - 1
    }

    fn chapter(&mut self, line: &Line<'_>, title: &str) {
        let (number, title) = (line.count, Some(title.to_owned()));
        self.outline.chapters.push(ChapterOutline { number, title, line: line.number, text: Vec::new() });
        self.chapter = line.style.filter(|style| *style != Style::Words);
    }

    fn chapter_text(&mut self, line: &Line<'_>) {
        if self.outline.chapters.is_empty() {
            let opening = ChapterOutline { number: None, title: None, line: line.number, text: Vec::new() };
            self.outline.chapters.push(opening);
        }
        if let Some(chapter) = self.outline.chapters.last_mut() {
            chapter.text.push((line.number, line.text.to_owned()));
        }
    }

    fn enter_below(&mut self, heading: &Line<'_>, place: Place) {
        self.above = heading.style;
        self.enter(place);
    }

    fn enter(&mut self, place: Place) {
        self.place = place;
        self.entry_style = None;
        self.open = false;
    }

    fn notice(&mut self, code: NoticeCode, line: usize, about: &str) {
        self.notices.push(Notice::new(code, Some(line), about));
    }
}

/// Whether 主要目标 or 策略措施 comes before the next heading or item, and below this heading.
fn names_section(heading: &Line<'_>, following: &[&Line<'_>]) -> bool {
    let mut next = following.iter().filter(|line| !matches!(line.kind, Kind::Plain | Kind::Gap));
    let Some(section) = next.next().filter(|line| matches!(line.kind, Kind::Section { domain: None, .. })) else {
        return false;
    };
    let Some(style) = section.style.filter(|style| *style <= Style::Roman) else { return true };
    // 一、主要目标 with domains within it is a chapter of its own, not the section of a domain.
    let below = heading.style.is_some_and(|heading| heading < style);
    let first = next.next().filter(|line| matches!(line.kind, Kind::Heading { .. })).and_then(|line| line.style);
    let second = next.next().and_then(|line| line.style);
    below && first.is_none_or(|first| first == Style::Words || second == Some(first))
}

/// A domain's title without the numbering of a heading, told by 主要目标 on the next line.
fn is_bare_domain(line: &Line<'_>, following: &[&Line<'_>]) -> bool {
    let next = following.first().map(|next| &next.kind);
    let objectives = next == Some(&Kind::Section { section: Section::Objectives, domain: None });
    let top = following.first().is_some_and(|next| next.style.is_some_and(|style| style <= Style::Roman));
    // The head of a table that became text, 领域 主要目标 责任单位, has a few words there too, not a sentence.
    let table = following.get(1).is_some_and(|line| line.kind == Kind::Plain && is_fragment(line.text));
    objectives && !top && !table && !line.rest.ends_with('。') && is_short_title(line.rest)
}

/// A title without a number that only a blank parts from it: 一　某某.
fn without_count(title: &str) -> &str {
    let Some((count, rest)) = title.split_once(char::is_whitespace) else { return title };
    let digits = count.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if digits && (1..=3).contains(&count.chars().count()) { rest.trim_start() } else { title }
}

/// Whether the list that begins here has lost its numbers: none of its lines up to the next heading has one.
fn no_numbers(following: &[&Line<'_>]) -> bool {
    let list = following.iter().take_while(|line| !matches!(line.kind, Kind::Section { .. } | Kind::Heading { .. }));
    list.into_iter().all(|line| line.kind != Kind::Item)
}

/// Where a gap swallowed the section's heading: numbered lines of a short first sentence and more are measures.
fn concluded_section(following: &[&Line<'_>]) -> Option<Section> {
    let (gap, rest) = following.split_first()?;
    let item = rest.first().filter(|item| gap.kind == Kind::Gap && item.style == Some(Style::Arabic))?;
    let (first, more) = item.rest.split_once('。')?;
    let measure = first.chars().count() <= 25 && !more.is_empty();
    Some(if measure { Section::Measures } else { Section::Objectives })
}

/// 目标： at the beginning of a line that was divided there.
fn is_label(text: &str) -> bool {
    text.ends_with([':', '：', '。']) && is_short_title(text.trim_end_matches([':', '：', '。']))
}

/// A few words without any punctuation or figure.
fn is_fragment(text: &str) -> bool {
    const PUNCTUATION: &[char] = &['。', '，', ',', '；', ';', '：', ':', '、', '！', '？'];
    text.chars().count() <= 16 && !text.contains(PUNCTUATION) && !text.contains(|c: char| c.is_ascii_digit())
}
