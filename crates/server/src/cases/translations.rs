//! English names and texts of a plan and its catalogue, for readers of English.

use std::collections::BTreeMap;

use heng_base::text::Text;
use heng_plan::package::translations;

use super::plans;
use crate::app::App;
use crate::failure::Result;
use crate::figures::Figures;
use crate::policy::Principal;

/// English by the Chinese text that the API answers with; what has none is absent.
pub async fn of_plan(app: &App, who: &Principal, plan: &str) -> Result<BTreeMap<String, String>> {
    let figures = app.figures(&plans::known(app, plan).await?).await?;
    app.require(who, "plan.read", figures.resource())?;
    let mut english = BTreeMap::new();
    for package in figures.packages.iter() {
        english.extend(translations(&package.contents()?));
    }
    // As a form's source is called; see `shown::source`.
    for Text { zh, en } in figures.plan.units.values().map(|unit| &unit.name) {
        english.extend(en.as_ref().map(|en| (format!("{zh}报送"), format!("Reported by {en}"))));
    }
    for Text { zh, en } in named(&figures) {
        english.extend(en.as_ref().map(|en| (zh.clone(), en.clone())));
    }
    Ok(english)
}

/// All that has a name in both languages by its own row.
fn named(figures: &Figures) -> impl Iterator<Item = &Text> {
    let Figures { plan, catalogue, .. } = figures;
    let of_plan = plan.domains.iter().map(|domain| &domain.title).chain(plan.units.values().map(|unit| &unit.name));
    let of_plan = of_plan.chain(plan.form_heads.iter().map(|head| &head.title));
    let codes = catalogue.codes.values().flatten().map(|code| &code.name);
    let of_catalogue = catalogue.items.values().map(|item| &item.name).chain(codes);
    let of_catalogue = of_catalogue.chain(catalogue.indicators.values().map(|indicator| &indicator.name));
    let of_catalogue = of_catalogue.chain(catalogue.areas.values().map(|area| &area.name));
    // A rating tells the name that its level had: one renamed since stays as it was called.
    let of_catalogue = of_catalogue.chain(catalogue.rubric.iter().map(|level| &level.name));
    std::iter::once(&plan.title).chain(of_plan).chain(of_catalogue).chain(catalogue.missing.iter().map(|m| &m.name))
}
