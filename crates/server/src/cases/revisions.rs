//! How the values of an indicator were revised: what was known of each period at each moment, and why it changed.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_plan::model::Indicator;
use heng_statistics::dataset::{Dataset, rank};
use heng_statistics::indicator::{Basis, compute};
use heng_store::tables::observations::{self, Recorded};
use serde::Deserialize;
use utoipa::IntoParams;

use super::indicators::months;
use super::shown;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::{FigureView, RevisionMoment, RevisionRow, RevisionTable};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RevisionQuery {
    /// `sex=F`; the total without one.
    pub breakdown: Option<String>,
    /// Of which periods: year (the default), half, quarter or month.
    pub frequency: Option<String>,
}

/// Moments that are told, the last ones.
const MOST: usize = 24;

/// The revision triangle of an indicator in one breakdown, over the periods of one frequency.
pub async fn of_indicator(
    app: &App,
    who: &Principal,
    plan: &str,
    code: &str,
    asked: &RevisionQuery,
) -> Result<RevisionTable> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "figures.read", figures.resource())?;
    let found = figures.catalogue.indicators.values().find(|indicator| indicator.code.as_str() == code);
    let indicator = found.ok_or_else(|| Failure::absent("指标", "indicator", code))?;
    let bad =
        |text: String| Problem::expected(text, "分组，写法如 sex=F", "a breakdown, such as sex=F").field("breakdown");
    let breakdown = Breakdown::parse(asked.breakdown.as_deref().unwrap_or_default()).map_err(bad)?;
    let months = months(asked.frequency.as_deref())?;
    let (items, indicators) = figures.formulas.depends_on(&indicator.code);
    let codes: Vec<&str> = items
        .iter()
        .map(|item| item.as_str())
        .chain(indicators.iter().map(|indicator| indicator.as_str()))
        .chain([indicator.code.as_str()])
        .collect();
    let mut recorded = observations::of_subjects(app.store(), &codes, figures.stamp.1).await?;
    recorded.retain(|one| figures.catalogue.counts_into(&one.observation.key.area, &figures.plan.area));
    Recorded::mask(&mut recorded, |held| figures.as_told(held));
    let periods = periods(&figures, &recorded, months);
    let (indicator, held) = (indicator.clone(), figures.clone());
    // All periods anew for each moment: not on a thread that answers others.
    let made = tokio::task::spawn_blocking(move || table(&held, &indicator, (&breakdown, &periods), recorded)).await;
    made.map_err(Failure::system)
}

/// The years of the plan; of a shorter frequency the periods of which, or of a part of which, something was recorded.
fn periods(figures: &Figures, recorded: &[Recorded], months: u8) -> BTreeSet<Period> {
    if months == 12 {
        return figures.years().into_iter().map(Period::year).collect();
    }
    let held = recorded.iter().map(|one| one.observation.key.period);
    held.flat_map(|period| std::iter::once(period).chain(period.longer()))
        .filter(|period| period.months() == months)
        .collect()
}

/// Whether there is a figure, shown or not.
fn is_known(figure: &FigureView) -> bool {
    figure.value.is_some() || figure.confidential
}

fn table(
    figures: &Figures,
    indicator: &Indicator,
    (breakdown, periods): (&Breakdown, &BTreeSet<Period>),
    recorded: Vec<Recorded>,
) -> RevisionTable {
    let mut data = Dataset::default();
    let mut columns: Vec<(RevisionMoment, BTreeMap<Period, FigureView>)> = Vec::new();
    for lot in recorded.chunk_by(|a, b| a.recorded_at == b.recorded_at) {
        for one in lot {
            data.observe(one.observation.clone(), |source| rank(&figures.catalogue, source));
        }
        let basis = Basis { catalogue: &figures.catalogue, formulas: &figures.formulas, data: &data };
        let value = |period: Period| {
            let found = compute(indicator, basis, &figures.plan.area, period, breakdown);
            shown::figure(found.value.map(|value| publish(value, indicator.decimals)), &found.reasons)
        };
        let values: BTreeMap<Period, FigureView> = periods.iter().map(|period| (*period, value(*period))).collect();
        if columns.last().map_or_else(|| values.values().any(is_known), |(_, before)| *before != values) {
            let reasons: BTreeSet<&str> = lot.iter().filter_map(|one| one.reason.as_deref()).collect();
            let reason = (!reasons.is_empty()).then(|| reasons.into_iter().collect::<Vec<_>>().join("；"));
            let at = lot.first().map(|one| one.recorded_at.clone()).unwrap_or_default();
            columns.push((RevisionMoment { at, reason }, values));
        }
    }
    let left_out = columns.len().saturating_sub(MOST);
    let columns = columns.split_off(left_out);
    let known = |period: &&Period| columns.iter().any(|(_, values)| values.get(period).is_some_and(is_known));
    let rows = periods.iter().filter(known).map(|period| RevisionRow {
        period: period.to_string(),
        values: columns.iter().filter_map(|(_, values)| values.get(period).cloned()).collect(),
    });
    RevisionTable {
        breakdown: breakdown.to_string(),
        rows: rows.collect(),
        moments: columns.iter().map(|(moment, _)| moment.clone()).collect(),
        left_out,
    }
}
