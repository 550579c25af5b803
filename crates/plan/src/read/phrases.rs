//! Noun phrases: the names of figures, taken out of the words around them.

use regex::Captures;

// Words before the noun phrase that say by when, where or that it is to be done.
expression!(
    LEAD,
    r"^\s*(?:(?:到|至|截至|在)?\s*\d{4}\s*年(?:底|末|前|时)?(?:之?前)?[、和]?|(?:到|至)?“?[一二三四五六七八九十]{1,3}五”?期?末|其中|(?:截至)?目前|当前|或者?|并且|同时|以及|力争|确保|保证|保障|促进|推动|推进|(?:基本|全面)?实现|使|对)\s*[,:]?"
);
expression!(
    TRAIL,
    r"(?:达到|保持在|稳定在|控制在|提高到|提升到|下降到|降到|降至|占到|不低于|不超过|至少|逐步|稳定|力争|基本|分别|各|均|都|应|要|总体|全部|普遍|稳步|持续|一般|原则上|平均|再|(?:到|至|截至|在)?\d{4}年(?:底|末|前)?[、和]?|以[^,]{1,16}为单位|(?:由|从)[^,、]{0,12}?(?:\d+(?:\.\d+)?(?:%|‰|/10万|个|所|岁|年)?|[一二三四五六七八九]成[一二三四五六七八九半]?|百分之[一二三四五六七八九十]+))$"
);
expression!(NAMES_FIGURE, r"(?:率|比例|比重|占比|数|数量|水平|寿命|面积|年限|比|人次|收入|覆盖面)$");
expression!(PART_BEHIND, r"^(.*(?:率|比例|比重|占比|数|数量))(@PART@)$");
expression!(PART_BEFORE, r"^(?:其中)?@PART@(.{2,}(?:率|比例|比重|占比|数|数量))$");
// What is cited is no figure.
expression!(TITLE_ALONE, r"^《[^》]*》$");
expression!(PART_ALONE, r"^@PART@$");

/// The names of `count` figures in one phrase, as far as the phrase divides into as many; a part that is no name
/// by itself is put behind the whole phrase.
pub(super) fn several(phrase: &str, count: usize) -> Vec<String> {
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
pub(super) fn parallel(phrase: &str) -> Vec<String> {
    let names: Vec<&str> = phrase.split('、').collect();
    if names.iter().all(|name| NAMES_FIGURE.is_match(name)) {
        names.into_iter().map(str::to_owned).collect()
    } else {
        vec![phrase.to_owned()]
    }
}

/// Length of the connecting words at the beginning of what is left of a clause.
pub(super) fn lead_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(['、', '和', '及', '并', ' ']).len()
}

pub(super) fn noun_phrase(text: &str) -> String {
    let mut phrase = unquoted(text.trim()).trim_start_matches(['、', '和', '及', '并', ' ']);
    // (2025年达到90%): the bracket is of the sentence.
    if phrase.starts_with('(') && !phrase.contains(')') {
        phrase = phrase[1..].trim_start();
    }
    while let Some(found) = LEAD.find(phrase).filter(|found| found.end() > 0) {
        phrase = unquoted(phrase[found.end()..].trim_start());
    }
    while let Some(found) = TRAIL.find(phrase) {
        phrase = phrase[..found.start()].trim_end();
    }
    let phrase = phrase.trim_end_matches(['的', '、', ' ']);
    if TITLE_ALONE.is_match(phrase) { String::new() } else { phrase.to_owned() }
}

/// Without the quotation marks at its ends that have no other: 《纲要》“, ”女性比例.
fn unquoted(text: &str) -> &str {
    let mut text = text.trim_start_matches('”').trim_end_matches('“');
    while text.matches('“').count() != text.matches('”').count() {
        match text.strip_prefix('“').or_else(|| text.strip_suffix('”')) {
            Some(less) => text = less.trim(),
            None => break,
        }
    }
    text
}

/// Puts the groups of a match into a template.
pub(super) fn fill(template: &str, found: &Captures<'_>) -> String {
    const GROUPS: [&str; 6] = ["subject", "other", "place", "unit", "births", "base"];
    GROUPS.iter().fold(template.to_owned(), |text, group| {
        let words = found.name(group).map_or("", |words| words.as_str().trim());
        text.replace(&format!("{{{group}}}"), words)
    })
}

/// A figure's name with the part that it is of in brackets: 管理率城市 as 管理率（城市）.
pub(super) fn with_part(phrase: &str) -> String {
    match PART_BEHIND.captures(phrase) {
        Some(found) => format!("{}（{}）", &found[1], &found[2]),
        None => phrase.to_owned(),
    }
}

/// The name of a figure for another part: 城市管理率, then 农村, is 管理率（农村）.
pub(super) fn of_part(named: &str, part: &str) -> String {
    let whole = PART_BEFORE.captures(named).filter(|_| PART_ALONE.is_match(part));
    format!("{}（{part}）", whole.map_or(named, |found| found.get(1).map_or(named, |rest| rest.as_str())))
}

/// The name without the part before it: 农村筛查率 as 筛查率.
pub(super) fn whole_name(name: &str) -> &str {
    PART_BEFORE.captures(name).and_then(|found| found.get(1)).map_or(name, |whole| whole.as_str())
}

/// Whether a phrase is only the part of something: 农村.
pub(super) fn is_part(phrase: &str) -> bool {
    PART_ALONE.is_match(phrase)
}

/// The name without the part in brackets.
pub(super) fn without_part(name: &str) -> &str {
    name.split_once('（').filter(|_| name.ends_with('）')).map_or(name, |(whole, _)| whole)
}

pub(super) fn names_figure(phrase: &str) -> bool {
    NAMES_FIGURE.is_match(phrase)
}
