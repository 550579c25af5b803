//! Checks over a whole round: each form by itself, forms of several units side by side, and units that are missing.

use heng_base::codes::{SourceCode, UnitCode};
use heng_base::text::Lang;
use heng_plan::model::Severity;
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Observation, Provenance};
use serde::Serialize;

use super::{Known, check_beside, unit_missing};
use crate::entry::{self, Entry};
use crate::form::{CellId, Form};

/// What one unit has reported in a round so far.
#[derive(Clone, Copy)]
pub struct Reported<'a> {
    pub form: &'a Form,
    pub entries: &'a [Entry],
    /// Handed in at least once and not sent back: its figures may be held against those of others, and what is empty is
    /// left empty.
    pub handed_in: bool,
}

/// What a check found in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Break {
    pub unit: UnitCode,
    /// Absent where it is of the whole form.
    pub cell: Option<CellId>,
    /// Code of the check.
    pub check: String,
    pub severity: Severity,
    pub message: String,
    pub message_en: String,
    /// A query whose cell carries a note.
    pub explained: bool,
}

/// Everything that is broken on the forms of `shown`. `others` are the forms that figures of other units are taken from;
/// those of `shown` may be among them. Of a form that is not handed in, empty cells are not told.
pub fn check_round(shown: &[Reported<'_>], others: &[Reported<'_>], known: &Known<'_>) -> Vec<Break> {
    let of_others: Vec<Vec<Observation>> =
        others.iter().map(|other| observed(other.form, other.entries, known)).collect();
    let mut broken = Vec::new();
    for own in shown {
        let beside = others.iter().zip(&of_others).filter(|(other, _)| other.form.unit != own.form.unit);
        let mut together: Vec<Observation> = beside.flat_map(|(_, observed)| observed.clone()).collect();
        together.extend(observed(own.form, own.entries, known));
        let together = Dataset::new(together, |_| 1);
        broken.extend(of_form(own, &together, known));
    }
    broken
}

fn of_form(own: &Reported<'_>, together: &Dataset, known: &Known<'_>) -> Vec<Break> {
    let mut findings = check_beside(own.form, own.entries, together, known);
    findings.retain(|finding| own.handed_in || finding.check != "required");
    let told = |finding: super::Finding| Break {
        unit: own.form.unit.clone(),
        cell: Some(finding.cell),
        check: finding.check,
        severity: finding.severity,
        message: finding.message,
        message_en: finding.message_en,
        explained: finding.explained,
    };
    findings.into_iter().map(told).collect()
}

/// Units of a type that most others have reported of and these have not; `all` is every form of the round.
pub fn missing_units(plan: &heng_plan::model::Plan, year: i32, all: &[Reported<'_>]) -> Vec<Break> {
    let told = |(unit, text): (UnitCode, heng_base::text::Text)| Break {
        unit,
        cell: None,
        check: unit_missing::RULE.code.to_owned(),
        severity: unit_missing::RULE.severity,
        message_en: text.get(Lang::En).to_owned(),
        message: text.zh,
        explained: false,
    };
    unit_missing::missing(plan, year, all).into_iter().map(told).collect()
}

/// The answers as observations of the unit, as they would be recorded.
pub fn observed(form: &Form, entries: &[Entry], known: &Known<'_>) -> Vec<Observation> {
    let area = known.plan.area_of(&form.unit);
    let Ok(source) = SourceCode::parse(&format!("unit-{}", form.unit)) else { return Vec::new() };
    let proposed = entry::observations(form, entries, &known.catalogue.missing, area, form.period);
    let told = |proposed: entry::Proposed| Observation {
        id: 0,
        key: proposed.key,
        value: proposed.value,
        missing: proposed.missing,
        obs_status: proposed.obs_status,
        conf_status: proposed.conf_status,
        source: source.clone(),
        provenance: Provenance::Submission { submission: 0, unit: form.unit.clone() },
        revision: 1,
    };
    proposed.into_iter().map(told).collect()
}
