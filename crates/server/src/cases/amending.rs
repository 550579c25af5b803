//! Rows of the catalogue as they are changed in the browser: what is written, and everything that is wrong with a change
//! before it is proposed.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use heng_plan::model::Catalogue;
use heng_plan::package::amend::{self, RowChange, amend};
use heng_plan::package::{self, Files, Package, editable, lists};
use heng_store::tables::packages;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::checks;
use super::dependents::Dependents;
use super::indicators::formula_of;
use super::packages::beside;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{AmendedRow, AmendmentCheck, ColumnView, EditorView};

/// Rows that one proposal may change.
pub(super) const MOST: usize = 50;

/// Rows of a table of the catalogue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfCode {
    /// Those with this in the first column of the key; absent for a new one.
    pub code: Option<String>,
    /// All of them.
    pub all: Option<bool>,
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

pub(super) fn known_table(files: &Files, table: &str) -> Result<()> {
    if editable::holds(files, table) { Ok(()) } else { Err(Failure::absent("表", "table", table)) }
}

/// Whether a row is of a code: the first column of the key holds it.
pub(super) fn is_of_code(table: &str, row: &amend::Cells, code: &str) -> bool {
    editable::key(table).first().and_then(|column| row.get(*column)).is_some_and(|held| held == code)
}

/// The rows of a code, with an empty one what a new row may hold, or the whole table.
pub async fn editor(app: &App, who: &Principal, plan: &str, table: &str, of: OfCode) -> Result<EditorView> {
    app.require(who, "catalogue.propose", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let files = figures.packages[0].contents()?;
    known_table(&files, table)?;
    let code = of.code.unwrap_or_default();
    let mut rows = amend::written(&files, table);
    if of.all != Some(true) {
        rows.retain(|row| is_of_code(table, row, &code));
        if rows.is_empty() && !code.is_empty() {
            return Err(Failure::absent("代码", "code", code));
        }
    }
    let catalogue = &figures.catalogue;
    let items = catalogue.items.values().map(|item| item.unit.clone());
    let units: BTreeSet<String> = items.chain(catalogue.indicators.values().map(|one| one.unit.clone())).collect();
    let columns = editable::columns(table).unwrap_or_default();
    Ok(EditorView {
        columns: columns
            .into_iter()
            .map(|column| ColumnView {
                name: column.name.to_owned(),
                required: column.required,
                words: column.words.into_iter().map(str::to_owned).collect(),
                codes_of: column.codes_of,
            })
            .collect(),
        key: editable::key(table).iter().map(|column| (*column).to_owned()).collect(),
        rows,
        dimensions: catalogue.codes.keys().cloned().collect(),
        units: units.into_iter().collect(),
    })
}

/// Everything that is wrong with changes, whole or half typed; nothing is written.
pub async fn check(app: &App, who: &Principal, plan: &str, asked: Amending) -> Result<AmendmentCheck> {
    app.require(who, "catalogue.propose", Resource::Office)?;
    let changes = bounded(asked.changes)?;
    let held = catalogue_of(app, who, plan).await?;
    let (files, dependents) = (held.contents()?, Dependents::of(app, &held.code).await?);
    beside(move || checked(&files, &changes, &dependents)).await
}

pub(super) fn bounded(changes: Vec<AmendedRow>) -> Result<Vec<RowChange>> {
    if changes.len() > MOST {
        return Err(Problem::new(&kinds::PROPOSAL_MANY).with("count", changes.len()).with("most", MOST).into());
    }
    Ok(changes.into_iter().map(RowChange::from).collect())
}

fn checked(files: &Files, changes: &[RowChange], dependents: &Dependents) -> AmendmentCheck {
    match amend(files, changes) {
        Err(problems) => AmendmentCheck { problems, formulas: changes.iter().map(|_| None).collect() },
        Ok(amended) => {
            let (catalogue, problems) = faults(files, &amended, changes, dependents);
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

/// The catalogue of a package with changes in it, and all its faults, those of the changed rows placed by change and column;
/// then what hangs on it and would not hold any more. What was wrong before in rows that nobody changes is not of the changes:
/// a rule that came later would stop all of them.
pub(super) fn faults(
    before: &Files,
    amended: &Files,
    changes: &[RowChange],
    dependents: &Dependents,
) -> (Option<Catalogue>, Vec<Problem>) {
    let (read, whole, found) = own_faults(amended);
    let held = if found.is_empty() || !whole { Vec::new() } else { own_faults(before).2 };
    let lines = amend::lines(amended, changes);
    let placed = |mut problem: Problem| {
        let old = held.contains(&problem);
        place(&mut problem, changes, &lines);
        (is_of_change(&problem) || !old).then_some(problem)
    };
    let mut problems = lists::lacking(changes);
    problems.extend(found.into_iter().filter_map(placed));
    // The changed rows first, in their order.
    problems.sort_by_key(|problem| !is_of_change(problem));
    let catalogue = match read {
        Some(Package::Catalogue(catalogue)) => Some(*catalogue),
        _ => None,
    };
    problems
        .extend(catalogue.as_ref().filter(|_| whole).map(|held| dependents.faults(held, changes)).unwrap_or_default());
    (catalogue, problems)
}

/// The package of files, whether all of it could be read, and what is wrong with it by itself.
fn own_faults(files: &Files) -> (Option<Package>, bool, Vec<Problem>) {
    let (read, mut problems) = package::read(files);
    // Behind a row that cannot be read all that names it would be told.
    let whole = problems.is_empty();
    if let Some(read) = &read {
        problems.extend(package::check(read, None, files));
        problems.extend(checks::faults(read, None));
    }
    (read, whole, problems)
}

fn is_of_change(problem: &Problem) -> bool {
    problem.place.field.as_deref().is_some_and(|field| field.starts_with("changes["))
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
        (file == change.file()).then_some(())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::files;

    /// A formula that was taken before its rule was made stops no change but one of itself.
    #[test]
    fn what_was_wrong_before_is_not_of_the_changes() {
        let mut files = files("plans/catalogue");
        let table = String::from_utf8(files["indicators.csv"].clone()).unwrap();
        let mixed = table.replacen("item('TAP_POP'),item('RPOP')", "item('WAGE'),item('RPOP')", 1);
        files.insert("indicators.csv".to_owned(), mixed.into_bytes());
        let row =
            |code: &str| amend::written(&files, "indicators").into_iter().find(|row| row["code"] == code).unwrap();
        let told = |code: &str| {
            let mut cells = row(code);
            cells.insert("name_en".to_owned(), "Another name".to_owned());
            let replaces = Some(cells.get("valid_from").cloned().unwrap_or_default());
            let changes = [RowChange { table: "indicators".to_owned(), replaces, cells, removed: false }];
            let amended = amend(&files, &changes).unwrap();
            faults(&files, &amended, &changes, &Dependents::default()).1
        };
        assert_eq!(told("H03"), []);
        let own = told("V08");
        assert!(!own.is_empty() && own.iter().all(is_of_change), "{own:#?}");
    }
}
