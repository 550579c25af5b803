//! What the formula of a check may read beside settled figures: the answers that are looked at, unit by unit, and what is
//! published of other areas.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, UnitCode};
use heng_base::period::Period;
use heng_plan::model::{Plan, Unit};
use rust_decimal::Decimal;

use super::eval::{Inputs, Scope, Trace, eval, look_up};
use super::{Expr, Reference};
use crate::dataset::Dataset;
use crate::observation::{Key, Observation, Provenance, Subject};
use crate::reason::Reason;

/// What a check reads beside what is settled already: the answers that it looks at.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub plan: &'a Plan,
    pub answers: &'a Dataset,
    /// Periods that are asked about: of these nothing but the answers counts.
    pub periods: &'a [Period],
    /// The cell that is checked.
    pub item: &'a ItemCode,
    /// Only what this unit reports.
    pub unit: Option<&'a UnitCode>,
}

impl<'a> Inputs<'a> {
    /// The settled observation of a key, whatever the answers say.
    pub(crate) fn settled(&self, key: &Key) -> Option<&'a Observation> {
        if let Some(reads) = self.reads {
            reads.borrow_mut().push(key.clone());
        }
        self.data.best(key)
    }

    /// The observation to use of a key.
    pub(crate) fn best(&self, key: &Key) -> Option<&'a Observation> {
        if let Some(reads) = self.reads {
            reads.borrow_mut().push(key.clone());
        }
        let Some(asked) = self.asked else { return self.data.best(key) };
        let from = if asked.periods.contains(&key.period) { asked.answers } else { self.data };
        let of_unit = |found: &&Observation| match (&found.provenance, asked.unit) {
            (_, None) => true,
            (Provenance::Submission { unit, .. }, Some(wanted)) => unit == wanted,
            (Provenance::Import { .. }, Some(_)) => false,
        };
        from.all_of(key).iter().find(of_unit)
    }
}

/// The item's figure of each unit of a type, in its own area; they make up the plan's whole area, and no part of it. Where
/// a unit says that there can be none (OBS_STATUS `M`) nothing is lacking from the sum.
pub(super) fn over_units(
    item: &ItemCode,
    breakdown: &Breakdown,
    unit_type: &str,
    plan: &Plan,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<Vec<Decimal>> {
    let year = scope.period.year;
    let in_force =
        |unit: &&Unit| unit.valid_from.is_none_or(|from| from <= year) && unit.valid_to.is_none_or(|to| year <= to);
    let areas: Vec<_> = plan
        .units
        .values()
        .filter(|unit| unit.unit_type == unit_type)
        .filter(in_force)
        .filter_map(|unit| unit.area.as_ref())
        .collect();
    if areas.is_empty() || *inputs.area != plan.area {
        trace.fail(Reason::NoCodes { list: unit_type.to_owned() });
        return None;
    }
    let subject = Subject::Item(item.clone());
    let exists = |area: &&AreaCode| {
        let (subject, area, period) = (subject.clone(), (*area).clone(), scope.period);
        let key = Key { subject, area, period, breakdown: breakdown.clone() };
        let total = Key { breakdown: Breakdown::total(), ..key.clone() };
        let found = inputs.best(&key).or_else(|| inputs.best(&total));
        found.is_none_or(|found| found.value.is_some() || found.obs_status != "M")
    };
    let figures: Vec<_> = areas
        .into_iter()
        .filter(exists)
        .map(|area| look_up(item, breakdown.clone(), Inputs { area, ..inputs }, scope, trace))
        .collect();
    figures.into_iter().collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
}

/// What is within, as one unit of the plan reports it, for that unit's area.
pub(super) fn of_unit(
    of: &Expr,
    unit: &str,
    text: &str,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<Decimal> {
    let known = inputs.asked.and_then(|asked| Some((asked, UnitCode::parse(unit).ok()?)));
    let Some((asked, unit)) = known.filter(|(asked, unit)| asked.plan.units.contains_key(unit)) else {
        return trace.fail(Reason::BadFormula { formula: text.to_owned() });
    };
    let area = asked.plan.area_of(&unit);
    let inner = Inputs { area, asked: Some(Asked { unit: Some(&unit), ..asked }), ..inputs };
    eval(of, text, inner, scope, trace)
}

/// Years for which a published figure of another area serves to compare with.
const COMPARED: i32 = 5;

pub(super) fn published(
    indicator: &Reference<IndicatorCode>,
    area: &str,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<Decimal> {
    let breakdown = indicator.within(&scope.breakdown);
    let years = scope.period.year - COMPARED..=scope.period.year;
    let fits = |held: &&heng_plan::model::Reference| {
        held.indicator == indicator.code
            && held.area.as_str() == area
            && held.breakdown == breakdown
            && held.period.is_year()
            && years.contains(&held.period.year)
    };
    match inputs.catalogue.references.iter().filter(fits).max_by_key(|held| held.period.year) {
        Some(held) => Some(held.value),
        None => trace.fail(Reason::NoFormula { indicator: format!("{} ({area})", indicator.code) }),
    }
}
