//! A plan package: its tables read, and held against one another and the catalogue.

use heng_base::problem::{Problem, kinds};
use heng_base::text::Text;

use super::descriptor::{self, PlanHead};
use super::document::{self, Document};
use super::known::{DOMAIN, Known, OBJECTIVE, PLACE, Shelf, UNIT};
use super::table::values;
use super::{
    Files, checks, domains, feeds, form_heads, forms, measures, objectives, projects, responsibilities, schemes,
    series, targets, translations, units, warnings,
};
use crate::model::{Catalogue, Plan};

/// Reads the tables; `None` where `datapackage.json` does not say whole what the plan is.
pub(super) fn read(head: PlanHead, files: &Files, problems: &mut Vec<Problem>) -> Option<Plan> {
    let document = document::read(files, problems);
    let domains = values(domains::TABLE.required(files, problems));
    let objectives = values(objectives::TABLE.required(files, problems));
    let measures = values(measures::TABLE.required(files, problems));
    let projects = values(projects::TABLE.required(files, problems));
    let targets = values(targets::TABLE.required(files, problems));
    let mut units = values(units::TABLE.required(files, problems));
    let responsibilities = values(responsibilities::TABLE.required(files, problems));
    let form_items = values(forms::TABLE.required(files, problems));
    let form_heads = values(form_heads::TABLE.optional(files, problems));
    let schemes = values(schemes::TABLE.optional(files, problems));
    let series = values(series::TABLE.optional(files, problems));
    let checks = values(checks::TABLE.optional(files, problems));
    let warnings = values(warnings::TABLE.optional(files, problems));
    translations::check(files, problems);
    translations::complete(units.iter_mut().map(|unit| &mut unit.name), &translations(files));
    if head.text_whole == Some(false) && head.text_note.is_none() {
        problems.push(descriptor::at(Problem::new(&kinds::PACKAGE_NOTE_MISSING), "text_note"));
    }
    Some(Plan {
        code: head.code?,
        title: Text::new(head.title?, head.title_en),
        area: head.area?,
        level: head.level?,
        start: head.start?,
        end: head.end?,
        base_year: head.base_year?,
        catalogue: head.catalogue?,
        catalogue_version: head.catalogue_version?,
        nearly_tolerance: head.nearly_tolerance,
        before_target_year: head.before_target_year.unwrap_or_default(),
        intervals: head.intervals.unwrap_or_default(),
        text_whole: head.text_whole?,
        text_note: head.text_note,
        document,
        domains,
        objectives,
        measures,
        projects,
        targets,
        units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(),
        responsibilities,
        form_items,
        form_heads,
        schemes,
        series,
        checks,
        warnings,
    })
}

/// The rules between the tables. Without the catalogue, those within the plan are held all the same.
pub(super) fn check(plan: &Plan, catalogue: Option<&Catalogue>, files: &Files, problems: &mut Vec<Problem>) {
    let context = Context {
        plan,
        document: (!plan.document.is_empty()).then(|| Document::new(&plan.document)),
        domains: Known::column(DOMAIN, &domains::TABLE, files, "number"),
        objectives: Known::column(OBJECTIVE, &objectives::TABLE, files, "number"),
        places: Known::column(PLACE, &objectives::TABLE, files, "number")
            .and(&Known::column(PLACE, &measures::TABLE, files, "number"))
            .and(&Known::column(PLACE, &projects::TABLE, files, "number")),
        units: Known::column(UNIT, &units::TABLE, files, "code"),
        shelf: catalogue.map(Shelf::new),
    };
    head(&context, problems);
    let targets = targets::TABLE.again(files);
    objectives::check(&objectives::TABLE.again(files), &targets, &context, problems);
    measures::check(&measures::TABLE.again(files), &context, problems);
    projects::check(&projects::TABLE.again(files), &context, problems);
    targets::check(&targets, &context, problems);
    units::check(&units::TABLE.again(files), &context, problems);
    responsibilities::check(&responsibilities::TABLE.again(files), &context, problems);
    forms::check(&forms::TABLE.again(files), &context, problems);
    form_heads::check(files, problems);
    schemes::check(files, problems);
    warnings::check(files, &context, problems);
    feeds::check(files, &context, problems);
    super::uppers::check(files, context.shelf.as_ref(), problems);
    if let Some(shelf) = &context.shelf {
        series::check(&series::TABLE.again(files), shelf, problems);
        checks::check(&checks::TABLE.again(files), shelf, problems);
    }
}

/// What the tables of a plan are held against.
pub(super) struct Context<'a> {
    pub plan: &'a Plan,
    /// The official text, where it could be read.
    pub document: Option<Document>,
    pub domains: Known,
    pub objectives: Known,
    /// Numbers of objectives, measures and projects.
    pub places: Known,
    pub units: Known,
    /// The catalogue, where it is at hand.
    pub shelf: Option<Shelf<'a>>,
}

fn head(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let plan = context.plan;
    let mut ordered = |lower_name, lower: i32, upper_name, upper: i32| {
        if lower > upper {
            let problem = Problem::new(&kinds::PACKAGE_ORDER).with("lower_name", lower_name).with("lower", lower);
            problems.push(descriptor::at(problem.with("upper_name", upper_name).with("upper", upper), lower_name));
        }
    };
    ordered("start", plan.start, "end", plan.end);
    ordered("base_year", plan.base_year, "start", plan.start);
    let Some(shelf) = &context.shelf else {
        let noun = super::known::Noun { zh: "指标目录", en: "catalogue", table: "plans/" };
        let absent = Known::new(noun, std::iter::empty()).absent(&plan.catalogue);
        return problems.push(descriptor::at(absent, "catalogue"));
    };
    let (code, version) = (&shelf.catalogue.code, &shelf.catalogue.version);
    if (&plan.catalogue, &plan.catalogue_version) != (code, version) {
        let problem = Problem::new(&kinds::PACKAGE_CATALOGUE_DIFFERS)
            .with("code", &plan.catalogue)
            .with("version", &plan.catalogue_version)
            .with("have_code", code)
            .with("have_version", version);
        problems.push(descriptor::at(problem, "catalogue"));
    }
    if !shelf.areas.holds(plan.area.as_str()) {
        problems.push(descriptor::at(shelf.areas.absent(plan.area.as_str()), "area"));
    }
}
