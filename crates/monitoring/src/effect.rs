//! What another catalogue makes of the same observations: figures and states before and after, side by side.

use std::collections::{BTreeMap, BTreeSet};

use heng_statistics::observation::Key;
use rust_decimal::Decimal;

use crate::judgement::{Judgement, State};

/// A figure as it is published, with what it was rounded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub value: Decimal,
    pub display: String,
}

/// A figure that is another than before, or is there on one side alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    pub key: Key,
    pub before: Option<Figure>,
    pub after: Option<Figure>,
}

impl FigureChange {
    /// After less before, at full precision; none where it is not there on both sides.
    pub fn difference(&self) -> Option<Decimal> {
        self.after.as_ref()?.value.checked_sub(self.before.as_ref()?.value)
    }
}

/// The figures that differ, by key. One that is the same number published with other decimals differs too.
pub fn figures(before: &BTreeMap<Key, Figure>, after: &BTreeMap<Key, Figure>) -> Vec<FigureChange> {
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let change = |key: &Key| {
        let (before, after) = (before.get(key), after.get(key));
        (before != after).then(|| FigureChange { key: key.clone(), before: before.cloned(), after: after.cloned() })
    };
    keys.into_iter().filter_map(change).collect()
}

/// A target whose state in a year is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    pub year: i32,
    pub objective: String,
    pub target: Option<String>,
    /// None where it was not judged at all on that side.
    pub before: Option<State>,
    pub after: Option<State>,
}

/// The states that differ in a year, in the order of the judgements.
pub fn states(year: i32, before: &[Judgement], after: &[Judgement]) -> Vec<StateChange> {
    let name = |judgement: &Judgement| (judgement.objective.clone(), judgement.target_id.clone());
    let mut held: BTreeMap<_, State> = before.iter().map(|judgement| (name(judgement), judgement.state)).collect();
    let mut found = Vec::new();
    for judgement in after {
        let before = held.remove(&name(judgement));
        let (objective, target) = name(judgement);
        found.push(StateChange { year, objective, target, before, after: Some(judgement.state) });
    }
    let gone = |((objective, target), state)| StateChange { year, objective, target, before: Some(state), after: None };
    found.extend(held.into_iter().map(gone));
    found.retain(|change| change.before != change.after);
    found
}

#[cfg(test)]
mod tests {
    use heng_base::breakdown::Breakdown;
    use heng_base::codes::{AreaCode, IndicatorCode};
    use heng_base::period::Period;
    use heng_statistics::observation::Subject;

    use super::*;
    use crate::monitor::blank;

    fn held(list: &[(i32, &str, &str)]) -> BTreeMap<Key, Figure> {
        let key = |year: i32| Key {
            subject: Subject::Indicator(IndicatorCode::parse("I1").unwrap()),
            area: AreaCode::parse("440783").unwrap(),
            period: Period::year(year),
            breakdown: Breakdown::total(),
        };
        let figure = |value: &str, display: &str| Figure { value: value.parse().unwrap(), display: display.to_owned() };
        list.iter().map(|(year, value, display)| (key(*year), figure(value, display))).collect()
    }

    #[test]
    fn figures_that_differ_come_or_go_are_told() {
        let before = held(&[(2020, "8.25", "8.3"), (2021, "7", "7.0"), (2022, "6.04", "6.0")]);
        let after = held(&[(2020, "9.5", "9.5"), (2022, "6.04", "6.04"), (2023, "5", "5.0")]);
        let changes = figures(&before, &after);
        let told: Vec<_> = changes
            .iter()
            .map(|change| (change.key.period.year, change.difference().map(|difference| difference.to_string())))
            .collect();
        assert_eq!(
            told,
            [(2020, Some("1.25".to_owned())), (2021, None), (2022, Some("0.00".to_owned())), (2023, None)]
        );
        assert!(changes[1].after.is_none() && changes[3].before.is_none());
    }

    #[test]
    fn the_same_catalogue_changes_nothing() {
        let same = held(&[(2020, "8.25", "8.3")]);
        assert_eq!(figures(&same, &same), []);
    }

    fn judged(objective: &str, target: Option<&str>, state: State) -> Judgement {
        Judgement { target_id: target.map(str::to_owned), ..blank(1, objective, state) }
    }

    #[test]
    fn states_are_compared_target_by_target() {
        let before = [
            judged("1.1", Some("1.1-a"), State::OnCourse),
            judged("1.1", Some("1.1-b"), State::Attained),
            judged("1.2", None, State::Qualitative),
        ];
        let after = [
            judged("1.1", Some("1.1-a"), State::AtRisk),
            judged("1.2", None, State::Qualitative),
            judged("1.3", Some("1.3-a"), State::NoData),
        ];
        let told: Vec<_> = states(2025, &before, &after)
            .into_iter()
            .map(|change| (change.target.unwrap(), change.before, change.after))
            .collect();
        assert_eq!(
            told,
            [
                ("1.1-a".to_owned(), Some(State::OnCourse), Some(State::AtRisk)),
                ("1.3-a".to_owned(), None, Some(State::NoData)),
                ("1.1-b".to_owned(), Some(State::Attained), None),
            ]
        );
    }
}
