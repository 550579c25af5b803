//! Every item of the catalogue is asked for on a form or fed otherwise: no indicator waits for figures that nobody gives.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};

use super::plan::Context;
use super::row::Row;
use super::{Files, forms, series};

/// A plan without forms is fed by what is published, and of it nothing is held. A form that is asked of the parts of an
/// area alone feeds no figure of the whole.
pub(super) fn check(files: &Files, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(shelf) = &context.shelf else { return };
    let (rows, whole) = forms::TABLE.whole(files);
    if rows.is_empty() || !whole {
        return;
    }
    let plan = context.plan;
    let of_part = |row: &Row| {
        let unit = plan.units.values().find(|unit| unit.code.as_str() == row.text("unit"));
        row.text("unit").is_empty() || unit.is_some_and(|unit| plan.area_of(&unit.code) != &plan.area)
    };
    let mut fed: BTreeSet<String> =
        rows.iter().map(|(row, _)| row).filter(|row| !of_part(row)).map(|row| row.owned("item")).collect();
    let published = series::TABLE.again(files).into_iter().map(|(row, _)| row);
    fed.extend(published.filter(|row| row.text("area") == plan.area.as_str()).map(|row| row.owned("item")));
    for item in shelf.catalogue.items.values().filter(|item| item.feed.is_none() && !fed.contains(item.code.as_str())) {
        let problem = Problem::new(&kinds::PACKAGE_ITEM_UNFED).with("value", &item.code).with("name", &item.name.zh);
        problems.push(problem.file(forms::TABLE.file).field("item"));
    }
}
