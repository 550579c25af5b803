//! Tables of codes: code lists with their groups, and areas; what is broken down by them.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::text::Text;
use heng_plan::package::amend::{self, Cells};
use heng_plan::package::{Files, editable};

use super::uses;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::{CodeListRow, CodeListView, CodeView, MemberView, UseView};

/// Columns that are told by themselves.
const OWN: [&str; 6] = ["code", "name_zh", "name_en", "parent", "valid_from", "valid_to"];

/// The tables of codes of the catalogue that a plan uses.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<CodeListRow>> {
    let figures = app.plan(who, plan).await?;
    let files = figures.packages[0].contents()?;
    let row = |table: String| {
        let used = used_by(&table, &figures);
        let count = |kind: &str| used.iter().filter(|one| one.kind == kind).count();
        let name = called(&table, &figures);
        CodeListRow {
            name: name.map(|name| name.zh.clone()),
            name_en: name.and_then(|name| name.en.clone()),
            codes: amend::written(&files, &table).len(),
            groups: members(&files, &table).len(),
            items: count("item"),
            indicators: count("indicator"),
            forms: count("form"),
            table,
        }
    };
    Ok(editable::lists(&files).into_iter().map(row).collect())
}

/// One of them as a tree.
pub async fn get(app: &App, who: &Principal, plan: &str, table: &str) -> Result<CodeListView> {
    let figures = app.plan(who, plan).await?;
    let files = figures.packages[0].contents()?;
    if !editable::lists(&files).iter().any(|held| held == table) {
        return Err(Failure::absent("代码表", "code list", table));
    }
    let rows = amend::written(&files, table);
    let mut members = members(&files, table);
    let code = |(row, level): (&Cells, usize)| {
        let cell = |column: &str| row.get(column).cloned();
        let code = cell("code").unwrap_or_default();
        CodeView {
            name: cell("name_zh").unwrap_or_default(),
            name_en: cell("name_en"),
            level,
            valid_from: cell("valid_from"),
            valid_to: cell("valid_to"),
            members: members.remove(&code).unwrap_or_default(),
            more: row
                .iter()
                .filter(|(column, _)| !OWN.contains(&column.as_str()))
                .map(|(c, v)| (c.clone(), v.clone()))
                .collect(),
            code,
        }
    };
    let name = called(table, &figures);
    Ok(CodeListView {
        name: name.map(|name| name.zh.clone()),
        name_en: name.and_then(|name| name.en.clone()),
        table: table.to_owned(),
        groups: editable::groups_of(table),
        codes: tree(&rows).into_iter().map(code).collect(),
        used_by: used_by(table, &figures),
    })
}

/// The title of a list in the catalogue.
fn called<'f>(table: &str, figures: &'f Figures) -> Option<&'f Text> {
    figures.catalogue.list_names.get(editable::dimension_of(table)?)
}

/// The groups of a list with what goes into each.
fn members(files: &Files, table: &str) -> BTreeMap<String, Vec<MemberView>> {
    let mut groups: BTreeMap<String, Vec<MemberView>> = BTreeMap::new();
    let rows = editable::groups_of(table).map(|groups| amend::written(files, &groups)).unwrap_or_default();
    for row in rows {
        let cell = |column: &str| row.get(column).cloned();
        let (valid_from, valid_to) = (cell("valid_from"), cell("valid_to"));
        let member = MemberView { code: cell("code").unwrap_or_default(), valid_from, valid_to };
        groups.entry(cell("group").unwrap_or_default()).or_default().push(member);
    }
    groups
}

/// Each row above those below it, in the order of the file. What hangs on nothing stands at the top.
fn tree(rows: &[Cells]) -> Vec<(&Cells, usize)> {
    let cell = |row: &Cells, column: &str| row.get(column).cloned().unwrap_or_default();
    let known: BTreeSet<String> = rows.iter().map(|row| cell(row, "code")).collect();
    let mut below: BTreeMap<String, Vec<&Cells>> = BTreeMap::new();
    for row in rows {
        let parent = Some(cell(row, "parent")).filter(|parent| known.contains(parent));
        below.entry(parent.unwrap_or_default()).or_default().push(row);
    }
    let mut found = Vec::new();
    let mut open: Vec<(&Cells, usize)> =
        below.remove("").unwrap_or_default().into_iter().rev().map(|row| (row, 0)).collect();
    while let Some((row, level)) = open.pop() {
        found.push((row, level));
        let next = below.remove(&cell(row, "code")).unwrap_or_default();
        open.extend(next.into_iter().rev().map(|row| (row, level + 1)));
    }
    found
}

/// The items, indicators and forms that are broken down by a table.
pub(super) fn used_by(table: &str, figures: &Figures) -> Vec<UseView> {
    let list = table.strip_suffix(".groups").unwrap_or(table);
    let Some(dimension) = editable::dimension_of(list) else { return Vec::new() };
    let (catalogue, plan) = (&figures.catalogue, &figures.plan);
    let by = |breakdowns: &[String]| breakdowns.iter().any(|held| held == dimension);
    let items = catalogue.items.values().filter(|item| by(&item.breakdowns));
    let mut found: Vec<UseView> = items.map(|one| uses::view("item", one.code.as_str(), Some(&one.name), 1)).collect();
    let indicators = catalogue.indicators.values().filter(|one| by(&one.breakdowns));
    found.extend(indicators.map(|one| uses::view("indicator", one.code.as_str(), Some(&one.name), 1)));
    let mut forms: Vec<_> =
        plan.form_items.iter().filter(|asked| by(&asked.breakdowns)).map(|asked| &asked.form).collect();
    forms.sort();
    forms.dedup();
    let title = |form: &_| plan.head_of(form).map(|head| &head.title);
    found.extend(forms.into_iter().map(|form| uses::view("form", form.as_str(), title(form), 1)));
    found
}
