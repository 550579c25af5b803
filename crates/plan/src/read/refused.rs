//! Matches that are none: of a figure that promises nothing, goes on, or is of another kind than the pattern's.

use regex::Captures;

use super::figures::{counted, unit_of_base};
use super::patterns::Pattern;
use super::phrases::{names_figure, noun_phrase, with_part};
use super::sentence::Sentence;

// A match that ends here has cut a figure: 8/10|0000, 九十九|点五, 5%|—6%, 1例|/千, 5个|千分点.
expression!(
    CUT,
    r"^\s*(?:\d|\.\s*\d|/|[百千]分点|,\d{3}|点[零〇一二三四五六七八九]|[十百千万]分之|(?:-|—|–|~|至|到){1,2}\s*\d+(?:\.\d+)?\s*(?P<year>年)?)"
);
// After a figure these make it the mark of something else: 超过1万人次的场所, 1万平方米或者….
expression!(ATTRIBUTE, r"^(?:的(?:[^目标要水]|$)|或者?|且|时|后|百分点)");
// A change from a base year that is said in the same clause.
expression!(FROM_BASE, r"@BASED@(?:逐步|再|约)?$");
// 机制、制度 are not things that one counts.
expression!(NOT_BUILT, r"(?:机制|体系|制度|格局|模式|氛围|环境|社会|局面|意识|方案|办法)$");
// 3岁以下 is an age unless the sentence is about one.
expression!(AGE, r"寿命|年龄");

/// Whether a match is of a figure that promises nothing, or of another kind than the pattern's.
pub(super) fn refused(pattern: &Pattern, found: &Captures<'_>, rest: &str, end: usize, sentence: &Sentence) -> bool {
    let named = sentence.named.as_deref();
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
    let from_base = || sentence.base.is_some() || found.name("place").is_some() || FROM_BASE.is_match(subject.trim());
    let falls = is_group(found, "verb", "下降") || is_group(found, "verb", "降低");
    // 比2020年下降8/10万 is no level.
    if falls && !is_change(pattern) && from_base() {
        return true;
    }
    // 每个乡镇1所以上幼儿园 and 县级建有1所以上: without 建 or 均 it is 以上 that tells them from a description.
    let told = ["every_place_has_count", "places_have_count"].contains(&pattern.name);
    let place = found.name("place").map_or("", |place| place.as_str());
    if told && found.name("built").is_none() && (found.name("bound").is_none() || !names_place(place)) {
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
        // 技能培训达到10万人次 is a level of the whole name too.
        "served_count" if subject.chars().count() == 2 && found.name("subject").is_some_and(|s| s.start() > 0) => {
            found.name("verb").is_some()
        }
        "common_fraction" => after.starts_with(['百', '千', '万']),
        "relative_change" if found.name("whole").is_some_and(|whole| unit_of_base(whole.as_str()).is_some()) => true,
        "relative_amount" if found.name("place").is_none() && !names_figure(&noun_phrase(subject)) => true,
        "relative_range" if !rises(found) => true,
        // 下降2‰ from no base may be the level; see ChangeOrLevel.
        "relative_percent" if found.name("fell").is_some() && of_thousand(found) && !from_base() => true,
        // 下降20%以下 is a level.
        _ if is_change(pattern) => {
            nameless
                || after.starts_with(['百', '千', '万', '以', '及'])
                || subject.ends_with("每年")
                || subject.ends_with("年均")
        }
        "yearly_change" | "year_percent" => nameless,
        "bare_fraction" => nameless || (noun_phrase(subject).is_empty() && !after.trim().is_empty()),
        "part_percent" => named.is_none() && with_part(subject) == subject,
        "range" => found.name("unit").is_none() && !after.is_empty(),
        _ => false,
    }
}

/// 每个乡镇, not 每年 or 每年举办活动.
fn names_place(words: &str) -> bool {
    const PLACES: [&str; 15] =
        ["级", "省", "市", "县", "区", "乡", "镇", "村", "街道", "学校", "医院", "园", "机构", "单位", ")"];
    PLACES.iter().any(|place| words.ends_with(place))
}

fn of_thousand(found: &Captures<'_>) -> bool {
    is_group(found, "unit", "‰") || is_group(found, "base", "千")
}

/// The nearer bound of a range comes first.
fn rises(found: &Captures<'_>) -> bool {
    let bound = |group: &str| found.name(group).and_then(|bound| counted(bound.as_str()));
    bound("value").zip(bound("upper")).is_some_and(|(value, upper)| value < upper)
}

/// Whether a figure goes on where a match ended. A year that follows is none: 达到60%到2030年达到70%.
pub(super) fn is_cut(after: &str) -> bool {
    CUT.captures(after).is_some_and(|found| found.name("year").is_none())
}

pub(super) fn is_group(found: &Captures<'_>, group: &str, words: &str) -> bool {
    found.name(group).is_some_and(|group| group.as_str() == words)
}

/// A change from a base, which no figure of one year can show.
pub(super) fn is_change(pattern: &Pattern) -> bool {
    pattern.name.starts_with("relative")
}
