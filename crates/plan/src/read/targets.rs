//! Clauses held against the table of patterns.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::fold::{Clause, Folded, clauses};
use super::notice::{Notice, NoticeCode};
use super::numbering::{count, without_number};
use super::outline::{ChapterOutline, DomainOutline, Entry, Outline};
use super::patterns::{Compare, FRAGMENTS, PATTERNS, Pattern, ValueFrom};
use super::{ReadChapter, ReadDomain, ReadMeasure, ReadObjective, ReadProject, ReadTarget};
use crate::model::Operator;

static EXPRESSIONS: LazyLock<Vec<(&'static Pattern, Regex)>> = LazyLock::new(|| {
    let compile = |pattern: &'static Pattern| {
        (pattern, Regex::new(&expand(pattern.expression)).expect("a valid expression of the table"))
    };
    PATTERNS.iter().map(compile).collect()
});

macro_rules! expression {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("a valid expression"));
    };
}

expression!(YEAR, r"(?:到|至|截至|截止)\s*(\d{4})\s*年(?:底|末|前|时)?");
// Words before the noun phrase that say by when, where or that it is to be done.
expression!(
    LEAD,
    r"^\s*(?:(?:到|至|截至)\s*\d{4}\s*年(?:底|末|前|时)?|其中|并且|同时|以及|力争|确保|保证|保障|促进|推动|推进|实现|使|对)\s*[,:]?"
);
expression!(
    TRAIL,
    r"(?:逐步|稳定|力争|基本|分别|均|都|应|要|总体|全部|普遍|稳步|持续|一般|原则上|平均|以[^,、]{1,16}为单位)$"
);
// The second and third of several figures: 分别控制在10%和5%以下.
expression!(
    MORE,
    r"^\s*[、和及与]\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>%|‰|/\s*10\s*万)(?P<bound>及?以上|及?以下|以内|之内|左右)?"
);
expression!(NAMES_FIGURE, r"(?:率|比例|比重|占比|数|数量|水平|寿命|面积|年限|比|人次|收入)$");
// After a figure these make it the mark of something else: 超过1万人次的场所, 1万平方米或者….
expression!(ATTRIBUTE, r"^(?:的(?:[^目标要水]|$)|或者?|且|时|后|百分点)");
expression!(FIGURE, r"\d(?:\.\d+)?\s*(?:%|‰|/\s*10\s*万)|分之[一二三四五六七八九十\d]");
expression!(MATCHES, r"(?:率|比例|比重|占比).*(?:相适应|相匹配|相当|相一致)$");
// 机制、制度 are not things that one counts.
expression!(NOT_BUILT, r"(?:机制|体系|制度|格局|模式|氛围|环境|社会|局面|意识|方案|办法)$");

fn expand(expression: &str) -> String {
    // Fragments use only earlier ones, so one pass from the last to the first resolves all.
    FRAGMENTS.iter().rev().fold(expression.to_owned(), |text, (name, piece)| text.replace(&format!("@{name}@"), piece))
}

/// Reads the targets of every entry and gives the outline its final shape.
pub(super) fn attach(
    outline: Outline,
    plan_end: Option<i32>,
    notices: &mut Vec<Notice>,
) -> (Vec<ReadDomain>, Vec<ReadProject>, Vec<ReadChapter>) {
    let domains = outline.domains.into_iter().map(|domain| read_domain(domain, plan_end, notices)).collect();
    let mut projects = Vec::new();
    for (index, entry) in outline.projects.iter().enumerate() {
        let targets = entry_targets(entry, plan_end, true, notices);
        let (number, text) = (format!("P{}", index + 1), whole(entry));
        projects.push(ReadProject { number, title: first_sentence(&text), text, targets, line: entry.line });
    }
    (domains, projects, outline.chapters.into_iter().map(read_chapter).collect())
}

