//! Checks over a whole round: each form by itself, forms of several units side by side, and units that are missing.

use heng_base::codes::{SourceCode, UnitCode};
use heng_base::text::Lang;
use heng_plan::model::Severity;
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Observation, Provenance};
use serde::Serialize;

use super::{Beside, Finding, Known, LastYear, check_beside, unit_missing};
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
    /// The plans that ask for the unit, the first one leading.
    pub plans: &'a [Known<'a>],
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
pub fn check_round(shown: &[Reported<'_>], others: &[Reported<'_>]) -> Vec<Break> {
    let of_others: Vec<Vec<Observation>> = others.iter().map(Reported::observed).collect();
    let mut broken = Vec::new();
    for own in shown {
        let beside = others.iter().zip(&of_others).filter(|(other, _)| other.form.unit != own.form.unit);
        let mut together: Vec<Observation> = beside.flat_map(|(_, observed)| observed.clone()).collect();
        together.extend(own.observed());
        let together = Dataset::new(together, |_| 1);
        let periods = std::slice::from_ref(&own.form.period);
        let beside = Beside { answers: &together, periods, before: &LastYear::new() };
        broken.extend(own.breaks(check_beside(own.form, own.entries, beside, own.plans)));
    }
    broken
}

impl Reported<'_> {
    fn observed(&self) -> Vec<Observation> {
        self.plans.first().map_or_else(Vec::new, |known| observed(self.form, self.entries, known))
    }

    /// What was found on the form, as of a round.
    pub fn breaks(&self, findings: Vec<Finding>) -> Vec<Break> {
        let told = |finding: Finding| Break {
            unit: self.form.unit.clone(),
            cell: Some(finding.cell),
            check: finding.check,
            severity: finding.severity,
            message: finding.message,
            message_en: finding.message_en,
            explained: finding.explained,
        };
        findings.into_iter().filter(|found| self.handed_in || found.check != "required").map(told).collect()
    }
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

#[cfg(test)]
mod tests {
    use heng_base::codes::{AreaCode, CheckCode};
    use heng_base::text::Text;
    use heng_plan::model::{AskedOf, Catalogue, Check, CheckScope, Plan, Status, Unit};

    use heng_statistics::formula::Formulas;

    use super::*;
    use crate::form::generate;
    use crate::rules::Checks;
    use crate::sample;

    fn unit(plan: &mut Plan, code: &str, area: Option<&str>) {
        let code = UnitCode::parse(code).unwrap();
        let unit = Unit {
            code: code.clone(),
            name: Text::zh(code.as_str()),
            unit_type: if area.is_some() { "town" } else { "department" }.to_owned(),
            area: area.map(|area| AreaCode::parse(area).unwrap()),
            status: Status::Confirmed,
            valid_from: None,
            valid_to: None,
            successor: None,
            note: None,
        };
        plan.units.insert(code, unit);
    }

    fn stated(code: &str, scope: CheckScope, cells: &str, expression: &str) -> Check {
        Check {
            code: CheckCode::parse(code).unwrap(),
            name: Text::zh(code),
            severity: Severity::Query,
            scope,
            cells: vec![cells.to_owned()],
            expression: expression.to_owned(),
            message: Text::zh("{cell()}，各镇 {sum_over(cell(), 'town')}"),
            example: Text::zh("例"),
            status: Status::Proposed,
            line: 2,
        }
    }

