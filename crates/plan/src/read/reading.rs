//! Clauses held against the table of patterns.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};
use std::thread;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::facts::{only_told, states_fact};
use super::figures::{counted, operator, unit, unit_of_base, value};
use super::fold::{Clause, Folded, clauses, fold};
use super::literals::Literals;
use super::notice::{Notice, NoticeCode};
use super::patterns::{Compare, Pattern, ValueFrom, expand, patterns};
use super::phrases::{
    fill, lead_length, names_figure, noun_phrase, of_part, parallel, several, with_part, without_part,
};
use super::refused::{is_change, is_cut, is_group, refused};
use super::sentence::Sentence;
use super::{PlanPeriod, ReadTarget, compiled, years};
use crate::model::Operator;

/// A row of the table, to be held against clauses; compiled when a text may need it.
struct Expression {
    pattern: &'static Pattern,
    literals: Literals,
    regex: OnceLock<Regex>,
}

impl Expression {
    fn new(pattern: &'static Pattern) -> Self {
        Self { pattern, literals: Literals::of(&expand(pattern.expression)), regex: OnceLock::new() }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| compiled(self.pattern.expression))
    }
}

static EXPRESSIONS: LazyLock<Vec<Expression>> = LazyLock::new(|| patterns().map(Expression::new).collect());

/// Compiles an expression that a module of the reader has of its own.
pub(super) struct OfModule(pub(super) fn());

inventory::collect!(OfModule);

/// Begins to compile the expressions of the modules and the table while a document is made text that takes long to be.
pub(super) fn prepare() {
    thread::spawn(|| {
        inventory::iter::<OfModule>.into_iter().for_each(|OfModule(compile)| compile());
        EXPRESSIONS.iter().map(Expression::regex).for_each(drop);
    });
}

/// Begins to compile what the clauses of a text may need, half of the time that a document takes, while its structure is
/// read.
pub(super) fn prepare_for(text: &str) {
    let text = text.to_owned();
    thread::spawn(move || {
        let text = fold(&text);
        EXPRESSIONS.iter().filter(|one| one.literals.in_text(&text)).map(Expression::regex).for_each(drop);
    });
}