fn read_domain(domain: DomainOutline, plan_end: Option<i32>, notices: &mut Vec<Notice>) -> ReadDomain {
    let mut objectives = Vec::new();
    for entry in &domain.objectives {
        let targets = entry_targets(entry, plan_end, true, notices);
        let number = format!("{}.{}", domain.number, entry.count);
        objectives.push(ReadObjective { number, text: whole(entry), targets, line: entry.line });
    }
    let mut measures = Vec::new();
    for entry in &domain.measures {
        let targets = entry_targets(entry, plan_end, false, notices);
        let (number, text) = (format!("{}.M{}", domain.number, entry.count), whole(entry));
        measures.push(ReadMeasure { number, title: first_sentence(&text), text, targets, line: entry.line });
    }
    ReadDomain { number: domain.number.to_string(), title: domain.title, objectives, measures, line: domain.line }
}

fn read_chapter(chapter: ChapterOutline) -> ReadChapter {
    let text = (!chapter.text.is_empty()).then(|| chapter.text.join("\n"));
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

fn entry_targets(entry: &Entry, plan_end: Option<i32>, promises: bool, notices: &mut Vec<Notice>) -> Vec<ReadTarget> {
    let mut targets = Vec::new();
    for (index, (line, text)) in entry.parts.iter().enumerate() {
        let text = if index == 0 { text } else { without_number(text) };
        let mut reading =
            Reading { folded: Folded::new(text), line: *line, plan_end, promises, targets: &mut targets, notices };
        reading.read();
    }
    targets
}

/// One line being read.
struct Reading<'a> {
    folded: Folded<'a>,
    line: usize,
    plan_end: Option<i32>,
    /// The line is of an objective or project: directions count as promises.
    promises: bool,
    targets: &'a mut Vec<ReadTarget>,
    notices: &'a mut Vec<Notice>,
}

