//! What of warnings is told to one from whom figures are withheld: that there is a warning, but not by which figures; and
//! of contradictions on items that a rule covers not even that, which trying one value after the other would tell a figure by.

use std::collections::BTreeSet;

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::text::Lang;
use heng_monitoring::warnings::Subject;
use heng_statistics::disclosure::withheld;
use heng_statistics::observation;

use crate::figures::Figures;
use crate::views::{WarningRow, WarningView};

/// Subjects of warnings whose reasons may tell a figure that is withheld.
#[derive(Default)]
pub(super) struct Told {
    hidden: Subjects,
    /// Their reasons of earlier days may: a past figure says what is hidden now.
    covered: Subjects,
}

/// In their written form.
#[derive(Clone, Default)]
struct Subjects(BTreeSet<String>);

impl Told {
    pub(super) fn new(figures: &Figures) -> Self {
        let Some(shown) = &figures.shown else { return Self::default() };
        let subjects = shown.withheld.subjects();
        Self {
            hidden: Subjects::of(figures, |one| subjects.contains(one)),
            covered: Subjects::of(figures, |one| shown.withheld.covers(one)),
        }
    }

    /// For warnings of an earlier day, when their reasons may have said what is hidden now.
    pub(super) fn of_the_past(self) -> Self {
        Self { hidden: self.covered.clone(), ..self }
    }

    /// Whether a warning is left out: a check looks at forms that are not accepted, of whose figures nothing is decided yet.
    pub(super) fn conceals(&self, subject: &str) -> bool {
        subject.starts_with("check:") && self.covered.hold(subject)
    }

    /// A warning that is over says what was found while it stood.
    fn tells(&self, state: &str, subject: &str) -> bool {
        if state == "raised" { self.hidden.hold(subject) } else { self.covered.hold(subject) }
    }

    pub(super) fn row(&self, row: WarningRow) -> WarningRow {
        if !self.tells(&row.state, &row.subject) {
            return row;
        }
        WarningRow { reason: withheld(Lang::Zh).to_owned(), reason_en: withheld(Lang::En).to_owned(), ..row }
    }

    pub(super) fn view(&self, mut view: WarningView) -> WarningView {
        if self.tells(&view.warning.state, &view.warning.subject) {
            view.numbers.clear();
        }
        if self.covered.hold(&view.warning.subject) {
            for event in &mut view.history {
                (event.reason, event.reason_en) = (withheld(Lang::Zh).to_owned(), withheld(Lang::En).to_owned());
            }
        }
        WarningView { warning: self.row(view.warning), ..view }
    }
}

impl Subjects {
    /// Of the items and indicators that `tells` is true of, and of all that is made of them.
    fn of(figures: &Figures, tells: impl Fn(&observation::Subject) -> bool) -> Self {
        let (catalogue, formulas) = (&figures.catalogue, &figures.formulas);
        let item = |code: &ItemCode| tells(&observation::Subject::Item(code.clone()));
        let own = |code: &IndicatorCode| tells(&observation::Subject::Indicator(code.clone()));
        let indicator = |code: &IndicatorCode| {
            let (items, indicators) = formulas.depends_on(code);
            own(code) || items.into_iter().any(item) || indicators.into_iter().any(own)
        };
        let items = catalogue.items.keys().filter(|code| item(code)).map(|code| Subject::Item(code.clone()));
        let indicators = catalogue.indicators.keys().filter(|code| indicator(code));
        let targets = figures.plan.targets.iter().filter(|target| target.indicator.as_ref().is_some_and(&indicator));
        let mut all: BTreeSet<String> = items.map(|one| one.to_string()).collect();
        all.extend(indicators.map(|code| Subject::Indicator(code.clone()).to_string()));
        all.extend(targets.map(|target| Subject::Target(target.id.clone()).to_string()));
        for (check, items, indicators) in figures.checks.named() {
            if items.iter().any(item) || indicators.iter().any(indicator) {
                all.insert(format!("check:{check}"));
            }
        }
        Self(all)
    }

    /// A check by itself, and by the item on whose cell it is broken.
    fn hold(&self, subject: &str) -> bool {
        let of_check = subject.strip_prefix("check:").and_then(|rest| rest.split_once('/'));
        self.0.contains(subject)
            || of_check.is_some_and(|(check, item)| {
                self.0.contains(&format!("check:{check}")) || self.0.contains(&format!("item:{item}"))
            })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use heng_store::tables::packages::{self, Kind};

    use super::*;
    use crate::app::{App, code};
    use crate::cases::imports;
    use crate::config::Config;
    use crate::policy::Principal;

    /// A check that names an indicator tells what the indicator is computed from.
    #[tokio::test]
    async fn a_check_tells_what_its_indicator_is_made_of() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::embedded(folder.path().to_owned())).await.unwrap();
        // The catalogue stands before the plans that are measured by it; the check is the catalogue's, so that any plan does.
        let plans = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans")).unwrap();
        for path in plans.map(|entry| entry.unwrap().path()).collect::<BTreeSet<_>>() {
            imports::package(&app, &Principal::Command("tester".to_owned()), &files(&path), None).await.unwrap();
        }
        let plan = packages::list(app.store(), Kind::Plan).await.unwrap().remove(0);
        let figures = app.figures(&code(&plan.code).unwrap()).await.unwrap();
        let told = Subjects::of(&figures, |one| one.code() == "MARRIED_REG");
        for subject in ["item:MARRIED_REG", "indicator:H18", "check:ref_premarital/PREMAR_EXAM", "check:x/MARRIED_REG"]
        {
            assert!(told.hold(subject), "{subject}");
        }
        assert!(!told.hold("item:PREMAR_EXAM") && !told.hold("check:ref_life/LE"));
        let told = Told { hidden: Subjects::default(), covered: told };
        assert!(told.conceals("check:x/MARRIED_REG"), "its form is not accepted: nothing of it is marked yet");
        assert!(
            !told.conceals("item:MARRIED_REG")
                && !told.tells("raised", "item:MARRIED_REG")
                && told.tells("resolved", "item:MARRIED_REG")
        );
    }

    fn files(folder: &Path) -> heng_plan::package::Files {
        let mut files = heng_plan::package::Files::new();
        for below in ["", "codes/"] {
            let entries = std::fs::read_dir(folder.join(below)).into_iter().flatten();
            for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
                let name = path.file_name().unwrap().to_str().unwrap();
                files.insert(format!("{below}{name}"), std::fs::read(&path).unwrap());
            }
        }
        files
    }
}