    /// The sample's unit and three towns that are asked for the same people, and another unit for patents.
    fn county() -> (Plan, Catalogue) {
        let (mut plan, catalogue) = sample::plan();
        unit(&mut plan, "health", None);
        unit(&mut plan, "science", None);
        for (code, area) in [("T1", "110101"), ("T2", "110102"), ("T3", "110103")] {
            unit(&mut plan, code, Some(area));
        }
        let patents = plan.form_items.iter_mut().find(|asked| asked.item.as_str() == "PATENTS").unwrap();
        patents.of = AskedOf::Unit(UnitCode::parse("science").unwrap());
        let mut of_towns = plan.form_items.iter().find(|asked| asked.item.as_str() == "PEOPLE").unwrap().clone();
        of_towns.of = AskedOf::Type("town".to_owned());
        plan.form_items.push(of_towns);
        plan.checks = vec![
            stated("towns", CheckScope::Round, "PEOPLE[*]", "sum_over(cell(), 'town') = cell()"),
            stated("patents", CheckScope::Unit, "PATENTS", "cell() <= item('PEOPLE')"),
        ];
        (plan, catalogue)
    }

    type Filed = (Form, Vec<Entry>, bool);

    fn filed(county: &(Plan, Catalogue), unit: &str, values: &[(&str, &str)], handed_in: bool) -> Filed {
        let form = generate(
            &county.0,
            &county.1,
            &Formulas::read(&county.1),
            &UnitCode::parse(unit).unwrap(),
            sample::form().period,
        );
        (form, values.iter().map(|(cell, value)| sample::entry(cell, Some(value), None)).collect(), handed_in)
    }

    fn found(county: &(Plan, Catalogue), filed: &[Filed]) -> Vec<String> {
        let checks = Checks::read(&county.0, &county.1);
        let data = Dataset::default();
        let known = Known {
            plan: &county.0,
            catalogue: &county.1,
            formulas: &Formulas::read(&county.1),
            checks: &checks,
            data: &data,
        };
        let plans = [known];
        let all: Vec<_> = filed
            .iter()
            .map(|(form, entries, handed_in)| Reported { form, entries, handed_in: *handed_in, plans: &plans })
            .collect();
        let others: Vec<_> = all.iter().copied().filter(|one| one.handed_in).collect();
        let mut breaks = check_round(&all, &others);
        breaks.extend(missing_units(&county.0, 2025, &all));
        breaks
            .iter()
            .map(|b| format!("{} {} {}", b.unit, b.cell.as_ref().map_or(String::new(), ToString::to_string), b.check))
            .collect()
    }

    #[test]
    fn towns_are_held_against_the_whole_and_units_against_one_another() {
        let county = county();
        let all = |whole: &str, last: Filed| {
            vec![
                filed(&county, "health", &[("PEOPLE", whole)], true),
                filed(&county, "science", &[("PATENTS", "90")], true),
                filed(&county, "T1", &[("PEOPLE", "30")], true),
                filed(&county, "T2", &[("PEOPLE", "20")], true),
                last,
            ]
        };
        let third = filed(&county, "T3", &[("PEOPLE", "10")], true);
        assert_eq!(found(&county, &all("60", third.clone())), ["science PATENTS patents"]);
        assert_eq!(found(&county, &all("95", third)), ["health PEOPLE towns"]);
        let not_there = (third_none(&county), vec![sample::entry("PEOPLE", None, Some("not_counted"))], true);
        assert_eq!(found(&county, &all("95", not_there)), Vec::<String>::new(), "one is missing: not applicable");
        let draft = filed(&county, "T3", &[("PEOPLE", "10")], false);
        assert_eq!(found(&county, &all("95", draft)), Vec::<String>::new(), "a draft is held against nobody");
        let empty = filed(&county, "T3", &[], false);
        assert_eq!(found(&county, &all("95", empty)), ["T3  unit_missing"]);
        let left_out = all("95", filed(&county, "T3", &[], true));
        assert_eq!(found(&county, &left_out[..4]), ["T3  unit_missing"]);
    }

    fn third_none(county: &(Plan, Catalogue)) -> Form {
        filed(county, "T3", &[], true).0
    }

    #[test]
    fn what_is_still_empty_in_a_draft_is_not_told() {
        let county = county();
        assert_eq!(found(&county, &[filed(&county, "health", &[], false)]), Vec::<String>::new());
        assert_eq!(found(&county, &[filed(&county, "health", &[], true)]), ["health PEOPLE required"]);
    }
}
