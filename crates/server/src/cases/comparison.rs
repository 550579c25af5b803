//! Own figures beside those that are published of the areas above: nation, province, prefecture. A place without a
//! published figure stays out.

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_base::number::publish;
use heng_plan::model::Indicator;
use heng_statistics::difference::from_target;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::methods::benjamini_hochberg::benjamini_hochberg;
use heng_statistics::observation::Subject;
use rust_decimal::Decimal;

use super::data::Seen;
use super::shown;
use crate::figures::Figures;
use crate::figures::rows::Row;
use crate::views::{BesideView, PointView, PublishedPoint, PublishedSeries};

/// Whether a row says what is published of an area above the plan's.
pub fn is_reference(row: &Row, figures: &Figures) -> bool {
    row.published && matches!(row.key.subject, Subject::Indicator(_)) && is_above(&row.key.area, figures)
}

/// Whether the plan's area is part of another.
pub fn is_above(area: &AreaCode, figures: &Figures) -> bool {
    *area != figures.plan.area && figures.catalogue.lies_in(&figures.plan.area, area)
}

/// The published figures of an indicator in a year each that the asker may see, a series together, by period.
fn references<'a>(seen: &'a Seen, figures: &'a Figures, indicator: &'a Indicator) -> impl Iterator<Item = &'a Row> {
    seen.rows(figures).filter(|row| {
        row.key.subject.code() == indicator.code.as_str()
            && row.standing
            && row.value.is_some()
            && row.key.period.is_year()
            && is_reference(row, figures)
    })
}

/// All that is published of the areas above in the breakdowns that are wanted, by area and breakdown.
pub fn published(
    seen: &Seen,
    figures: &Figures,
    indicator: &Indicator,
    wanted: impl Fn(&Breakdown) -> bool,
) -> Vec<PublishedSeries> {
    let mut all: Vec<PublishedSeries> = Vec::new();
    for row in references(seen, figures, indicator).filter(|row| wanted(&row.key.breakdown)) {
        let (area, breakdown) = (row.key.area.to_string(), row.key.breakdown.to_string());
        let point = point(row, indicator, figures);
        match all.last_mut() {
            Some(last) if last.area == area && last.breakdown == breakdown => last.points.push(point),
            _ => {
                let (area_name, area_name_en) = area_name(&row.key.area, figures);
                let label = shown::breakdown_label(&row.key.breakdown, &figures.catalogue);
                all.push(PublishedSeries { area, area_name, area_name_en, breakdown, label, points: vec![point] });
            }
        }
    }
    all
}

/// Of each breakdown the own figure beside what is published; `own` gives the last of a breakdown.
pub fn beside<'v>(
    seen: &Seen,
    figures: &Figures,
    indicator: &Indicator,
    wanted: impl Fn(&Breakdown) -> bool,
    own: impl Fn(&Breakdown) -> Option<&'v IndicatorValue>,
) -> Vec<BesideView> {
    let rows: Vec<&Row> = references(seen, figures, indicator).filter(|row| wanted(&row.key.breakdown)).collect();
    let one_series = |a: &&Row, b: &&Row| a.key.area == b.key.area && a.key.breakdown == b.key.breakdown;
    let mut tested = Vec::new();
    let mut all: Vec<BesideView> = Vec::new();
    for series in rows.chunk_by(one_series) {
        let value = own(&series[0].key.breakdown);
        let Some(row) = chosen(series, value) else { continue };
        let same_year = value.is_some_and(|value| value.period == row.key.period);
        let p = value.filter(|_| same_year).and_then(|value| from_target(indicator, value, row.value?));
        tested.push(p);
        all.push(one(row, value, same_year, indicator, figures));
    }
    let adjusted = benjamini_hochberg(&tested.iter().flatten().copied().collect::<Vec<_>>());
    let of_tested = all.iter_mut().zip(tested).filter(|(_, p)| p.is_some());
    for ((view, _), adjusted) in of_tested.zip(adjusted) {
        view.chance = Some(adjusted >= shown::SIGNIFICANT);
    }
    all
}

/// That of the own figure's year, else the last before it, else the last of all.
fn chosen<'a>(series: &[&'a Row], own: Option<&IndicatorValue>) -> Option<&'a Row> {
    let before = own.and_then(|own| series.iter().rev().find(|row| row.key.period <= own.period));
    before.or(series.last()).copied()
}

fn one(
    row: &Row,
    own: Option<&IndicatorValue>,
    same_year: bool,
    indicator: &Indicator,
    figures: &Figures,
) -> BesideView {
    let (area_name, area_name_en) = area_name(&row.key.area, figures);
    let number = own.and_then(|own| own.value);
    BesideView {
        area: row.key.area.to_string(),
        area_name,
        area_name_en,
        breakdown: row.key.breakdown.to_string(),
        label: shown::breakdown_label(&row.key.breakdown, &figures.catalogue),
        published: point(row, indicator, figures),
        own: own.zip(number).map(|(own, number)| PointView {
            period: own.period.to_string(),
            display: publish(number, indicator.decimals),
            carried: own.carried_from.is_some(),
        }),
        same_year,
        difference: number.zip(row.value).and_then(|(own, other)| {
            let difference = own.checked_sub(other)?;
            let sign = if difference > Decimal::ZERO { "+" } else { "" };
            Some(format!("{sign}{}", publish(difference, indicator.decimals)))
        }),
        chance: None,
    }
}

fn point(row: &Row, indicator: &Indicator, figures: &Figures) -> PublishedPoint {
    let value = row.value.unwrap_or_default();
    PublishedPoint {
        period: row.key.period.to_string(),
        value: value.normalize().to_string(),
        // A published figure keeps the places that it was published with.
        display: publish(value, indicator.decimals.max(value.normalize().scale())),
        source: row.source.as_ref().map(|code| shown::source(code, &figures.plan, &figures.catalogue)),
    }
}

pub(super) fn area_name(code: &AreaCode, figures: &Figures) -> (String, Option<String>) {
    let area = figures.catalogue.areas.get(code);
    (area.map_or_else(|| code.to_string(), |area| area.name.zh.clone()), area.and_then(|area| area.name.en.clone()))
}
