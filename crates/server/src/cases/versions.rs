//! What the catalogue said of an item or indicator, import by import.

use std::collections::{BTreeMap, BTreeSet};

use heng_plan::package::amend::{self, Cells};
use heng_store::tables::packages::{self, Kind, Package};
use heng_store::tables::proposals;

use super::amending::known_table;
use super::names::Names;
use super::packages::beside;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{VersionView, VersionsView};

/// The imports in which the definition is another than in the one before, newest first.
pub async fn of(app: &App, who: &Principal, plan: &str, table: &str, code: &str) -> Result<VersionsView> {
    let figures = app.plan(who, plan).await?;
    known_table(table)?;
    let imports = packages::history(app.store(), Kind::Catalogue, &figures.catalogue.code).await?;
    let (own_table, own_code) = (table.to_owned(), code.to_owned());
    let found = beside(move || differing(imports, &own_table, &own_code)).await??;
    if found.is_empty() {
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
    let columns = amend::columns(table).unwrap_or_default().into_iter().map(|column| column.name.to_owned()).collect();
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
    Ok(VersionsView { columns, versions: found.into_iter().rev().map(view).collect() })
}

struct Found {
    import: Package,
    rows: Vec<Cells>,
    changed: Vec<String>,
}

fn differing(imports: Vec<Package>, table: &str, code: &str) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for import in imports {
        let rows = amend::written(&import.contents()?, table);
        let rows: Vec<Cells> =
            rows.into_iter().filter(|row| row.get("code").is_some_and(|held| held == code)).collect();
        let before = found.last().map(|last| last.rows.as_slice()).unwrap_or_default();
        if rows != before {
            let changed = changed(before, &rows);
            // The files are not needed any more, and are large.
            found.push(Found { import: Package { files: String::new(), ..import }, rows, changed });
        }
    }
    Ok(found)
}

/// Columns that differ between two states of a code, definition by definition.
fn changed(before: &[Cells], after: &[Cells]) -> Vec<String> {
    let mut columns = BTreeSet::new();
    for at in 0..before.len().max(after.len()) {
        let none = Cells::new();
        let (old, new) = (before.get(at).unwrap_or(&none), after.get(at).unwrap_or(&none));
        let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        columns.extend(all.into_iter().filter(|column| old.get(*column) != new.get(*column)).cloned());
    }
    columns.into_iter().collect()
}