// The second and third of several figures: 分别控制在10%和5%以下, 城市95%以上、农村90%以上, 2025年的75%、2030年的85%.
expression!(
    MORE,
    r"^\s*[、和及与]\s*(?:(?P<before>\d{4})\s*年(?:底|末)?(?:的|达到?|为)?\s*)?(?:(?P<part>@PART@)(?:达到?|为|在|不低于|不超过)?)?\s*(?:(?P<value>\d+(?:\.\d+)?)\s*(?:[例人]?/\s*(?P<per>@OF@|\d+)|(?P<scale>万|亿)?(?P<unit>%|‰|个?[百千]分点|@COUNTED@)?)|(?P<base>百|千|十万|万)分之(?P<words>@NUMBER@|@CHINESE@))(?:活产)?@BOUND@(?:\((?P<year>\d{4})\s*年(?:底|末)?\))?"
);
expression!(RATE, r"^(?:%|‰|1/)");
expression!(
    FIGURE,
    r"\d\s*(?:%|‰|@COUNTED@?\s*/\s*\S|个?[百千]分点)|\((?:单位:)?(?:%|‰|1?/)|@LIMIT@\d|(?:@RISE@|@FALL@)(?:了|约)?\s*(?:\d+(?:\.\d+)?万?|@CHINESE@)@COUNTED@|\d@BUILT@[及含或(]{0,2}以上|分之[一二三四五六七八九十\d]|翻[一两二三]番|减半|[一二三四五六七八九]成(?:以|$)"
);
// Of these rates people want less: 达到5‰ is at most.
expression!(
    LESS_IS_BETTER,
    r"(?:死亡|病死|致死|发病|患病|感染|发生|文盲|辍学|失业|贫困|贫血|迟缓|近视|肥胖|流产|犯罪|不良)率$"
);
// Neither a direction nor kept: what control means the text leaves open.
expression!(CONTROLLED, r"率得到(?:有效|基本)?控制$");
expression!(MATCHES, r"(?:率|比例|比重|占比).*(?:相适应|相匹配|相当|相一致)$");
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
                let goes_on = self.folded.text[..clause.range.start].ends_with(';');
                sentence = if goes_on { sentence.after_semicolon() } else { Sentence::default() };
                at = clause.sentence;
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
            if self.targets[before.0.min(self.targets.len())..].iter().any(|target| target.indicator.is_none()) {
                self.notices.push(Notice::new(NoticeCode::NoIndicator, Some(self.line), words.trim()));
            }
        }
    }

    /// Takes target after target from the beginning of the clause on.
    fn read_clause(&mut self, clause: &Clause, words: &str, sentence: &mut Sentence) {
        let mut from = 0;
        let before = self.targets.len();
        while from < words.len() {
            let rest = &words[from..];
            let Some((pattern, found, end)) = self.first_match(rest, sentence) else { break };
            let indicator = indicator(pattern, &found, sentence.named.as_deref());
            let indicator = if takes_name(pattern) { sentence.name(indicator) } else { indicator };
            let lead = if from == 0 { 0 } else { lead_length(rest) };
            let first = self.targets.len();
            let quote = self.quote(clause.range.start + from + lead..clause.range.start + from + end);
            self.push(pattern, &found, indicator.clone(), sentence, quote);
            let end = end + self.year_in_brackets(first, &rest[end..]);
            let range = clause.range.start + from + lead..clause.range.start + from + end;
            let end = end + self.more_figures(first, &rest[end..], range);
            if takes_name(pattern) && noun_phrase(&fill("{subject}", &found)).is_empty() {
                sentence.name_in_turn(&mut self.targets[first..]);
            }
            sentence.remember(&self.targets[first..]);
            if says_no_limit(pattern, &found) {
                self.targets[first..].iter_mut().for_each(at_most_where_less_is_better);
            }
            if let Some(name) = indicator.as_deref().map(without_part).filter(|name| names_figure(name)) {
                sentence.named = Some(name.to_owned());
            }
            from += end;
        }
        self.years_apart(before, words, sentence);
        if self.targets.len() == before && self.folded.text[clause.range.end..].starts_with([':', ',']) {
            // 孕产妇死亡率：城市……，农村…… and 孕产妇死亡率，2025年……
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

    /// 95%（2025年）: returns the length of the brackets.
    fn year_in_brackets(&mut self, first: usize, after: &str) -> usize {
        let Some((year, length)) = years::in_brackets(after) else { return 0 };
        self.targets[first..].iter_mut().for_each(|target| target.year = Some(year));
        length
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
        // 比2020年下降10%和1/5: the second is a change too, from the same base.
        let change = pattern.unit.as_deref().and_then(|unit| unit.split_once('（')).map(|(plain, _)| plain);
        let alike = |found: &Captures<'_>| match change {
            Some(plain) => change_of_more(found, plain).is_some(),
            None if rate => RATE.is_match(unit_of_more(found)),
            None => says_unit_before(found) || pattern.unit.as_deref() == Some(unit_of_more(found)),
        };
        let (mut bounded, mut parts) = (None, false);
        while let Some(found) = MORE.captures(&rest[taken..]).filter(alike) {
            let end = taken + found.get(0).map_or(0, |all| all.end());
            if is_cut(&rest[end..]) {
                break;
            }
            taken = end;
            let unit = unit_of_more(&found);
            // 1/10万活产 of the first figure holds for the others.
            let same = pattern.unit.clone().filter(|first| found.name("per").is_some() && first.starts_with(unit));
            let unit = same.or_else(|| Some(unit.to_owned()));
            let unit = if change.is_some() || says_unit_before(&found) { pattern.unit.clone() } else { unit };
            bounded = found.name("bound").map(|_| operator(Compare::BoundThenVerb, &found));
            let words = found.name("words").and_then(|words| counted(words.as_str()));
            let changed = change.and_then(|plain| change_of_more(&found, plain));
            let value = changed.or(words).or_else(|| value(ValueFrom::Written, &found));
            let part = found.name("part").zip(pattern.indicator.as_deref());
            let indicator = part.map(|(part, name)| of_part(without_part(name), part.as_str()));
            parts |= indicator.is_some();
            let indicator = indicator.or_else(|| pattern.indicator.clone());
            let year = found.name("year").or_else(|| found.name("before"));
            let year = year.and_then(|year| year.as_str().parse().ok()).or(pattern.year);
            self.targets.push(ReadTarget { indicator, value, unit, year, ..pattern.clone() });
        }
        if taken > 0 {
            let quote = self.quote(range.start..range.end + taken);
            let count = self.targets.len() - first;
            let names = if parts { Vec::new() } else { several(pattern.indicator.as_deref().unwrap_or(""), count) };
            for (index, target) in self.targets[first..].iter_mut().enumerate() {
                target.quote.clone_from(&quote);
                target.operator = bounded.filter(|_| !parts && change.is_none()).unwrap_or(target.operator);
                target.indicator = names.get(index).cloned().or_else(|| target.indicator.take());
            }
        }
        taken
    }

    fn first_match<'t>(&self, rest: &'t str, sentence: &Sentence) -> Option<(&'static Pattern, Captures<'t>, usize)> {
        let read = EXPRESSIONS.iter().filter(|one| self.promises || !one.pattern.promise_only);
        read.filter(|one| one.literals.in_text(rest)).find_map(|one| {
            let (pattern, found) = (one.pattern, one.regex().captures(rest)?);
            let end = found.get(0)?.end();
            (!refused(pattern, &found, rest, end, sentence)).then_some((pattern, found, end))
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
        let falls = is_group(found, "verb", "下降") || is_group(found, "verb", "降低");
        if falls && found.name("bound").is_none() && pattern.value == ValueFrom::Written {
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

/// Whether the words name a figure, and neither by their verb nor by 以上 a limit.
fn says_no_limit(pattern: &Pattern, found: &Captures<'_>) -> bool {
    let verb = found.name("verb").map_or("", |verb| verb.as_str());
    let plain =
        ["", "达到", "达成", "达", "占到", "实现", "保持", "保持在", "稳定", "稳定在", "维持在"].contains(&verb);
    pattern.operator == Compare::BoundThenVerb && plain && found.name("bound").is_none()
}

/// 死亡率为5‰ promises no more than 5‰.
fn at_most_where_less_is_better(target: &mut ReadTarget) {
    let name = target.indicator.as_deref().map_or("", without_part);
    if target.operator == Operator::AtLeast && LESS_IS_BETTER.is_match(name) && !target.quote.contains("以上") {
        target.operator = Operator::AtMost;
    }
}

/// Whether a line holds a figure that is not only told of the past or present.
pub(super) fn holds_promise(folded: &str, period: Option<PlanPeriod>) -> bool {
    let (mut at, mut fact) = (usize::MAX, false);
    clauses(folded).into_iter().any(|clause| {
        let words = &folded[clause.range];
        fact = states_fact(words, period, fact && clause.sentence == at);
        at = clause.sentence;
        !fact && FIGURE.is_match(words)
    })
}

/// 10万、12万: the unit is that of the first.
fn says_unit_before(found: &Captures<'_>) -> bool {
    found.name("scale").is_some() && unit_of_more(found).is_empty()
}

/// The unit of one of several figures.
fn unit_of_more<'t>(found: &Captures<'t>) -> &'t str {
    let base = found.name("base").or_else(|| found.name("per")).and_then(|base| unit_of_base(base.as_str()));
    base.or_else(|| found.name("unit").map(|unit| unit.as_str())).unwrap_or("")
}

/// By how much one of several figures changes, in the unit of the first; a fraction is one of per cent.
fn change_of_more(found: &Captures<'_>, plain: &str) -> Option<Decimal> {
    let number = value(ValueFrom::Written, found)?;
    if unit_of_more(found).trim_start_matches('个') == plain {
        return Some(number);
    }
    let whole = found.name("per").filter(|per| plain == "%" && unit_of_base(per.as_str()).is_none())?;
    let share = number.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(counted(whole.as_str())?)?;
    Some(share.round_dp(2).normalize())
}

/// Compared with a standard that others set.
fn of_standard(pattern: &Pattern) -> bool {
    matches!(pattern.name, "outside_standard" | "compared_standard")
}

/// Whether a figure may be of a name that stands before.
fn takes_name(pattern: &Pattern) -> bool {
    // 建设1所妇幼保健院 names what it counts.
    let counts = ["build_count", "build_count_behind"].contains(&pattern.name);
    !counts && !matches!(pattern.value, ValueFrom::None | ValueFrom::Fixed(_)) && pattern.indicator == "{subject}"
}

fn indicator(pattern: &Pattern, found: &Captures<'_>, named: Option<&str>) -> Option<String> {
    let mut phrase = with_part(&noun_phrase(&fill(pattern.indicator, found)));
    // 城市达到95%: the figure is the one named before, of another part.
    let part = takes_name(pattern);
    let verb = ["verb", "rose", "fell"].iter().any(|group| found.name(group).is_some());
    let bare = phrase.is_empty() || verb || ["part_percent", "bare_fraction"].contains(&pattern.name);
    let bare = bare && !names_figure(without_part(&phrase));
    if let Some(named) = named.filter(|_| part && bare) {
        phrase = if phrase.is_empty() { named.to_owned() } else { of_part(named, &phrase) };
    }
    (!phrase.is_empty()).then_some(phrase)
}
