//! Clauses held against the table of patterns.

use std::num::NonZero;
use std::ops::Range;
use std::sync::LazyLock;
use std::thread;

use regex::{Captures, Regex};

use super::facts::{only_told, states_fact};
use super::figures::{counted, operator, unit, unit_of_base, value};
use super::fold::{Clause, Folded, clauses};
use super::literals::Literals;
use super::notice::{Notice, NoticeCode};
use super::patterns::{Compare, Pattern, ValueFrom, expand, patterns};
use super::phrases::{
    fill, lead_length, names_figure, noun_phrase, of_part, parallel, several, with_part, without_part,
};
use super::{PlanPeriod, ReadTarget, compiled, years};
use crate::model::Operator;

/// A row of the table, ready to be held against clauses.
struct Expression {
    pattern: &'static Pattern,
    literals: Literals,
    regex: Regex,
}

impl Expression {
    fn new(pattern: &'static Pattern) -> Self {
        Self { pattern, literals: Literals::of(&expand(pattern.expression)), regex: compiled(pattern.expression) }
    }
}

/// Compiled on all processors at once: with one it is a third of the time that a document takes to read.
static EXPRESSIONS: LazyLock<Vec<Expression>> = LazyLock::new(|| {
    let all: Vec<&Pattern> = patterns().collect();
    let share = all.len().div_ceil(thread::available_parallelism().map_or(1, NonZero::get));
    thread::scope(|scope| {
        let compile = |part: &'_ [&'static Pattern]| part.iter().copied().map(Expression::new).collect::<Vec<_>>();
        let parts: Vec<_> = all.chunks(share).map(|part| scope.spawn(move || compile(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("every expression compiles")).collect()
    })
});

/// Begins to compile what the clauses need, while the document's structure is read.
pub(super) fn prepare() {
    thread::spawn(|| LazyLock::force(&EXPRESSIONS));
}

// The second and third of several figures: 分别控制在10%和5%以下, 城市95%以上、农村90%以上.
expression!(
    MORE,
    r"^\s*[、和及与]\s*(?:(?P<part>@PART@)(?:达到?|为|在|不低于|不超过)?)?\s*(?:(?P<value>\d+(?:\.\d+)?)\s*(?:(?P<unit>%|‰|@COUNTED@)|/\s*(?P<per>@OF@))|(?P<base>百|千|十万|万)分之(?P<words>@NUMBER@|@CHINESE@))(?:活产)?@BOUND@"
);
expression!(RATE, r"^(?:%|‰|1/)");
// A match that ends here has cut a figure: 8/10|0000, 九十九|点五, 5%|—6%.
expression!(
    CUT,
    r"^\s*(?:\d|[./]\s*\d|,\d{3}|点[零〇一二三四五六七八九]|[十百千万]分之|(?:-|—|–|~|至|到){1,2}\s*\d+(?:\.\d+)?\s*(?P<year>年)?)"
);
// After a figure these make it the mark of something else: 超过1万人次的场所, 1万平方米或者….
expression!(ATTRIBUTE, r"^(?:的(?:[^目标要水]|$)|或者?|且|时|后|百分点)");
expression!(
    FIGURE,
    r"\d\s*(?:%|‰|/\s*[\d一十百千万]|个?[百千]分点)|\((?:单位:)?(?:%|‰|1?/)|@LIMIT@\d|(?:@RISE@|@FALL@)(?:了|约)?\s*\d+(?:\.\d+)?万?@COUNTED@|分之[一二三四五六七八九十\d]|翻[一两二三]番|减半|[一二三四五六七八九]成(?:以|$)"
);
// Neither a direction nor kept: what control means the text leaves open.
expression!(CONTROLLED, r"率得到(?:有效|基本)?控制$");
expression!(MATCHES, r"(?:率|比例|比重|占比).*(?:相适应|相匹配|相当|相一致)$");
// 机制、制度 are not things that one counts.
expression!(NOT_BUILT, r"(?:机制|体系|制度|格局|模式|氛围|环境|社会|局面|意识|方案|办法)$");
// 3岁以下 is an age unless the sentence is about one.
expression!(AGE, r"寿命|年龄");

/// What the clauses of a sentence hand on to those after them.
#[derive(Default)]
struct Sentence {
    year: Option<i32>,
    /// Several years named before the figures that they belong to.
    years: Vec<i32>,
    /// The base year set by 以某年为基数.
    base: Option<String>,
    /// The last figure named, without its part.
    named: Option<String>,
    /// The last clause told how things were or are.
    fact: bool,
}

/// One line being read.
pub(super) struct Reading<'a> {
    pub(super) folded: Folded<'a>,
    pub(super) line: usize,
    pub(super) period: Option<PlanPeriod>,
    /// The line is of an objective or project: directions count as promises.
    pub(super) promises: bool,
    pub(super) targets: &'a mut Vec<ReadTarget>,
    pub(super) notices: &'a mut Vec<Notice>,
}

