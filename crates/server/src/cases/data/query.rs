//! Which rows are asked for, and in which order.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_statistics::observation::Subject;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::cases::comparison;
use crate::cases::conditions::{Faults, MOST, USUAL, YES_NO, codes, words};
use crate::cases::indicators::FREQUENCIES;
use crate::figures::Figures;
use crate::figures::rows::Row;

/// Conditions on rows. Several of one kind are separated by commas and any of them holds; those of different kinds hold
/// together; an absent one is none.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DataQuery {
    /// Codes of items or indicators.
    pub subject: Option<String>,
    /// Series, as rows name them.
    pub series: Option<String>,
    /// The first period, `2021`.
    pub from: Option<String>,
    /// The last period; a year has its parts in it.
    pub to: Option<String>,
    /// year, half, quarter or month.
    pub frequency: Option<String>,
    /// Codes of areas.
    pub area: Option<String>,
    /// `yes`: with what is published of the areas above the plan's, nation, province and prefecture, whatever areas are
    /// asked for. Such a row is marked as a reference.
    pub compare: Option<String>,
    /// `_T` for the total over all, `sex=F` for a code, `sex=*` for each of a dimension: a row is in when every part of
    /// its breakdown is named.
    pub breakdown: Option<String>,
    /// Numbers of domains.
    pub domain: Option<String>,
    /// Codes of sources. Without it, of each figure what is used of it; with it all that these sources say.
    pub source: Option<String>,
    /// `value`, or codes of why there is none.
    pub status: Option<String>,
    /// Words that all occur in code, name, breakdown or area.
    pub q: Option<String>,
    /// subject (the default), period, value, area, source or status; with `-` before it descending.
    pub sort: Option<String>,
    /// The day, `2026-06-01`, of which it is asked what was known at its end; else what is known now.
    pub as_of: Option<String>,
    /// What a page counts: row (the default) or series.
    pub by: Option<String>,
    /// From 1.
    pub page: Option<usize>,
    /// At most 500, else 50.
    pub per_page: Option<usize>,
}

/// The conditions, read.
pub struct Asked {
    subjects: Vec<String>,
    series: Vec<String>,
    from: Option<Period>,
    to: Option<Period>,
    frequencies: Vec<String>,
    areas: Vec<String>,
    /// Areas above the plan's, of which what is published stands beside what is asked for.
    above: Vec<String>,
    breakdowns: Vec<String>,
    domains: Vec<u32>,
    sources: Vec<String>,
    statuses: Vec<String>,
    words: Vec<String>,
    sort: Sort,
    down: bool,
    pub by_series: bool,
    pub page: usize,
    pub per_page: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Subject,
    Period,
    Value,
    Area,
    Source,
    Status,
}

const SORTS: [(&str, Sort); 6] = [
    ("subject", Sort::Subject),
    ("period", Sort::Period),
    ("value", Sort::Value),
    ("area", Sort::Area),
    ("source", Sort::Source),
    ("status", Sort::Status),
];