impl Reading<'_> {
    fn read(&mut self) {
        let mut year = None;
        let mut sentence = usize::MAX;
        let mut named: Option<String> = None;
        for clause in clauses(&self.folded.text) {
            if clause.sentence != sentence {
                (sentence, year, named) = (clause.sentence, None, None);
            }
            let words = self.folded.text[clause.range.clone()].to_owned();
            if let Some(found) = YEAR.captures_iter(&words).last() {
                year = found[1].parse().ok();
            }
            self.read_clause(&clause, &words, year.or(self.plan_end), &mut named);
        }
    }

    /// Takes target after target from the beginning of the clause on.
    fn read_clause(&mut self, clause: &Clause, words: &str, year: Option<i32>, named: &mut Option<String>) {
        let mut from = 0;
        let mut found_any = false;
        while from < words.len() {
            let rest = &words[from..];
            let Some((pattern, found, end)) = self.first_match(rest) else { break };
            let indicator = self.indicator(pattern, &found, named.as_deref());
            let lead = if from == 0 { 0 } else { lead_length(rest) };
            let range = clause.range.start + from + lead..clause.range.start + from + end;
            let first = self.targets.len();
            self.push(pattern, &found, indicator.clone(), year, self.folded.exact(range.clone()).trim().to_owned());
            let end = end + self.more_figures(first, &rest[end..], range);
            if indicator.as_deref().is_some_and(|name| NAMES_FIGURE.is_match(name)) {
                *named = indicator;
            }
            found_any = true;
            from += end;
        }
        let left = &words[from.min(words.len())..];
        if FIGURE.is_match(left) {
            self.notices.push(Notice::new(NoticeCode::FigureUnread, Some(self.line), words.trim()));
        } else if !found_any && self.promises && MATCHES.is_match(words) {
            self.notices.push(Notice::new(NoticeCode::MatchUnread, Some(self.line), words.trim()));
        }
    }

    /// Reads the figures that follow the first one with the same verb; returns how much of `rest` they take.
    fn more_figures(&mut self, first: usize, rest: &str, range: Range<usize>) -> usize {
        let mut taken = 0;
        let Some(pattern) = self.targets.get(first).cloned() else { return 0 };
        if !matches!(pattern.unit.as_deref(), Some("%" | "‰" | "1/10万")) || pattern.value.is_none() {
            return 0;
        }
        let mut bounded = None;
        while let Some(found) = MORE.captures(&rest[taken..]) {
            taken += found.get(0).map_or(0, |all| all.end());
            let unit = if found["unit"].contains('万') { "1/10万" } else { &found["unit"] };
            bounded = found.name("bound").map(|_| operator(Compare::BoundThenVerb, &found));
            let value = value(ValueFrom::Written, &found);
            self.targets.push(ReadTarget { value, unit: Some(unit.to_owned()), ..pattern.clone() });
        }
        if taken > 0 {
            let quote = self.folded.exact(range.start..range.end + taken).trim().to_owned();
            let names = several(pattern.indicator.as_deref().unwrap_or(""), self.targets.len() - first);
            for (index, target) in self.targets[first..].iter_mut().enumerate() {
                target.quote.clone_from(&quote);
                target.operator = bounded.unwrap_or(target.operator);
                target.indicator = names.get(index).cloned().or_else(|| target.indicator.take());
            }
        }
        taken
    }

    fn first_match<'t>(&self, rest: &'t str) -> Option<(&'static Pattern, Captures<'t>, usize)> {
        EXPRESSIONS.iter().filter(|(pattern, _)| self.promises || !pattern.promise_only).find_map(
            |(pattern, expression)| {
                let found = expression.captures(rest)?;
                let end = found.get(0)?.end();
                let counted = matches!(pattern.name, "build_count" | "completed" | "every_place_has_count");
                let refused = ATTRIBUTE.is_match(&rest[end..]) || counted && NOT_BUILT.is_match(rest.trim_end());
                (!refused).then_some((*pattern, found, end))
            },
        )
    }

    fn indicator(&self, pattern: &Pattern, found: &Captures<'_>, named: Option<&str>) -> Option<String> {
        let mut phrase = noun_phrase(&fill(pattern.indicator, found));
        // 城市达到95%: the figure is the one named before, of another part.
        let part = matches!(pattern.value, ValueFrom::Written) && pattern.indicator == "{subject}";
        let bare = !NAMES_FIGURE.is_match(&phrase) && found.name("verb").is_some();
        if let Some(named) = named.filter(|_| part && bare) {
            phrase = if phrase.is_empty() { named.to_owned() } else { format!("{named}（{phrase}）") };
        }
        (!phrase.is_empty()).then_some(phrase)
    }

    fn push(
        &mut self,
        pattern: &'static Pattern,
        found: &Captures<'_>,
        indicator: Option<String>,
        year: Option<i32>,
        quote: String,
    ) {
        let unit = unit(pattern, found);
        let target = ReadTarget {
            indicator: None,
            operator: operator(pattern.operator, found),
            value: value(pattern.value, found),
            unit,
            year,
            quote,
            line: self.line,
            pattern: pattern.name,
        };
        if pattern.name.starts_with("relative") {
            self.notices.push(Notice::new(NoticeCode::RelativeChange, Some(self.line), &target.quote));
        }
        let names = match &indicator {
            Some(phrase) if pattern.operator == Compare::Is(Operator::Standard) => parallel(phrase),
            Some(phrase) => vec![phrase.clone()],
            None => Vec::new(),
        };
        if names.is_empty() {
            self.targets.push(target);
        } else {
            self.targets.extend(names.into_iter().map(|name| ReadTarget { indicator: Some(name), ..target.clone() }));
        }
    }
}