impl Reading<'_> {
    pub(super) fn read(&mut self) {
        let mut sentence = Sentence::default();
        let mut at = usize::MAX;
        for clause in clauses(&self.folded.text) {
            if clause.sentence != at {
                (at, sentence) = (clause.sentence, Sentence::default());
            }
            let words = self.folded.text[clause.range.clone()].to_owned();
            if let Some(base) = years::base(&words) {
                sentence.base = Some(base);
            } else {
                sentence.year = years::year(&words, self.period).or(sentence.year);
            }
            sentence.fact = states_fact(&words, self.period, sentence.fact);
            let before = (self.targets.len(), self.notices.len());
            self.read_clause(&clause, &words, &mut sentence);
            self.take_off_facts(before, &words, &sentence);
        }
    }

    /// Takes target after target from the beginning of the clause on.
    fn read_clause(&mut self, clause: &Clause, words: &str, sentence: &mut Sentence) {
        let mut from = 0;
        let before = self.targets.len();
        while from < words.len() {
            let rest = &words[from..];
            let Some((pattern, found, end)) = self.first_match(rest, sentence.named.as_deref()) else { break };
            let indicator = indicator(pattern, &found, sentence.named.as_deref());
            let lead = if from == 0 { 0 } else { lead_length(rest) };
            let range = clause.range.start + from + lead..clause.range.start + from + end;
            let first = self.targets.len();
            let quote = self.quote(range.clone());
            self.push(pattern, &found, indicator.clone(), sentence, quote);
            let end = end + self.more_figures(first, &rest[end..], range);
            if let Some(name) = indicator.as_deref().map(without_part).filter(|name| names_figure(name)) {
                sentence.named = Some(name.to_owned());
            }
            from += end;
        }
        self.years_apart(before, words, sentence);
        if self.targets.len() == before && self.folded.text[clause.range.end..].starts_with(':') {
            // 孕产妇死亡率：城市……，农村……
            let name = noun_phrase(words);
            sentence.named = names_figure(&name).then_some(name).or(sentence.named.take());
        }
        let left = &words[from.min(words.len())..];
        if FIGURE.is_match(left) {
            self.notices.push(Notice::new(NoticeCode::FigureUnread, Some(self.line), words.trim()));
        } else if self.targets.len() == before && self.promises && MATCHES.is_match(words) {
            self.notices.push(Notice::new(NoticeCode::MatchUnread, Some(self.line), words.trim()));
        } else if self.targets.len() == before && self.promises && CONTROLLED.is_match(words.trim()) {
            self.notices.push(Notice::new(NoticeCode::ControlUnread, Some(self.line), words.trim()));
        }
    }

    /// Takes off what a clause only tells, and says so once.
    fn take_off_facts(&mut self, before: (usize, usize), words: &str, sentence: &Sentence) {
        let told = |target: &ReadTarget| !self.promises && sentence.year.is_none() && only_told(target, words);
        let read = self.targets.len();
        if sentence.fact {
            self.targets.truncate(before.0);
            self.notices.truncate(before.1);
        } else {
            let mut index = 0;
            self.targets.retain(|target| {
                index += 1;
                index <= before.0 || !told(target)
            });
        }
        let figure = sentence.fact && FIGURE.is_match(words);
        if self.targets.len() < read || figure {
            self.notices.push(Notice::new(NoticeCode::Fact, Some(self.line), words.trim()));
        }
    }

    /// The exact words, with the quotation mark that closes them and without one that belongs to others.
    fn quote(&self, range: Range<usize>) -> String {
        let text = &self.folded.text;
        let start = range.end - text[range.clone()].trim_start_matches([' ', '”']).len();
        let mut range = start..range.end;
        let words = &text[range.clone()];
        if words.matches('“').count() > words.matches('”').count() {
            if text[range.end..].starts_with('”') {
                range.end += '”'.len_utf8();
            } else if words.starts_with('“') {
                range.start += '“'.len_utf8();
            }
        }
        self.folded.exact(range).trim().to_owned()
    }

    /// As many figures as years: each has its own.
    fn years_apart(&mut self, first: usize, words: &str, sentence: &mut Sentence) {
        let named = years::several(words, self.period);
        if named.len() > 1 {
            sentence.years = named;
        }
        let years = &sentence.years;
        let targets = &mut self.targets[first..];
        if years.len() > 1 && years.len() == targets.len() {
            targets.iter_mut().zip(years).for_each(|(target, year)| target.year = Some(*year));
        }
    }

    /// Reads the figures that follow the first one with the same verb; returns how much of `rest` they take.
    fn more_figures(&mut self, first: usize, rest: &str, range: Range<usize>) -> usize {
        let mut taken = 0;
        let Some(pattern) = self.targets.get(first).cloned() else { return 0 };
        let rate = pattern.unit.as_deref().is_some_and(|unit| RATE.is_match(unit) && !unit.contains('（'));
        if pattern.unit.is_none() || pattern.value.is_none() || self.targets.len() > first + 1 {
            return 0;
        }
        let alike = |unit: &str| if rate { RATE.is_match(unit) } else { pattern.unit.as_deref() == Some(unit) };
        let (mut bounded, mut parts) = (None, false);
        while let Some(found) = MORE.captures(&rest[taken..]).filter(|found| alike(unit_of_more(found))) {
            let end = taken + found.get(0).map_or(0, |all| all.end());
            if is_cut(&rest[end..]) {
                break;
            }
            taken = end;
            let unit = unit_of_more(&found);
            // 1/10万活产 of the first figure holds for the others.
            let same = pattern.unit.clone().filter(|first| found.name("per").is_some() && first.starts_with(unit));
            let unit = same.or_else(|| Some(unit.to_owned()));
            bounded = found.name("bound").map(|_| operator(Compare::BoundThenVerb, &found));
            let words = found.name("words").and_then(|words| counted(words.as_str()));
            let value = words.or_else(|| value(ValueFrom::Written, &found));
            let part = found.name("part").zip(pattern.indicator.as_deref());
            let indicator = part.map(|(part, name)| of_part(without_part(name), part.as_str()));
            parts |= indicator.is_some();
            let indicator = indicator.or_else(|| pattern.indicator.clone());
            self.targets.push(ReadTarget { indicator, value, unit, ..pattern.clone() });
        }
        if taken > 0 {
            let quote = self.quote(range.start..range.end + taken);
            let count = self.targets.len() - first;
            let names = if parts { Vec::new() } else { several(pattern.indicator.as_deref().unwrap_or(""), count) };
            for (index, target) in self.targets[first..].iter_mut().enumerate() {
                target.quote.clone_from(&quote);
                target.operator = bounded.filter(|_| !parts).unwrap_or(target.operator);
                target.indicator = names.get(index).cloned().or_else(|| target.indicator.take());
            }
        }
        taken
    }

    fn first_match<'t>(&self, rest: &'t str, named: Option<&str>) -> Option<(&'static Pattern, Captures<'t>, usize)> {
        let read = EXPRESSIONS.iter().filter(|one| self.promises || !one.pattern.promise_only);
        read.filter(|one| one.literals.in_text(rest)).find_map(|Expression { pattern, regex, .. }| {
            let found = regex.captures(rest)?;
            let end = found.get(0)?.end();
            (!refused(pattern, &found, rest, end, named)).then_some((*pattern, found, end))
        })
    }

    fn push(
        &mut self,
        pattern: &'static Pattern,
        found: &Captures<'_>,
        indicator: Option<String>,
        sentence: &Sentence,
        quote: String,
    ) {
        let mut unit = unit(pattern, found);
        if let (true, Some(base), Some(unit)) = (is_change(pattern), &sentence.base, &mut unit)
            && !unit.contains('（')
        {
            unit.push_str(&format!("（比{base}）"));
        }
        let target = ReadTarget {
            indicator: None,
            operator: operator(pattern.operator, found),
            value: value(pattern.value, found),
            unit,
            year: sentence.year.or(self.period.map(|period| period.end)),
            standard: of_standard(pattern)
                .then(|| found.name("other"))
                .flatten()
                .map(|words| words.as_str().to_owned()),
            quote,
            line: self.line,
            pattern: pattern.name,
        };
        let notice = |code| Notice::new(code, Some(self.line), &target.quote);
        if is_change(pattern) {
            self.notices.push(notice(NoticeCode::RelativeChange));
        }
        if pattern.name == "relative_range" {
            self.notices.push(notice(NoticeCode::ChangeRange));
        }
        if is_group(found, "verb", "下降") && found.name("bound").is_none() && pattern.value == ValueFrom::Written {
            self.notices.push(notice(NoticeCode::ChangeOrLevel));
        }
        let names = match &indicator {
            Some(phrase) if of_standard(pattern) => parallel(phrase),
            Some(phrase) => vec![phrase.clone()],
            None => Vec::new(),
        };
        if pattern.operator == Compare::FromTo {
            let target = ReadTarget { indicator, ..target };
            let upper = found.name("upper").and_then(|upper| heng_base::number::read(upper.as_str()).ok());
            let upper =
                ReadTarget { operator: Operator::AtMost, value: upper.map(|n| n.normalize()), ..target.clone() };
            self.targets.extend([target, upper]);
        } else if pattern.operator == Compare::TwoShares {
            let value = found.name("upper").and_then(|upper| counted(upper.as_str()));
            let other = ReadTarget { indicator: Some(fill("{place}{other}", found)), value, ..target.clone() };
            self.targets.extend([ReadTarget { indicator, ..target }, other]);
        } else if names.is_empty() {
            self.targets.push(target);
        } else {
            self.targets.extend(names.into_iter().map(|name| ReadTarget { indicator: Some(name), ..target.clone() }));
        }
    }
}