impl DataQuery {
    /// Reads the conditions; what names nothing of the catalogue is refused, all faults at once.
    pub fn read(self, figures: &Figures) -> Result<Asked, Vec<Problem>> {
        let mut faults = Faults::default();
        let catalogue = &figures.catalogue;
        let known = |code: &str| {
            catalogue.indicators.keys().any(|held| held.as_str() == code)
                || catalogue.items.keys().any(|held| held.as_str() == code)
        };
        let area = |code: &str| {
            catalogue.areas.keys().any(|held| held.as_str() == code)
                || figures.rows.iter().any(|row| row.key.area.as_str() == code)
        };
        let breakdown = |part: &str| {
            let named = |(dimension, code): (&str, &str)| {
                let list = catalogue.codes.get(dimension);
                list.is_some_and(|list| code == "*" || list.iter().any(|entry| entry.code == code))
            };
            part == "_T" || part.split_once('=').is_some_and(named)
        };
        let domain = |number: &str| {
            number.parse().is_ok_and(|number: u32| figures.plan.domains.iter().any(|held| held.number == number))
        };
        let (sort, down) = sort(&mut faults, self.sort.as_deref());
        let asked = Asked {
            subjects: faults.codes(
                "subject",
                self.subject,
                ["指标或数据项的代码", "the code of an indicator or item"],
                known,
            ),
            series: codes(self.series),
            from: period(&mut faults, "from", self.from.as_deref()),
            to: period(&mut faults, "to", self.to.as_deref()),
            frequencies: faults.codes_of("frequency", self.frequency, &FREQUENCIES.map(|(name, _)| name)),
            above: if compare(&mut faults, self.compare.as_deref()) { above(figures) } else { Vec::new() },
            areas: faults.codes("area", self.area, ["地区代码", "the code of an area"], area),
            breakdowns: faults.codes(
                "breakdown",
                self.breakdown,
                ["分组，写法如 sex=F、sex=*，合计写 _T", "a breakdown, such as sex=F or sex=*, _T for the total"],
                breakdown,
            ),
            domains: faults
                .codes("domain", self.domain, ["领域序号", "the number of a domain"], domain)
                .iter()
                .flat_map(|n| n.parse())
                .collect(),
            sources: codes(self.source),
            statuses: codes(self.status),
            words: words(self.q),
            sort,
            down,
            by_series: by_series(&mut faults, self.by.as_deref()),
            page: faults.within("page", self.page.unwrap_or(1), usize::MAX),
            per_page: faults.within("per_page", self.per_page.unwrap_or(USUAL), MOST),
        };
        if let (Some(from), Some(to)) = (asked.from, asked.to)
            && from.year > to.year
        {
            faults.unless(
                false,
                "to",
                &to.to_string(),
                [&format!("不早于起始时期 {from}"), &format!("not before {from}")],
            );
        }
        if faults.0.is_empty() { Ok(asked) } else { Err(faults.0) }
    }
}

fn period(faults: &mut Faults, field: &str, text: Option<&str>) -> Option<Period> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let period = Period::parse(text).ok();
    faults.unless(period.is_some(), field, text, ["时期，写法如 2025、2025-Q1", "a period, such as 2025 or 2025-Q1"]);
    period
}

fn compare(faults: &mut Faults, text: Option<&str>) -> bool {
    let text = text.unwrap_or("no");
    faults.unless_one_of(YES_NO.contains(&text), "compare", text, &YES_NO);
    text == "yes"
}

fn above(figures: &Figures) -> Vec<String> {
    let areas = figures.catalogue.areas.keys().filter(|area| comparison::is_above(area, figures));
    areas.map(ToString::to_string).collect()
}

fn sort(faults: &mut Faults, text: Option<&str>) -> (Sort, bool) {
    let text = text.unwrap_or("subject");
    let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    let found = SORTS.iter().find(|(held, _)| *held == name);
    faults.unless_one_of(found.is_some(), "sort", text, &SORTS.map(|(name, _)| name));
    (found.map_or(Sort::Subject, |(_, sort)| *sort), down)
}

fn by_series(faults: &mut Faults, text: Option<&str>) -> bool {
    let text = text.unwrap_or("row");
    faults.unless_one_of(["row", "series"].contains(&text), "by", text, &["row", "series"]);
    text == "series"
}

