//! What the catalogue said of a code, or in a table, import by import.

use std::collections::{BTreeMap, BTreeSet};

use heng_plan::package::amend::{self, Cells};
use heng_plan::package::editable;
use heng_store::tables::packages::{self, Kind, PackageFile};
use heng_store::tables::proposals;

use super::amending::{is_of_code, known_table};
use super::names::Names;
use super::packages::beside;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{RowDifference, VersionView, VersionsView};

/// The imports in which the definition, or without a code the table, is another than in the one before, newest first.
pub async fn of(app: &App, who: &Principal, plan: &str, table: &str, code: Option<&str>) -> Result<VersionsView> {
    let figures = app.plan(who, plan).await?;
    known_table(&figures.packages[0].contents()?, table)?;
    let file = editable::file_of(table);
    let imports = packages::history(app.store(), Kind::Catalogue, &figures.catalogue.code, &file).await?;
    let (own_table, own_code) = (table.to_owned(), code.map(str::to_owned));
    let found = beside(move || differing(imports, &own_table, own_code.as_deref())).await?;
    if let Some(code) = code.filter(|_| found.is_empty()) {
        return Err(Failure::absent("代码", "code", code));
    }
    let names = Names::load(app, who).await?;
    let mut came_of = BTreeMap::new();
    // Who may not read proposals sees what changed and when, not who works here and why.
    if app.policy().permits(who, "catalogue.read", Resource::Office)? {
        for proposal in proposals::list(app.store()).await? {
            let package = proposal.decision.as_ref().and_then(|decision| decision.package_id);
            came_of.extend(package.map(|package| (package, (proposal.request.id, proposal.request.reason.clone()))));
        }
    }
    let columns = editable::columns(table).unwrap_or_default().into_iter().map(|column| column.name.to_owned());
    let view = |Found { import, rows, changed }: Found| {
        let proposal = came_of.get(&import.id);
        VersionView {
            package: import.id,
            imported_by: names.of(&import.imported_by),
            imported_at: import.imported_at,
            proposal: proposal.map(|(id, _)| *id),
            reason: proposal.map(|(_, reason)| reason.clone()),
            rows,
            changed,
        }
    };
    Ok(VersionsView {
        columns: columns.collect(),
        key: editable::subject_key(table).map(str::to_owned).collect(),
        versions: found.into_iter().rev().map(view).collect(),
    })
}

struct Found {
    import: PackageFile,
    rows: Vec<Cells>,
    changed: Vec<RowDifference>,
}

fn differing(imports: Vec<PackageFile>, table: &str, code: Option<&str>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for mut import in imports {
        let mut rows = amend::rows_in(import.text.take().unwrap_or_default().as_bytes());
        rows.retain(|row| code.is_none_or(|code| is_of_code(table, row, code)));
        let before = found.last().map(|last| last.rows.as_slice()).unwrap_or_default();
        if rows != before {
            let changed = changed(table, before, &rows);
            found.push(Found { import, rows, changed });
        }
    }
    found
}

/// The rows of each code in their order.
fn by_subject<'r>(table: &str, rows: &'r [Cells]) -> BTreeMap<String, Vec<&'r Cells>> {
    let mut found: BTreeMap<String, Vec<&Cells>> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> =
            editable::subject_key(table).map(|column| row.get(column).map_or("", String::as_str)).collect();
        found.entry(cells.join(" · ")).or_default().push(row);
    }
    found
}

/// What differs between two states of a table, code by code, of each definition by definition.
fn changed(table: &str, before: &[Cells], after: &[Cells]) -> Vec<RowDifference> {
    let (before, after) = (by_subject(table, before), by_subject(table, after));
    let rows: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |row: &&String| {
        let none = Vec::new();
        let (old, new) = (before.get(*row).unwrap_or(&none), after.get(*row).unwrap_or(&none));
        let what = match (old.len(), new.len()) {
            (0, _) => "added",
            (_, 0) => "removed",
            _ => "changed",
        };
        let columns = if what == "changed" { columns(old, new) } else { Vec::new() };
        (old != new).then(|| RowDifference { row: (*row).clone(), what: what.to_owned(), columns })
    };
    rows.iter().filter_map(of).collect()
}

fn columns(before: &[&Cells], after: &[&Cells]) -> Vec<String> {
    let mut columns = BTreeSet::new();
    for at in 0..before.len().max(after.len()) {
        let cell = |rows: &[&Cells], column: &String| rows.get(at).and_then(|row| row.get(column).cloned());
        let all = before.get(at).into_iter().chain(after.get(at)).flat_map(|row| row.keys());
        columns.extend(all.filter(|column| cell(before, column) != cell(after, column)).cloned());
    }
    columns.into_iter().collect()
}
