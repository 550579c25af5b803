//! Blank forms to print: of one unit, and all of a plan.

use heng_base::codes::FormCode;
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::form::{Form, generate};
use heng_plan::model::AskedOf;
use heng_report::document::Document;
use heng_report::render::{Fonts, docx};

use super::units;
use crate::app::{App, INVENTED};
use crate::blank::{self, Sheet};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};

/// The form of a unit for a period as a Word file, with the name to keep it under.
pub async fn of_unit(app: &App, who: &Principal, plan: &str, unit: &str, period: &str) -> Result<(String, Vec<u8>)> {
    app.require(who, "unit.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let (unit, period) = (units::find(&figures, unit)?, read_period(period)?);
    let form = generate(&figures.plan, &figures.catalogue, &figures.formulas, &unit.code, period);
    if form.codes.is_empty() {
        return Err(Failure::absent("报表", "form", &unit.code));
    }
    let sheets: Vec<_> =
        form.codes.iter().map(|code| sheet(&figures, &form, code, unit.name.zh.clone(), true)).collect();
    let name = app.file_name(format!("{}-{}-{period}.docx", figures.plan.code, unit.code));
    Ok((name, written(app, blank::sheets(format!("{}填报报表", unit.name.zh), &sheets))?))
}

/// All forms of a plan for a period, each once, with their list.
pub async fn of_plan(app: &App, who: &Principal, plan: &str, period: &str) -> Result<(String, Vec<u8>)> {
    app.require(who, "unit.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let period = read_period(period)?;
    let forms = all(&figures, period);
    if forms.is_empty() {
        return Err(Failure::absent("报表", "form", plan));
    }
    let sheets: Vec<_> = forms
        .iter()
        .map(|listed| sheet(&figures, &listed.form, &listed.code, listed.of.clone(), listed.of_one))
        .collect();
    let name = app.file_name(format!("{}-forms-{period}.docx", figures.plan.code));
    Ok((name, written(app, blank::whole(&figures.plan, period, &sheets))?))
}

/// A form of the plan and who fills it in.
struct Listed {
    code: FormCode,
    form: Form,
    of: String,
    of_one: bool,
}

/// Each form with something to fill in: by the heads' order, then those without a head; of a form that several units are
/// asked, the sheet of the first, without its name.
fn all(figures: &Figures, period: Period) -> Vec<Listed> {
    let plan = &figures.plan;
    let mut codes: Vec<&FormCode> = plan.form_heads.iter().map(|head| &head.form).collect();
    for asked in &plan.form_items {
        if !codes.contains(&&asked.form) {
            codes.push(&asked.form);
        }
    }
    let mut forms = Vec::new();
    for code in codes {
        let Some(asked) = plan.form_items.iter().find(|asked| asked.form == *code) else { continue };
        let units: Vec<_> =
            plan.units.values().filter(|unit| plan.asked_of(&unit.code).any(|a| a.form == *code)).collect();
        let Some(first) = units.first() else { continue };
        let of = match &asked.of {
            AskedOf::Unit(_) => first.name.zh.clone(),
            AskedOf::Type(_) => format!("{}等{}个单位", first.name.zh, units.len()),
        };
        let form = generate(plan, &figures.catalogue, &figures.formulas, &first.code, period);
        if form.codes.contains(code) {
            forms.push(Listed { code: code.clone(), form, of, of_one: matches!(asked.of, AskedOf::Unit(_)) });
        }
    }
    forms
}

pub(super) fn sheet<'a>(
    figures: &'a Figures,
    form: &'a Form,
    code: &'a FormCode,
    of: String,
    of_one: bool,
) -> Sheet<'a> {
    Sheet { plan: &figures.plan, form, code, of, of_one, missing: &figures.catalogue.missing, answers: None }
}

/// No chart stands in a form, so that no font is needed.
fn written(app: &App, mut document: Document) -> Result<Vec<u8>> {
    if app.is_demo() {
        document.mark(INVENTED);
    }
    Ok(docx::render(&document, &Fonts { regular: Vec::new() })?)
}

pub(super) fn read_period(text: &str) -> Result<Period> {
    let bad = |text| Problem::new(&kinds::TABLE_NOT_PERIOD).with("value", text).field("period");
    Period::parse(text).map_err(|text| bad(text).into())
}
