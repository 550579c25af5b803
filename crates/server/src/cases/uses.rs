//! What an indicator is computed from, and what it serves: indicators, targets, checks, forms, reports.

use std::collections::BTreeSet;

use heng_base::codes::IndicatorCode;
use heng_base::text::{Lang, Text};
use heng_plan::model::{Indicator, UpperFigure};
use heng_report::facts::words::target_short;

use crate::figures::Figures;
use crate::views::UseView;

/// The items and indicators of its formula, each indicator followed by what that one is computed from.
pub fn uses(indicator: &Indicator, figures: &Figures) -> Vec<UseView> {
    let mut found = Vec::new();
    below(&indicator.code, 1, &mut BTreeSet::from([indicator.code.clone()]), figures, &mut found);
    found
}

/// What an indicator is made of is told where it is named first.
fn below(
    code: &IndicatorCode,
    level: u32,
    seen: &mut BTreeSet<IndicatorCode>,
    figures: &Figures,
    found: &mut Vec<UseView>,
) {
    let Some(formula) = figures.formulas.of(code) else { return };
    for item in &formula.items {
        let name = figures.catalogue.items.get(item).map(|item| &item.name);
        found.push(view("item", item.as_str(), name, level));
    }
    for named in &formula.indicators {
        found.push(indicator_view(named, level, figures));
        if seen.insert(named.clone()) {
            below(named, level + 1, seen, figures, found);
        }
    }
}

/// Who would notice another value: indicators near and far, targets, checks, forms that ask for its items, workbooks.
pub fn used_by(indicator: &Indicator, figures: &Figures) -> Vec<UseView> {
    let (plan, code) = (&figures.plan, &indicator.code);
    let mut found = Vec::new();
    let (mut level, mut reached) = (1, vec![code]);
    let mut nearest = vec![code];
    while !nearest.is_empty() {
        let next: Vec<&IndicatorCode> = nearest.iter().flat_map(|code| figures.formulas.dependents(code)).collect();
        nearest = Vec::new();
        for one in next {
            if !reached.contains(&one) {
                reached.push(one);
                nearest.push(one);
                found.push(indicator_view(one, level, figures));
            }
        }
        level += 1;
    }
    let targets = plan.targets.iter().filter(|target| target.indicator.as_ref() == Some(code));
    found.extend(targets.map(|target| {
        let said = |lang| target_short(target, &figures.catalogue, lang);
        let name = Text::new(said(Lang::Zh), Some(said(Lang::En)));
        UseView { objective: target.objective.clone(), ..view("target", &target.id, Some(&name), 1) }
    }));
    found.extend(figures.checks.of_indicator(code).map(|(check, name)| view("check", check, Some(name), 1)));
    let asks = |form: &&_| {
        let of_form = plan.form_items.iter().filter(|asked| asked.form == **form);
        of_form.into_iter().any(|asked| figures.items(code).contains(&asked.item))
    };
    let mut forms: Vec<_> = plan.form_items.iter().map(|asked| &asked.form).collect();
    forms.dedup();
    for form in forms.into_iter().filter(asks) {
        let title = plan.head_of(form).map(|head| &head.title);
        if !found.iter().any(|held| held.kind == "form" && held.code == form.as_str()) {
            found.push(view("form", form.as_str(), title, 1));
        }
    }
    let named = |figure: &UpperFigure| matches!(figure, UpperFigure::Indicator(named) if named == code);
    let reports = figures.uppers.iter().filter(|report| report.cells.iter().any(|cell| named(&cell.figure)));
    found.extend(reports.map(|report| view("report", &report.code, Some(&report.title), 1)));
    found
}

fn indicator_view(code: &IndicatorCode, level: u32, figures: &Figures) -> UseView {
    view("indicator", code.as_str(), figures.catalogue.indicators.get(code).map(|held| &held.name), level)
}

pub fn view(kind: &str, code: &str, name: Option<&Text>, level: u32) -> UseView {
    UseView {
        kind: kind.to_owned(),
        code: code.to_owned(),
        name: name.map_or_else(|| code.to_owned(), |name| name.zh.clone()),
        name_en: name.and_then(|name| name.en.clone()),
        level,
        objective: None,
    }
}
