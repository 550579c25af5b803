//! Rows of the catalogue as they are changed in the browser: what is written, and everything that is wrong with a change
//! before it is proposed.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use heng_plan::model::Catalogue;
use heng_plan::package::amend::{self, RowChange, TABLES, amend};
use heng_plan::package::{self, Files, Package};
use heng_store::tables::packages;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::checks;
use super::indicators::formula_of;
use super::packages::beside;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{AmendedRow, AmendmentCheck, ColumnView, EditorView};

/// Rows that one proposal may change.
pub(super) const MOST: usize = 50;

/// A code of the catalogue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfCode {
    /// Absent for a new one.
    pub code: Option<String>,
}

/// Changes of the catalogue.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Amending {
    pub changes: Vec<AmendedRow>,
}

/// The catalogue in force that a plan uses, whole.
pub(super) async fn catalogue_of(app: &App, who: &Principal, plan: &str) -> Result<packages::Package> {
    Ok(app.plan(who, plan).await?.packages[0].clone())
}

pub(super) fn known_table(table: &str) -> Result<()> {
    if TABLES.contains(&table) { Ok(()) } else { Err(Failure::absent("表", "table", table)) }
}

/// The rows of a code, or with an empty one what a new row may hold.
pub async fn editor(app: &App, who: &Principal, plan: &str, table: &str, code: &str) -> Result<EditorView> {
    app.require(who, "catalogue.propose", Resource::Office)?;
    known_table(table)?;
    let figures = app.plan(who, plan).await?;
    let files = figures.packages[0].contents()?;
    let rows: Vec<_> = amend::written(&files, table)
        .into_iter()
        .filter(|row| row.get("code").is_some_and(|held| held == code))
        .collect();
    if rows.is_empty() && !code.is_empty() {
        return Err(Failure::absent("代码", "code", code));
    }
    let catalogue = &figures.catalogue;
    let items = catalogue.items.values().map(|item| item.unit.clone());
    let units: BTreeSet<String> = items.chain(catalogue.indicators.values().map(|one| one.unit.clone())).collect();
    let columns = amend::columns(table).unwrap_or_default();
    Ok(EditorView {
        columns: columns
            .into_iter()
            .map(|column| ColumnView {
                name: column.name.to_owned(),
                required: column.required,
                words: column.words.into_iter().map(str::to_owned).collect(),
            })
            .collect(),
        rows,
        dimensions: catalogue.codes.keys().cloned().collect(),
        units: units.into_iter().collect(),
    })
}

/// Everything that is wrong with changes, whole or half typed; nothing is written.
pub async fn check(app: &App, who: &Principal, plan: &str, asked: Amending) -> Result<AmendmentCheck> {
    app.require(who, "catalogue.propose", Resource::Office)?;
    let changes = bounded(asked.changes)?;
    let files = catalogue_of(app, who, plan).await?.contents()?;
    beside(move || checked(&files, &changes)).await
}

pub(super) fn bounded(changes: Vec<AmendedRow>) -> Result<Vec<RowChange>> {
    if changes.len() > MOST {
        return Err(Problem::new(&kinds::PROPOSAL_MANY).with("count", changes.len()).with("most", MOST).into());
    }
    Ok(changes.into_iter().map(RowChange::from).collect())
}

fn checked(files: &Files, changes: &[RowChange]) -> AmendmentCheck {
    match amend(files, changes) {
        Err(problems) => AmendmentCheck { problems, formulas: changes.iter().map(|_| None).collect() },
        Ok(amended) => {
            let (catalogue, problems) = faults(&amended, changes);
            let formula = |change: &RowChange| {
                let all = catalogue.as_ref()?.indicators.values().filter(|_| change.table == "indicators");
                let own = all
                    .flat_map(|one| one.definitions())
                    .find(|one| is_of(change, one.code.as_str(), one.valid_from))?;
                formula_of(own, catalogue.as_ref()?)
            };
            AmendmentCheck { formulas: changes.iter().map(formula).collect(), problems }
        }
    }
}

fn is_of(change: &RowChange, code: &str, valid_from: Option<i32>) -> bool {
    let year = change.cells.get("valid_from").map(|year| year.trim()).filter(|year| !year.is_empty());
    change.code() == code && year.map(str::to_owned) == valid_from.map(|year| year.to_string())
}

/// The catalogue of a package with changes in it, and all its faults, those of the changed rows placed by change and column.
pub(super) fn faults(amended: &Files, changes: &[RowChange]) -> (Option<Catalogue>, Vec<Problem>) {
    let (read, mut problems) = package::read(amended);
    if let Some(read) = &read {
        problems.extend(package::check(read, None, amended));
        problems.extend(checks::faults(read, None));
    }
    let lines = amend::lines(amended, changes);
    for problem in &mut problems {
        place(problem, changes, &lines);
    }
    // The changed rows first, in their order.
    problems.sort_by_key(|problem| !problem.place.field.as_deref().is_some_and(|field| field.starts_with("changes[")));
    let catalogue = match read {
        Some(Package::Catalogue(catalogue)) => Some(*catalogue),
        _ => None,
    };
    (catalogue, problems)
}

fn place(problem: &mut Problem, changes: &[RowChange], lines: &[Option<u64>]) {
    if let Some(column) = problem.details.get("column").and_then(|column| column.parse().ok()) {
        problem.place.character = problem.place.character.or(Some(column));
    }
    let field = problem.place.field.clone().unwrap_or_default();
    let file = problem.place.file.clone().unwrap_or_default();
    // Formulas are told by code and column, all else by line and column.
    let own = |(at, change): (usize, &RowChange)| {
        let by_line = problem.place.line.is_some() && problem.place.line == lines.get(at).copied().flatten();
        let column = field.strip_prefix(change.code()).and_then(|rest| rest.strip_prefix('.'));
        let column = if by_line { Some(field.as_str()) } else { column.filter(|_| problem.place.line.is_none()) };
        (file == format!("{}.csv", change.table)).then_some(())?;
        column.map(|column| format!("changes[{at}].{column}"))
    };
    if let Some(placed) = changes.iter().enumerate().find_map(own) {
        problem.place = heng_base::problem::Place {
            field: Some(placed),
            character: problem.place.character,
            ..heng_base::problem::Place::default()
        };
    }
}
