//! The way from the base year to the target: the straight path, and on which side of it a figure lies.

use heng_plan::model::{Operator, Side};
use rust_decimal::Decimal;

use crate::judgement::Point;
use crate::methods::Inputs;
use crate::methods::threshold::meets;

/// A target value as a way to go: from `base` to `goal`, `latest` in between or astray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// `>=` `>` `<=` or `<`.
    pub operator: Operator,
    pub base: Decimal,
    pub latest: Decimal,
    pub goal: Decimal,
    /// Years from the base to the latest figure, and to the target; both above 0.
    pub gone: Decimal,
    pub whole: Decimal,
    /// Distances from the value, not figures: near none left a rate of change says nothing.
    pub distance: bool,
}

/// The way of a target with a base value; none for a target that is done at one stroke (built or not, a count that the
/// text fixes), for a direction, and where the latest figure is that of the base year itself.
///
/// A figure that is to be about a value (左右) comes nearer to it from either side, so its distance is read, which is to
/// fall within the tolerance.
pub fn course(inputs: &Inputs<'_>, base: &Point) -> Option<Course> {
    let (value, target) = (inputs.value?, inputs.target);
    let distance = |figure: Decimal| figure.checked_sub(value).map(|distance| distance.abs());
    let (operator, from, now, goal) = match inputs.operator {
        Operator::About if target.side == Some(Side::AtLeast) => {
            (Operator::AtLeast, base.value, inputs.latest.value, value.checked_sub(target.tolerance?)?)
        }
        Operator::About => (Operator::AtMost, distance(base.value)?, distance(inputs.latest.value)?, target.tolerance?),
        Operator::AtLeast | Operator::Above | Operator::AtMost | Operator::Below => {
            (inputs.operator, base.value, inputs.latest.value, value)
        }
        _ => return None,
    };
    let whole = target.year - base.period.year;
    let gone = (inputs.latest.period.year - base.period.year).min(whole);
    let distance = inputs.operator == Operator::About && operator == Operator::AtMost;
    (gone > 0).then(|| Course {
        operator,
        base: from,
        latest: now,
        goal,
        gone: gone.into(),
        whole: whole.into(),
        distance,
    })
}

/// Whether the latest figure keeps to the straight path from the base value to the goal, in the year of the figure. What
/// meets the goal itself does, also where the path starts beyond it. None beyond what a decimal holds.
pub fn keeps(course: &Course) -> Option<bool> {
    let Course { operator, base, latest, goal, gone, whole, .. } = course;
    // Both sides times the years of the whole way, so that nothing is divided and a figure on the path is on it exactly.
    let come = latest.checked_sub(*base)?.checked_mul(*whole)?;
    let due = goal.checked_sub(*base)?.checked_mul(*gone)?;
    Some(meets(*operator, *latest, *goal) || meets(*operator, come, due))
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Target;
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{d, point, target};

    fn on_path(target: &Target, base: &str, year: i32, latest: &str) -> Option<bool> {
        let (base, latest) = (point(2010, base), point(year, latest));
        let inputs = Inputs {
            target,
            operator: target.operator,
            value: target.value,
            unit: "%",
            unit_en: None,
            points: &[],
            base: Some(&base),
            latest: &latest,
            due: year >= target.year,
            parity: Decimal::ZERO,
        };
        keeps(&course(&inputs, &base)?)
    }

    fn to(operator: Operator, value: &str) -> Target {
        target("t", operator, Some(value), 2020)
    }

    #[test]
    fn a_figure_on_the_straight_line_keeps_to_it() {
        let up = to(Operator::AtLeast, "80");
        assert_eq!(on_path(&up, "60", 2013, "66"), Some(true));
        assert_eq!(on_path(&up, "60", 2013, "65.999"), Some(false));
        assert_eq!(on_path(&to(Operator::Above, "80"), "60", 2013, "66"), Some(false));
        let down = to(Operator::AtMost, "20");
        assert_eq!(on_path(&down, "30", 2015, "25"), Some(true));
        assert_eq!(on_path(&down, "30", 2015, "25.1"), Some(false));
    }

    #[test]
    fn in_its_year_the_path_is_the_target() {
        let up = to(Operator::AtLeast, "80");
        for year in [2020, 2022] {
            assert_eq!(on_path(&up, "60", year, "80"), Some(true));
            assert_eq!(on_path(&up, "60", year, "79.9"), Some(false));
        }
    }

    #[test]
    fn a_path_that_starts_beyond_the_target_asks_no_more_than_it() {
        let up = to(Operator::AtLeast, "80");
        assert_eq!(on_path(&up, "90", 2012, "80"), Some(true));
        assert_eq!(on_path(&up, "90", 2012, "79"), Some(false));
    }

    #[test]
    fn about_a_value_is_neared_from_both_sides() {
        let with = |side| Target { tolerance: Some(d("2")), side, ..to(Operator::About, "40") };
        assert_eq!(on_path(&with(None), "52", 2015, "47"), Some(true));
        assert_eq!(on_path(&with(None), "52", 2015, "32.9"), Some(false));
        assert_eq!(on_path(&with(Some(Side::AtLeast)), "28", 2015, "33"), Some(true));
        assert_eq!(on_path(&to(Operator::About, "40"), "28", 2015, "33"), None);
    }

    #[test]
    fn what_has_no_path() {
        assert_eq!(on_path(&to(Operator::Equal, "1"), "0", 2015, "0"), None);
        assert_eq!(on_path(&to(Operator::Milestone, "1"), "0", 2015, "0"), None);
        assert_eq!(on_path(&to(Operator::AtLeast, "80"), "60", 2010, "60"), None);
        let far = Decimal::MAX.to_string();
        assert_eq!(on_path(&to(Operator::AtLeast, &far), "1", 2015, "2"), None);
    }

    proptest! {
        #[test]
        fn what_meets_the_target_keeps_to_the_path(
            base in -500i64..500, latest in -500i64..500, goal in -500i64..500, year in 2011..2025, up: bool,
        ) {
            let operator = if up { Operator::AtLeast } else { Operator::AtMost };
            let target = to(operator, &goal.to_string());
            let kept = on_path(&target, &base.to_string(), year, &latest.to_string()).unwrap();
            let met = meets(operator, latest.into(), goal.into());
            prop_assert!(kept || !met);
            prop_assert!(year < 2020 || kept == met);
        }
    }
}
