//! By when: the year that a clause names, or the years of several figures.

use super::PlanPeriod;
use super::numbering::count;

expression!(YEAR, r"(?:到|至|截至|截止)\s*(\d{4})\s*年(?:底|末|前|时)?");
// A year at the beginning of a clause, told from a year of history by the period of the plan.
expression!(YEAR_FIRST, r"^\s*(?:其中|在)?\s*(\d{4})\s*年(?:底|末|前)?(?:[、和]|[^的以来间度至到—~-])");
expression!(YEAR_WITHIN, r"[^比较以从由与同\d](\d{4})\s*年(?:底|末)?(?:分别)?(?:@FIRM@|为|\s*\d+(?:\.\d+)?\s*[%‰/])");
expression!(YEAR_BEFORE, r"(\d{4})\s*年(?:底|末)?(?:之|以)?前");
expression!(FIVE_YEARS, r"“?([一二三四五六七八九十]{1,3})五”?(?:规划)?期?末");
expression!(IN_BRACKETS, r"^\((?:到)?(\d{4})\s*年(?:底|末)?\)");
expression!(ANY_YEAR, r"(\d{4})\s*年");
// 以2020年为基数, before a comma.
expression!(BASE, r"^\s*(?:以|与|同|和|在|比|较)\s*(\d{4})\s*年.{0,6}(?:为基数|为基准|相比|基础上)$");

/// The year by which the clause promises something, if it names one.
pub(super) fn year(words: &str, period: Option<PlanPeriod>) -> Option<i32> {
    if let Some(found) = YEAR.captures_iter(words).last() {
        return found[1].parse().ok();
    }
    let within = |year: &i32| period.is_some_and(|period| (period.start..=period.end).contains(year));
    for expression in [&YEAR_FIRST, &YEAR_WITHIN, &YEAR_BEFORE] {
        let year = expression.captures(words).and_then(|found| found[1].parse().ok()).filter(within);
        if year.is_some() {
            return year;
        }
    }
    let plan = FIVE_YEARS.captures(words).and_then(|found| count(&found[1]));
    plan.map(last_year_of_five).filter(within)
}

/// The years of a clause that names several, in their order: 2025年、2030年分别达到….
pub(super) fn several(words: &str, period: Option<PlanPeriod>) -> Vec<i32> {
    let within = |year: &i32| period.is_none_or(|period| (period.start..=period.end).contains(year));
    ANY_YEAR.captures_iter(words).filter_map(|found| found[1].parse().ok()).filter(within).collect()
}

/// The year that stands in brackets behind a figure, and the length of both.
pub(super) fn in_brackets(after: &str) -> Option<(i32, usize)> {
    let found = IN_BRACKETS.captures(after)?;
    Some((found[1].parse().ok()?, found[0].len()))
}

/// A base year that a clause sets for those after it.
pub(super) fn base(words: &str) -> Option<String> {
    BASE.captures(words).map(|found| format!("{}年", &found[1]))
}

/// The tenth five-year plan ended in 2005.
pub(super) fn last_year_of_five(plan: u32) -> i32 {
    i32::try_from(plan).unwrap_or(0).saturating_mul(5).saturating_add(1955)
}