/// The names of `count` figures in one phrase, as far as the phrase divides into as many; a part that is no name
/// by itself is put behind the whole phrase.
fn several(phrase: &str, count: usize) -> Vec<String> {
    let phrase = phrase.trim_end_matches("分别");
    let parts: Vec<&str> = phrase.split(['、', '和', '及', '与']).map(str::trim).collect();
    if parts.len() != count {
        return Vec::new();
    }
    if parts.iter().all(|part| NAMES_FIGURE.is_match(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    parts.into_iter().map(|part| format!("{phrase}（{part}）")).collect()
}

/// Several complete names of figures side by side, or the one.
fn parallel(phrase: &str) -> Vec<String> {
    let names: Vec<&str> = phrase.split('、').collect();
    if names.iter().all(|name| NAMES_FIGURE.is_match(name)) {
        names.into_iter().map(str::to_owned).collect()
    } else {
        vec![phrase.to_owned()]
    }
}

/// Length of the connecting words at the beginning of what is left of a clause.
fn lead_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(['、', '和', '及', '并', ' ']).len()
}

fn noun_phrase(text: &str) -> String {
    let mut phrase = text.trim().trim_start_matches(['、', '和', '及', '并', ' ']);
    while let Some(found) = LEAD.find(phrase).filter(|found| found.end() > 0) {
        phrase = phrase[found.end()..].trim_start();
    }
    while let Some(found) = TRAIL.find(phrase) {
        phrase = phrase[..found.start()].trim_end();
    }
    phrase.trim_end_matches(['的', '、', ' ']).to_owned()
}

/// Puts the groups of a match into a template.
fn fill(template: &str, found: &Captures<'_>) -> String {
    const GROUPS: [&str; 6] = ["subject", "other", "place", "unit", "births", "base"];
    GROUPS.iter().fold(template.to_owned(), |text, group| {
        text.replace(&format!("{{{group}}}"), found.name(group).map_or("", |words| words.as_str().trim()))
    })
}

fn unit(pattern: &Pattern, found: &Captures<'_>) -> Option<String> {
    let unit = match (pattern.unit, found.name("base").map(|base| base.as_str())) {
        ("{base}", Some("百")) => "%".to_owned(),
        ("{base}", Some("千")) => "‰".to_owned(),
        ("{base}", Some(_)) => "1/10万".to_owned(),
        (template, _) => fill(template, found),
    };
    (!unit.is_empty()).then_some(unit)
}

fn operator(compare: Compare, found: &Captures<'_>) -> Operator {
    let bound = found.name("bound").map_or("", |bound| bound.as_str());
    let by_bound = match bound.trim_start_matches('及') {
        "以上" => Some(Operator::AtLeast),
        "以下" | "以内" | "之内" => Some(Operator::AtMost),
        "左右" | "上下" => Some(Operator::About),
        _ => None,
    };
    match compare {
        Compare::Is(operator) => operator,
        Compare::BoundThenEqual => by_bound.unwrap_or(Operator::Equal),
        Compare::BoundThenVerb => {
            by_bound.unwrap_or_else(|| by_verb(found.name("verb").map_or("", |verb| verb.as_str())))
        }
    }
}

/// 以上 and 以下 include the number, 超过 does not; 达到 is at least.
fn by_verb(verb: &str) -> Operator {
    const NEGATED: [(&str, Operator); 4] = [
        ("不低于", Operator::AtLeast),
        ("不少于", Operator::AtLeast),
        ("不小于", Operator::AtLeast),
        ("不", Operator::AtMost),
    ];
    const PLAIN: [(&str, Operator); 11] = [
        ("超过", Operator::Above),
        ("突破", Operator::Above),
        ("高于", Operator::Above),
        ("多于", Operator::Above),
        ("大于", Operator::Above),
        ("低于", Operator::Below),
        ("少于", Operator::Below),
        ("小于", Operator::Below),
        ("降", Operator::AtMost),
        ("减少", Operator::AtMost),
        ("控制", Operator::AtMost),
    ];
    let rows = NEGATED.iter().chain(&PLAIN);
    let fewer = if verb.contains("缩小") { Operator::AtMost } else { Operator::AtLeast };
    rows.into_iter().find(|(word, _)| verb.contains(word)).map_or(fewer, |(_, operator)| *operator)
}

fn value(from: ValueFrom, found: &Captures<'_>) -> Option<Decimal> {
    let group = |name: &str| found.name(name).map(|words| words.as_str());
    match from {
        ValueFrom::None => None,
        ValueFrom::Fixed(number) => Some(Decimal::from(number)),
        ValueFrom::Share => {
            let part = Decimal::from(count(group("part")?)?);
            let whole = Decimal::from(count(group("whole")?)?);
            part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole).map(|share| share.round_dp(2).normalize())
        }
        ValueFrom::Written => {
            let written = group("value")?;
            let number = match count(written) {
                Some(number) if !written.starts_with(|c: char| c.is_ascii_digit()) => Decimal::from(number),
                _ => heng_base::number::read(written).ok()?.normalize(),
            };
            let scale = match group("scale") {
                Some("万") => 10_000,
                Some(_) => 100_000_000,
                None => 1,
            };
            number.checked_mul(Decimal::from(scale))
        }
    }
}

#[cfg(test)]
#[path = "targets_tests.rs"]
mod tests;
