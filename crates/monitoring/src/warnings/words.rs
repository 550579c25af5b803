//! Names and numbers as a reason writes them.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, UnitCode};
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::text::{Lang, Text};
use heng_plan::model::{Catalogue, Indicator, Plan};
use heng_statistics::observation::{Key, Subject};
use rust_decimal::Decimal;

use crate::absence;

/// Item or indicator with its breakdown, and with its area where that is a part of the plan's.
pub(super) fn subject(
    subject: Subject,
    breakdown: &Breakdown,
    area: &AreaCode,
    plan: &Plan,
    catalogue: &Catalogue,
    lang: Lang,
) -> String {
    let key = Key { subject, area: area.clone(), period: Period::year(plan.start), breakdown: breakdown.clone() };
    let name = absence::name(&key, catalogue, lang);
    if *area == plan.area {
        return name;
    }
    let place = self::area(area, catalogue, lang);
    if lang == Lang::Zh { format!("{place}{name}") } else { format!("{name} of {place}") }
}

pub(super) fn area(area: &AreaCode, catalogue: &Catalogue, lang: Lang) -> String {
    catalogue.areas.get(area).map_or_else(|| area.to_string(), |held| held.name.get(lang).to_owned())
}

pub(super) fn unit(unit: &UnitCode, plan: &Plan, lang: Lang) -> String {
    plan.units.get(unit).map_or_else(|| unit.to_string(), |held| held.name.get(lang).to_owned())
}

/// A figure as it is published, with its unit of measure.
pub(super) fn figure(value: Decimal, indicator: &Indicator, catalogue: &Catalogue, lang: Lang) -> String {
    catalogue.measured(&publish(value, indicator.decimals), &indicator.unit, lang)
}

/// In a language the one text, in the other the other.
pub(super) fn both(said: impl Fn(Lang) -> String) -> Text {
    Text::new(said(Lang::Zh), Some(said(Lang::En)))
}

/// A probability to print: 0.003, and what is less than it.
pub(super) fn probability(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

/// How many times its usual size a change is.
pub(super) fn times(z: f64) -> String {
    if z.is_finite() && z.abs() < 1000.0 { format!("{z:.1}") } else { ">1000".to_owned() }
}
