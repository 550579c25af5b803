//! What hangs on a catalogue beside itself: the plans in force that name it, and the figures that were recorded.

use std::sync::Arc;

use heng_base::problem::{Problem, kinds};
use heng_plan::model::Catalogue;
use heng_plan::package::amend::RowChange;
use heng_plan::package::{self, Files, Package, editable};
use heng_statistics::observation::{Observation, Subject};
use heng_store::tables::packages::{self, Kind};

use super::checks;
use crate::app::{self, App};
use crate::failure::Result;
use crate::figures::Figures;

/// The plans of one catalogue with all that is known of them.
#[derive(Default)]
pub(super) struct Dependents(Vec<(Arc<Figures>, Files)>);

impl Dependents {
    pub async fn of(app: &App, catalogue: &str) -> Result<Self> {
        let mut all = Vec::new();
        for code in packages::codes(app.store(), Kind::Plan).await? {
            let figures = app.figures(&app::code(&code)?).await?;
            if figures.catalogue.code == catalogue {
                let files = figures.packages[1].contents()?;
                all.push((figures, files));
            }
        }
        Ok(Self(all))
    }

    /// Every fault that a plan in force would newly have with a changed catalogue, placed by plan, file and line; and each
    /// row that is taken out though figures of it were recorded.
    pub fn faults(&self, after: &Catalogue, changes: &[RowChange]) -> Vec<Problem> {
        let mut problems: Vec<Problem> =
            self.0.iter().flat_map(|(figures, files)| of_plan(figures, files, after)).collect();
        for (at, change) in changes.iter().enumerate().filter(|(_, change)| change.removed) {
            let count = self.recorded(after, change);
            if count > 0 {
                let column = editable::key(&change.table).first().copied().unwrap_or_default();
                let problem =
                    Problem::new(&kinds::PROPOSAL_ROW_USED).with("code", change.subject()).with("count", count);
                problems.push(problem.field(format!("changes[{at}].{column}")));
            }
        }
        problems
    }

    /// Recorded figures that a row is needed for; all plans have the same.
    fn recorded(&self, after: &Catalogue, change: &RowChange) -> usize {
        let Some((figures, _)) = self.0.first() else { return 0 };
        figures.data.observations().filter(|one| needs(one, change, after)).count()
    }
}

fn needs(one: &Observation, change: &RowChange, after: &Catalogue) -> bool {
    let (key, code) = (&one.key, change.code());
    let year = key.period.year;
    match (change.table.as_str(), &key.subject) {
        // Another definition may hold in its year.
        ("items", Subject::Item(item)) => {
            item.as_str() == code && after.items.get(item).and_then(|held| held.in_year(year)).is_none()
        }
        ("indicators", Subject::Indicator(indicator)) => {
            let held = after.indicators.get(indicator);
            indicator.as_str() == code && held.and_then(|held| held.in_year(year)).is_none()
        }
        ("areas", _) => key.area.as_str() == code,
        ("codes.missing", _) => one.missing.as_deref() == Some(code),
        (table, _) => editable::dimension_of(table).is_some_and(|list| key.breakdown.get(list) == Some(code)),
    }
}

fn of_plan(figures: &Figures, files: &Files, after: &Catalogue) -> Vec<Problem> {
    let plan = Package::Plan(Box::new((*figures.plan).clone()));
    let faults = |catalogue: &Catalogue| {
        let mut faults = package::check(&plan, Some(catalogue), files);
        faults.extend(checks::faults(&plan, Some(catalogue)));
        faults
    };
    let mut found = faults(after);
    if !found.is_empty() {
        let before = faults(&figures.catalogue);
        found.retain(|fault| !before.contains(fault));
    }
    for fault in &mut found {
        let file = fault.place.file.take().unwrap_or_default();
        fault.place.file = Some(format!("{}/{file}", figures.plan.code));
    }
    found
}