/// The unit of one of several figures.
fn unit_of_more<'t>(found: &Captures<'t>) -> &'t str {
    let base = found.name("base").or_else(|| found.name("per")).and_then(|base| unit_of_base(base.as_str()));
    base.or_else(|| found.name("unit").map(|unit| unit.as_str())).unwrap_or("")
}

/// Whether a figure goes on where a match ended. A year that follows is none: 达到60%到2030年达到70%.
fn is_cut(after: &str) -> bool {
    CUT.captures(after).is_some_and(|found| found.name("year").is_none())
}

/// Compared with a standard that others set.
fn of_standard(pattern: &Pattern) -> bool {
    matches!(pattern.name, "outside_standard" | "compared_standard")
}

fn is_group(found: &Captures<'_>, group: &str, words: &str) -> bool {
    found.name(group).is_some_and(|group| group.as_str() == words)
}

/// A change from a base, which no figure of one year can show.
fn is_change(pattern: &Pattern) -> bool {
    pattern.name.starts_with("relative")
}

/// Whether a match is of a figure that promises nothing, or of another kind than the pattern's.
fn refused(pattern: &Pattern, found: &Captures<'_>, rest: &str, end: usize, named: Option<&str>) -> bool {
    let after = &rest[end..];
    let subject = found.name("subject").map_or("", |subject| subject.as_str());
    let nameless = named.is_none() && noun_phrase(subject).is_empty();
    let of_age = AGE.is_match(subject) || (is_change(pattern) && named.is_some_and(|named| AGE.is_match(named)));
    let age = matches!(found.name("unit").map(|unit| unit.as_str()), Some("岁" | "周岁")) && !of_age;
    let no_base = found.name("base").is_some_and(|base| unit_of_base(base.as_str()).is_none());
    // 第二个 counts off, it does not count.
    let ordinal = found.name("value").is_some_and(|value| rest[..value.start()].ends_with('第'));
    if ordinal || age || no_base || ATTRIBUTE.is_match(after) || is_cut(after) {
        return true;
    }
    match pattern.name {
        "build_count" | "build_count_behind" | "places_have_count" | "completed" | "every_place_has_count" => {
            NOT_BUILT.is_match(rest.trim_end())
        }
        // 至少5000人次 is no number of people.
        "at_least_some" => found.name("other").is_some_and(|other| other.as_str().starts_with('次')),
        // 农村女性培训人数达到5000人次 is a level of the whole name.
        "served_count" if names_figure(&noun_phrase(subject)) => {
            found.name("verb").is_some_and(|v| !["约", "至少"].contains(&v.as_str()))
        }
        "common_fraction" => after.starts_with(['百', '千', '万']),
        "relative_change" if found.name("whole").is_some_and(|whole| unit_of_base(whole.as_str()).is_some()) => true,
        "relative_amount" if found.name("place").is_none() && !names_figure(&noun_phrase(subject)) => true,
        "relative_range" if !rises(found) => true,
        // 下降20%以下 is a level.
        _ if is_change(pattern) => {
            nameless
                || after.starts_with(['百', '千', '万', '以', '及'])
                || subject.ends_with("每年")
                || subject.ends_with("年均")
        }
        "yearly_change" => nameless,
        "bare_fraction" => nameless || (noun_phrase(subject).is_empty() && !after.trim().is_empty()),
        "part_percent" => named.is_none() && with_part(subject) == subject,
        "range" => found.name("unit").is_none() && !after.is_empty(),
        _ => false,
    }
}

/// The nearer bound of a range comes first.
fn rises(found: &Captures<'_>) -> bool {
    let bound = |group: &str| found.name(group).and_then(|bound| counted(bound.as_str()));
    bound("value").zip(bound("upper")).is_some_and(|(value, upper)| value < upper)
}

fn indicator(pattern: &Pattern, found: &Captures<'_>, named: Option<&str>) -> Option<String> {
    let mut phrase = with_part(&noun_phrase(&fill(pattern.indicator, found)));
    // 城市达到95%: the figure is the one named before, of another part.
    let part = !matches!(pattern.value, ValueFrom::None | ValueFrom::Fixed(_)) && pattern.indicator == "{subject}";
    let verb = ["verb", "rose", "fell"].iter().any(|group| found.name(group).is_some());
    let bare =
        !names_figure(without_part(&phrase)) && (verb || ["part_percent", "bare_fraction"].contains(&pattern.name));
    if let Some(named) = named.filter(|_| part && bare) {
        phrase = if phrase.is_empty() { named.to_owned() } else { of_part(named, &phrase) };
    }
    (!phrase.is_empty()).then_some(phrase)
}
