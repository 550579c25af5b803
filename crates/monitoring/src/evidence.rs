//! How sure a figure is: the mark beside the state, which never changes it.

use heng_plan::model::{Operator, Side};
use rust_decimal::Decimal;

use crate::judgement::{Evidence, Latest, State};
use crate::methods::{Inputs, trend};

/// The mark of a judged figure, whose method needs so many points.
///
/// Chance where a limit that the verdict turns on lies within the figure's interval: as many cases more or fewer come of
/// themselves, and the verdict could be the other. It goes before few, because what chance alone may have done is not to
/// be held against anyone. Sound where the interval lies on one side of every limit, as long as the tests are not taken
/// together; none where there is no interval. A direction has no limit: its trend tells.
pub fn evidence(inputs: &Inputs<'_>, latest: &Latest, state: State, needs: usize) -> Option<Evidence> {
    if trend::reads(inputs.operator) {
        return trend::evidence(inputs, state);
    }
    let limits = limits(inputs);
    let bounds = latest.low.zip(latest.high).filter(|_| !limits.is_empty());
    if bounds.is_some_and(|(low, high)| limits.iter().any(|limit| (low..=high).contains(limit))) {
        return Some(Evidence::Chance);
    }
    if inputs.points.len() < needs {
        return Some(Evidence::Few);
    }
    bounds.map(|_| Evidence::Sound)
}

/// The values at which the verdict turns; a direction has none.
fn limits(inputs: &Inputs<'_>) -> Vec<Decimal> {
    let Some(value) = inputs.value.filter(|_| inputs.operator.needs_value()) else { return Vec::new() };
    if inputs.operator != Operator::About {
        return vec![value];
    }
    let Some(tolerance) = inputs.target.tolerance else { return Vec::new() };
    let upper = value.checked_add(tolerance).filter(|_| inputs.target.side != Some(Side::AtLeast));
    value.checked_sub(tolerance).into_iter().chain(upper).collect()
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Target;

    use super::*;
    use crate::sample::{d, point, target};

    fn mark(target: &Target, bounds: Option<(&str, &str)>, points: usize, needs: usize) -> Option<Evidence> {
        let point = point(2020, "7");
        let points = vec![point.clone(); points];
        let inputs = Inputs {
            target,
            operator: target.operator,
            value: target.value,
            unit: "1/10万",
            unit_en: None,
            points: &points,
            base: None,
            latest: &point,
            due: true,
            parity: Decimal::ZERO,
        };
        let latest = Latest {
            period: point.period,
            value: point.value,
            numerator: None,
            denominator: None,
            low: bounds.map(|bounds| d(bounds.0)),
            high: bounds.map(|bounds| d(bounds.1)),
            interval_method: None,
            shares: Vec::new(),
            decimals: 1,
            carried: false,
        };
        evidence(&inputs, &latest, State::Undetermined, needs)
    }

    #[test]
    fn a_target_within_the_interval_may_be_chance() {
        let limit = target("t", Operator::AtMost, Some("8"), 2030);
        assert_eq!(mark(&limit, Some(("0", "92.2")), 5, 1), Some(Evidence::Chance));
        assert_eq!(mark(&limit, Some(("0", "8")), 5, 1), Some(Evidence::Chance));
        assert_eq!(mark(&limit, Some(("5", "7.9")), 5, 1), Some(Evidence::Sound));
        assert_eq!(mark(&limit, Some(("5", "7.9")), 2, 3), Some(Evidence::Few));
        assert_eq!(mark(&limit, Some(("5", "9")), 2, 3), Some(Evidence::Chance));
    }

    #[test]
    fn without_an_interval_only_few_points_are_said() {
        let limit = target("t", Operator::AtMost, Some("8"), 2030);
        assert_eq!((mark(&limit, None, 5, 1), mark(&limit, None, 2, 3)), (None, Some(Evidence::Few)));
    }

    #[test]
    fn about_a_value_turns_on_its_tolerance() {
        let about = |side| Target { tolerance: Some(d("2")), side, ..target("t", Operator::About, Some("8"), 2030) };
        let at = |side, low, high| mark(&about(side), Some((low, high)), 5, 1);
        assert_eq!(at(None, "7", "9"), Some(Evidence::Sound));
        assert_eq!(at(None, "5", "9"), Some(Evidence::Chance));
        assert_eq!(at(None, "7", "11"), Some(Evidence::Chance));
        assert_eq!(at(Some(Side::AtLeast), "7", "11"), Some(Evidence::Sound));
    }
}