impl Asked {
    /// The rows that are asked for, in order. Rows that sort alike keep the order of the database, so that pages neither
    /// overlap nor leave out.
    pub fn select<'a>(&self, rows: impl Iterator<Item = &'a Row>) -> Vec<&'a Row> {
        let mut found: Vec<&Row> = rows.filter(|row| self.wants(row)).collect();
        found.sort_by(|a, b| if self.down { self.compare(b, a) } else { self.compare(a, b) });
        found
    }

    /// Codes of what is asked for; none: all.
    pub fn subjects(&self) -> &[String] {
        &self.subjects
    }

    /// Whether a row fulfils all conditions.
    pub fn wants(&self, row: &Row) -> bool {
        let any = |wanted: &[String], has: &str| wanted.is_empty() || wanted.iter().any(|one| one == has);
        any(&self.subjects, row.key.subject.code())
            && any(&self.series, &row.series)
            && (any(&self.areas, row.key.area.as_str()) || self.beside(row))
            && (self.frequencies.is_empty() || self.frequencies.iter().any(|one| one == frequency(row.key.period)))
            && self.wants_source(row)
            && self.from.is_none_or(|from| row.key.period >= from)
            && self.to.is_none_or(|to| until(row.key.period, to))
            && (self.domains.is_empty() || self.domains.iter().any(|number| row.domains.contains(number)))
            && (self.statuses.is_empty() || self.statuses.iter().any(|status| row.statuses.contains(status)))
            && (self.breakdowns.is_empty() || self.wants_breakdown(&row.key.breakdown))
            && self.words.iter().all(|word| row.words.contains(word))
    }

    /// Whether a row is published of an area above, to be compared with.
    fn beside(&self, row: &Row) -> bool {
        row.published
            && matches!(row.key.subject, Subject::Indicator(_))
            && self.above.iter().any(|area| area == row.key.area.as_str())
    }

    fn wants_source(&self, row: &Row) -> bool {
        if self.sources.is_empty() {
            // A series that was asked for by its name may be that of another source.
            return row.standing || self.series.contains(&row.series);
        }
        row.source.as_ref().is_some_and(|source| self.sources.iter().any(|wanted| wanted == source.as_str()))
    }

    fn wants_breakdown(&self, breakdown: &Breakdown) -> bool {
        let named = |part: &str| self.breakdowns.iter().any(|wanted| wanted == part);
        if breakdown.is_total() {
            return named("_T");
        }
        let mut parts = breakdown.iter();
        parts.all(|(dimension, code)| named(&format!("{dimension}={code}")) || named(&format!("{dimension}=*")))
    }

    fn compare(&self, a: &Row, b: &Row) -> Ordering {
        match self.sort {
            Sort::Subject => Ordering::Equal,
            Sort::Period => a.key.period.cmp(&b.key.period),
            Sort::Value => a.value.cmp(&b.value),
            Sort::Area => a.key.area.cmp(&b.key.area),
            Sort::Source => a.source.cmp(&b.source),
            Sort::Status => a.statuses.cmp(&b.statuses),
        }
    }

    /// The page's part of what was found, and how many series that has.
    pub fn page<'a>(&self, found: &[&'a Row]) -> (Vec<&'a Row>, usize) {
        let mut series = Vec::new();
        let mut seen = BTreeSet::new();
        for row in found {
            if seen.insert(&row.series) {
                series.push(&row.series);
            }
        }
        let skipped = (self.page - 1).saturating_mul(self.per_page);
        let shown = if self.by_series {
            let wanted: BTreeSet<_> = series.iter().skip(skipped).take(self.per_page).collect();
            found.iter().filter(|row| wanted.contains(&&row.series)).copied().collect()
        } else {
            found.iter().skip(skipped).take(self.per_page).copied().collect()
        };
        (shown, series.len())
    }
}

/// The frequency of periods as long.
pub fn frequency(period: Period) -> &'static str {
    FREQUENCIES.iter().find(|(_, months)| *months == period.months()).map_or("", |(name, _)| name)
}

/// Whether a period lies before the end of another.
fn until(period: Period, to: Period) -> bool {
    if to.is_year() { period.year <= to.year } else { period <= to }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_holds_its_quarters() {
        let period = |text| Period::parse(text).unwrap();
        assert!(until(period("2025-Q4"), period("2025")));
        assert!(!until(period("2025-Q4"), period("2025-Q3")));
        assert!(!until(period("2026"), period("2025")));
    }
}
