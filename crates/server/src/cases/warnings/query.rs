//! Which warnings are asked for, and in which order.

use std::cmp::Ordering;

use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_monitoring::warnings::reconcile::State;
use heng_plan::model::{WarningKind, WarningSeverity};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::cases::conditions::{Faults, MOST, USUAL, YES_NO, codes, words};
use crate::figures::Figures;
use crate::views::WarningRow;

/// Conditions on warnings. Several of one kind are separated by commas and any of them holds; those of different kinds
/// hold together; an absent one is none.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WarningQuery {
    pub kind: Option<String>,
    /// high, medium, low.
    pub severity: Option<String>,
    /// raised, resolved, withdrawn.
    pub state: Option<String>,
    /// Numbers of domains.
    pub domain: Option<String>,
    /// Codes of areas.
    pub area: Option<String>,
    /// Codes of units.
    pub unit: Option<String>,
    /// Code of an indicator.
    pub indicator: Option<String>,
    /// Number of an objective.
    pub objective: Option<String>,
    /// A year: since it or before, and of a figure of it or later.
    pub year: Option<i32>,
    /// yes or no: whether somebody has taken note of it.
    pub noted: Option<String>,
    /// A day, such as 2026-06-01: as they stood at its end. Now where none is given.
    pub as_of: Option<String>,
    /// Words that all occur in name, code, area, unit or reason.
    pub q: Option<String>,
    /// severity, kind, since, raised, name or state; with `-` before it descending. `-severity`, the gravest first, where
    /// nothing is said.
    pub sort: Option<String>,
    /// From 1.
    pub page: Option<usize>,
    /// At most 500, else 50.
    pub per_page: Option<usize>,
}

/// The conditions, read.
pub struct Asked {
    kinds: Vec<String>,
    severities: Vec<String>,
    states: Vec<String>,
    domains: Vec<u32>,
    areas: Vec<String>,
    units: Vec<String>,
    indicators: Vec<String>,
    objectives: Vec<String>,
    year: Option<i32>,
    noted: Option<bool>,
    words: Vec<String>,
    sort: String,
    down: bool,
    pub page: usize,
    pub per_page: usize,
}

const SORTS: [&str; 6] = ["severity", "kind", "since", "raised", "name", "state"];

impl WarningQuery {
    /// Reads the conditions; what names nothing is refused, all faults at once.
    pub fn read(self, figures: &Figures) -> Result<Asked, Vec<Problem>> {
        let mut faults = Faults::default();
        let plan = &figures.plan;
        let domain = |number: &str| {
            number.parse().is_ok_and(|number: u32| plan.domains.iter().any(|domain| domain.number == number))
        };
        let area = |code: &str| figures.catalogue.areas.keys().any(|held| held.as_str() == code);
        let sort = self.sort.as_deref().unwrap_or("-severity");
        let (name, down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        faults.unless_one_of(SORTS.contains(&name), "sort", sort, &SORTS);
        let noted = self.noted.as_deref().filter(|text| !text.is_empty());
        faults.unless_one_of(noted.is_none_or(|text| YES_NO.contains(&text)), "noted", noted.unwrap_or(""), &YES_NO);
        let asked = Asked {
            kinds: faults.codes_of("kind", self.kind, &WarningKind::ALL.map(WarningKind::code)),
            severities: faults.codes_of("severity", self.severity, &WarningSeverity::ALL.map(WarningSeverity::code)),
            states: faults.codes_of("state", self.state, &State::ALL.map(State::code)),
            domains: faults
                .codes("domain", self.domain, ["领域序号", "the number of a domain"], domain)
                .iter()
                .flat_map(|n| n.parse())
                .collect(),
            areas: faults.codes("area", self.area, ["地区代码", "the code of an area"], area),
            units: codes(self.unit),
            indicators: codes(self.indicator),
            objectives: codes(self.objective),
            year: self.year,
            noted: noted.map(|text| text == "yes"),
            words: words(self.q),
            sort: name.to_owned(),
            down,
            page: faults.within("page", self.page.unwrap_or(1), usize::MAX),
            per_page: faults.within("per_page", self.per_page.unwrap_or(USUAL), MOST),
        };
        if faults.0.is_empty() { Ok(asked) } else { Err(faults.0) }
    }
}

impl Asked {
    /// The warnings that are asked for, in order; alike ones the newest first.
    pub fn select(&self, rows: Vec<WarningRow>) -> Vec<WarningRow> {
        let mut found: Vec<WarningRow> = rows.into_iter().filter(|row| self.wants(row)).collect();
        found.sort_by(|a, b| {
            let order = self.compare(a, b);
            let order = if self.down { order.reverse() } else { order };
            order.then_with(|| b.since.cmp(&a.since)).then_with(|| a.id.cmp(&b.id))
        });
        found
    }

    fn wants(&self, row: &WarningRow) -> bool {
        let any = |wanted: &[String], has: &str| wanted.is_empty() || wanted.iter().any(|one| one == has);
        any(&self.kinds, &row.kind)
            && any(&self.severities, &row.severity)
            && any(&self.states, &row.state)
            && any(&self.areas, &row.area)
            && any(&self.indicators, row.indicator.as_deref().unwrap_or_default())
            && any(&self.objectives, row.objective.as_deref().unwrap_or_default())
            && (self.units.is_empty() || row.units.iter().any(|unit| self.units.contains(&unit.code)))
            && (self.domains.is_empty() || self.domains.iter().any(|number| row.domains.contains(number)))
            && self.year.is_none_or(|year| {
                of_year(&row.since)
                    .is_some_and(|since| since == year || since < year && of_year(&row.period) >= Some(year))
            })
            && self.noted.is_none_or(|noted| row.note.is_some() == noted)
            && self.words.iter().all(|word| says(row, word))
    }

    fn compare(&self, a: &WarningRow, b: &WarningRow) -> Ordering {
        let rank = |row: &WarningRow| WarningSeverity::parse(&row.severity);
        let place = |code: &str| WarningKind::ALL.iter().position(|kind| kind.code() == code);
        match self.sort.as_str() {
            "kind" => place(&a.kind).cmp(&place(&b.kind)),
            "since" => a.since.cmp(&b.since),
            "raised" => a.raised_at.cmp(&b.raised_at),
            "name" => a.name.cmp(&b.name),
            "state" => a.state.cmp(&b.state),
            _ => rank(a).cmp(&rank(b)),
        }
    }
}

/// The year of a period, or of a part of a year.
fn of_year(period: &str) -> Option<i32> {
    Period::parse(period).ok().map(|period| period.year)
}

fn says(row: &WarningRow, word: &str) -> bool {
    let texts = [&row.name, &row.name_en, &row.subject, &row.area_name, &row.reason, &row.reason_en, &row.kind_name];
    let units = row.units.iter().map(|unit| &unit.name);
    texts.into_iter().chain(units).any(|text| text.to_lowercase().contains(word))
}
