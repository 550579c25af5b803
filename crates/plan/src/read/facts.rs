//! Facts told apart from promises: how things were in a past year, or are now, is no target.

use super::PlanPeriod;
use super::ReadTarget;

// A year that a change is measured from, or that begins a range, is none that the clause speaks of.
expression!(
    STATED,
    r"(?P<from>(?:比|较|以|从|由|与|同|自|\d{4}\s*年?\s*[—–~至-]{1,2})\s*)?(?P<year>\d{4})\s*年(?P<base>(?:底|末)?的?(?:数据|水平|数值|基数)?(?:为基数|为基准|相比|的?基础上)|以来|的\s*\d)?"
);
expression!(TITLE, r"《[^》]*》");
expression!(
    PRESENT,
    r"^\s*(?:截至|截止)?(?:到|至)?(?:目前|当前|现在)|已(?:经)?(?:达|超过|占|为|提高|上升|下降|降|实现)|(?:普查|统计|数据|调查|监测)(?:结果|数据|资料)?(?:显示|表明|反映)|^\s*(?:据|根据|依据)[^,]{0,16}(?:普查|统计|调查|监测)(?:结果|数据|资料)?$"
);
expression!(PROMISED, r"力争|确保|争取|努力|目标|应|须|要|不得|”?期?末");
// What a measure must say beside a share, so that the share is more than told.
expression!(
    DEMAND,
    r"以上|以下|以内|之内|之间|左右|上下|不|[达超到至减增降缩翻]|突破|[高低多少大小]于|控制|稳定|保持|维持|巩固|实现|提高|提升|延长|扩大|每年|年均|力争|确保|争取|应|须|要|[≤≥≦≧<>]"
);

/// Patterns that a share without any demand also matches.
const TOLD: [&str; 13] = [
    "range",
    "percent",
    "per_base",
    "per_people",
    "fraction_in_words",
    "common_fraction",
    "tenths",
    "makes_up",
    "bare_percent",
    "bare_per_base",
    "bare_fraction",
    "part_percent",
    "year_percent",
];

/// Whether a clause states a fact: of a year before the plan, of the present, or as the clause before it in the same
/// sentence (`before`).
pub(super) fn states_fact(words: &str, period: Option<PlanPeriod>, before: bool) -> bool {
    let words = TITLE.replace_all(words, "");
    let stated = STATED.captures_iter(&words).filter(|found| {
        let range = found.name("from").is_some_and(|from| from.as_str().starts_with(|c: char| c.is_ascii_digit()));
        found.name("base").is_none() && (range || found.name("from").is_none())
    });
    let years: Vec<i32> = stated.filter_map(|found| found["year"].parse().ok()).collect();
    let past = |year: &i32| period.is_some_and(|period| *year < period.start);
    if PRESENT.is_match(&words) || (!years.is_empty() && years.iter().all(past)) {
        return true;
    }
    before && years.is_empty() && !PROMISED.is_match(&words)
}

/// Whether a target of a measure is only told: a share of something, and nothing demanded.
pub(super) fn only_told(target: &ReadTarget, words: &str) -> bool {
    TOLD.contains(&target.pattern) && !DEMAND.is_match(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_years_and_the_present() {
        let period = Some(PlanPeriod { start: 2021, end: 2030 });
        let cases = [
            ("依据2020年普查", true),
            ("据第七次全国人口普查数据", true),
            ("截至2020年底妇女占48.5%", true),
            ("2015—2020年就业率为62%", true),
            ("目前入学率为95%", true),
            ("筛查率已达到60%", true),
            ("比2020年提高3个百分点", false),
            ("以2020年为基数下降20%", false),
            ("在2020年的基础上提高3个百分点", false),
            ("由2020年的55%提高到70%", false),
            ("依据《某省规划(2011—2020年)》", false),
            ("到2025年达到60%", false),
            ("2020年为50%和2030年为70%", false),
        ];
        for (words, fact) in cases {
            assert_eq!(states_fact(words, period, false), fact, "{words}");
        }
        assert!(states_fact("就业率为62%", period, true));
        assert!(!states_fact("力争达到70%", period, true) && !states_fact("到2030年达到70%", period, true));
    }
}
