//! Figures of nation, province and prefecture beside the cells of a form, as a hint.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::number::publish;
use heng_base::period::Period;
use heng_collection::form::Form;
use heng_collection::rules::round::observed;
use heng_plan::model::{Indicator, Reference};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::check::{About, number};
use heng_statistics::formula::{self, Expr};
use heng_store::tables::entries;

use super::shown;
use super::submissions::{Held, entries_of};
use crate::app::App;
use crate::failure::Result;
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::{HintFigureView, HintView};

/// Hints for the cells of a submission: the indicators that a cell counts for, with the last figure that is published of
/// each other area, and the indicator's value by what is saved so far.
pub async fn of_submission(app: &App, who: &Principal, id: i64) -> Result<Vec<HintView>> {
    let held = Held::load(app, who, id, "submission.read").await?;
    let entries = entries_of(&entries::list(app.store(), id).await?)?;
    let told = held.told(app, who).await?;
    let data = told.as_ref().unwrap_or(&held.asked).data();
    let Held { figures, form, .. } = &held;
    let answers = Dataset::new(observed(form, &entries, &figures.known()), |_| 1);
    let mut by_indicator: BTreeMap<_, Vec<&Reference>> = BTreeMap::new();
    let of_others = |held: &&Reference| held.area != figures.plan.area && held.period.is_year();
    for held in figures.catalogue.references.iter().filter(of_others) {
        by_indicator.entry((held.indicator.clone(), held.breakdown.clone())).or_default().push(held);
    }
    let mut hints = Vec::new();
    for ((indicator, breakdown), references) in by_indicator {
        let Some(indicator) = figures.catalogue.indicators.get(&indicator) else { continue };
        let cells = cells(indicator, &breakdown, form, figures);
        let latest = latest(references, form.period, indicator, figures);
        if cells.is_empty() || latest.is_empty() {
            continue;
        }
        let own = value(indicator, &breakdown, form, [data, &answers], figures);
        hints.push(HintView {
            cells,
            indicator: indicator.code.to_string(),
            name: indicator.name.zh.clone(),
            name_en: indicator.name.en.clone(),
            label: (!breakdown.is_total()).then(|| shown::breakdown_label(&breakdown, &figures.catalogue)),
            unit: indicator.unit.clone(),
            own,
            figures: latest,
        });
    }
    Ok(hints)
}

/// Cells of the form that the indicator counts: those of its numerator, or of its whole formula where it is none.
fn cells(indicator: &Indicator, breakdown: &Breakdown, form: &Form, figures: &Figures) -> Vec<String> {
    let numerator = figures.formulas.of(&indicator.code).and_then(|formula| formula.parts().next());
    let Some(read) = numerator.and_then(|part| part.expr.as_ref()) else { return Vec::new() };
    let named = formula::items(read);
    let counted = |cell: &&heng_collection::form::Cell| {
        named.iter().any(|(item, fixed)| {
            let asked = fixed.iter().fold(breakdown.clone(), |asked, (by, code)| asked.with(by, code));
            cell.id.item == *item && cell.id.breakdown == asked
        })
    };
    form.cells().filter(counted).map(|cell| cell.id.to_string()).collect()
}

/// The last figure of each area up to the form's period, the nation first.
fn latest(
    references: Vec<&Reference>,
    period: Period,
    indicator: &Indicator,
    figures: &Figures,
) -> Vec<HintFigureView> {
    let mut last: BTreeMap<_, &Reference> = BTreeMap::new();
    for held in references.into_iter().filter(|held| held.period.year <= period.year) {
        let known = last.entry(held.area.clone()).or_insert(held);
        if known.period < held.period {
            *known = held;
        }
    }
    let view = |held: &Reference| HintFigureView {
        area_name: figures.catalogue.areas.get(&held.area).map_or_else(String::new, |area| area.name.zh.clone()),
        period: held.period.to_string(),
        display: publish(held.value, indicator.decimals.max(held.value.normalize().scale())),
        source: shown::source(&held.source, &figures.plan, &figures.catalogue).title,
    };
    last.into_values().map(view).collect()
}

fn value(
    indicator: &Indicator,
    breakdown: &Breakdown,
    form: &Form,
    [data, answers]: [&Dataset; 2],
    figures: &Figures,
) -> Option<String> {
    let fixed = breakdown.clone().into();
    let expr = Expr::Indicator(formula::Reference { code: indicator.code.clone(), fixed });
    let item = &form.rows().next()?.item;
    let about = About {
        plan: &figures.plan,
        catalogue: &figures.catalogue,
        formulas: &figures.formulas,
        data,
        answers,
        periods: std::slice::from_ref(&form.period),
        unit: &form.unit,
        period: form.period,
        item,
        breakdown: &Breakdown::total(),
    };
    Some(publish(number(&expr, indicator.code.as_str(), &about)?, indicator.decimals))
}
