//! What of warnings is told to one from whom figures are withheld: that there is a warning, but not by which figures.

use std::collections::BTreeSet;

use heng_base::text::Lang;
use heng_collection::rules::described;
use heng_monitoring::warnings::Subject;
use heng_statistics::disclosure::withheld;
use heng_statistics::observation;

use crate::figures::Figures;
use crate::views::{WarningRow, WarningView};

/// Subjects of warnings whose reasons may tell a figure that is withheld.
#[derive(Default)]
pub(super) struct Told {
    hidden: BTreeSet<String>,
}

impl Told {
    pub(super) fn new(figures: &Figures) -> Self {
        let Some(shown) = &figures.shown else { return Self::default() };
        let subjects = shown.withheld.subjects();
        let items: BTreeSet<&str> = subjects
            .iter()
            .filter_map(|subject| match subject {
                observation::Subject::Item(item) => Some(item.as_str()),
                observation::Subject::Indicator(_) => None,
            })
            .collect();
        let mut hidden: BTreeSet<String> = items.iter().map(|item| format!("item:{item}")).collect();
        for code in figures.catalogue.indicators.keys() {
            let (named, _) = figures.formulas.depends_on(code);
            let own = observation::Subject::Indicator(code.clone());
            if subjects.contains(&own) || named.into_iter().any(|item| items.contains(item.as_str())) {
                hidden.insert(Subject::Indicator(code.clone()).to_string());
            }
        }
        let targets = figures.plan.targets.iter().filter(|target| {
            let indicator = target.indicator.clone().map(|code| Subject::Indicator(code).to_string());
            indicator.is_some_and(|indicator| hidden.contains(&indicator))
        });
        let targets: Vec<String> = targets.map(|target| Subject::Target(target.id.clone()).to_string()).collect();
        hidden.extend(targets);
        for check in described([&*figures.checks]) {
            let named = |item: &&str| check.expression.as_ref().is_some_and(|said| said.contains(&format!("'{item}'")));
            if items.iter().any(named) {
                hidden.insert(format!("check:{}", check.code));
            }
            hidden.extend(items.iter().map(|item| format!("check:{}/{item}", check.code)));
        }
        Self { hidden }
    }

    fn hides(&self, subject: &str) -> bool {
        self.hidden.contains(subject) || subject.split_once('/').is_some_and(|(check, _)| self.hidden.contains(check))
    }

    pub(super) fn row(&self, row: WarningRow) -> WarningRow {
        if !self.hides(&row.subject) {
            return row;
        }
        WarningRow { reason: withheld(Lang::Zh).to_owned(), reason_en: withheld(Lang::En).to_owned(), ..row }
    }

    pub(super) fn view(&self, view: WarningView) -> WarningView {
        if !self.hides(&view.warning.subject) {
            return view;
        }
        let mut history = view.history;
        for event in &mut history {
            (event.reason, event.reason_en) = (withheld(Lang::Zh).to_owned(), withheld(Lang::En).to_owned());
        }
        WarningView { numbers: std::collections::BTreeMap::new(), history, warning: self.row(view.warning), ..view }
    }
}
