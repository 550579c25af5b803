//! The threshold method, version 2: the plain reading of the official definition.
//!
//! The latest figure is held against the target. 以上 and 以下 include the number, 超过 does not (《民法典》第一千二百五十九条).
//! A target met before its year is attained (提前达标); one not met is missed only when its year is reached: this method
//! makes no forecast. A direction is held against the value of the base year and needs three points; whether a rise slows
//! (slow_up) is read from the mean yearly change of the earlier and the later half, and needs four.

use heng_plan::model::{Operator, Side};
use rust_decimal::Decimal;

use super::{Inputs, apart, explain, gap, undetermined, years_with_data};
use crate::judgement::{Explanation, Point, State};

/// Code of the reason when a target is not met, its year is not reached, and no forecast is made.
pub const BEFORE_TARGET_YEAR: &str = "before_target_year";

/// Name and version, as judgements state them.
pub const NAME: &str = "threshold";
pub const VERSION: u32 = 2;

/// Points that a plain direction needs.
const POINTS_OF_A_DIRECTION: usize = 3;

/// Points that a slowing rise needs.
const POINTS_OF_A_SLOWING: usize = 4;

/// Points that the reading of an operator needs.
pub fn needs(operator: Operator) -> usize {
    match operator {
        Operator::SlowUp => POINTS_OF_A_SLOWING,
        Operator::Up | Operator::Down | Operator::Narrow => POINTS_OF_A_DIRECTION,
        _ => 1,
    }
}

/// The state, and why where it is not plain.
pub fn judge(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    match inputs.operator {
        Operator::Observe => (State::NotJudged, None),
        Operator::About => about(inputs),
        operator if operator.needs_value() => match inputs.value {
            Some(value) => against(meets(operator, inputs.latest.value, value), inputs, value),
            None => undetermined("value_unset", "目标值尚未确定", "the target value is not set yet"),
        },
        Operator::Standard => undetermined(
            "standard_unset",
            "所依据的国家或省标准值尚未录入",
            "the national or provincial standard is not entered yet",
        ),
        Operator::Keep => undetermined("keep_unset", "“保持”的水平尚未确定", "the level to keep is not set yet"),
        _ => direction(inputs),
    }
}

/// Whether `latest` meets `value`, at full precision.
pub fn meets(operator: Operator, latest: Decimal, value: Decimal) -> bool {
    match operator {
        Operator::AtLeast | Operator::Milestone => latest >= value,
        Operator::AtMost => latest <= value,
        Operator::Above => latest > value,
        Operator::Below => latest < value,
        _ => latest == value,
    }
}

/// Whether the figure moved from the base value as the direction says; none for an operator that is no plain direction. A
/// gap is what lies between a figure and `parity`.
pub fn moved(operator: Operator, latest: Decimal, base: Decimal, parity: Decimal) -> Option<bool> {
    match operator {
        Operator::Up => Some(latest > base),
        Operator::Down => Some(latest < base),
        Operator::Narrow => Some(apart(latest, parity) < apart(base, parity)),
        _ => None,
    }
}

fn against(met: bool, inputs: &Inputs<'_>, value: Decimal) -> (State, Option<Explanation>) {
    let [gap, gap_en] = gap(inputs, value);
    match (met, inputs.due) {
        (true, true) => (State::Attained, None),
        (true, false) => {
            (State::Attained, explain("ahead", "目标年之前已达到目标值（提前达标）", "met before its year"))
        }
        (false, true) => (State::Missed, explain("gap", gap, gap_en)),
        (false, false) => undetermined(
            BEFORE_TARGET_YEAR,
            format!("未到目标年；{gap}；门槛法不作预测"),
            format!("its year is not reached; {gap_en}; the threshold method makes no forecast"),
        ),
    }
}

fn about(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    let (Some(value), Some(tolerance)) = (inputs.value, inputs.target.tolerance) else {
        return undetermined(
            "tolerance_unset",
            "“左右”的容差尚未由领导小组确定",
            "the leading group has not set the tolerance of “about”",
        );
    };
    let short = value.checked_sub(inputs.latest.value).unwrap_or(Decimal::MAX);
    let met = match inputs.target.side {
        Some(Side::AtLeast) => short <= tolerance,
        _ => short.abs() <= tolerance,
    };
    against(met, inputs, value)
}

/// A direction: the latest figure against that of the base year.
fn direction(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    let Some(base) = inputs.base else {
        return undetermined("no_base", "缺基期值，无法判断变化方向", "no base value, so no direction");
    };
    if inputs.points.len() < POINTS_OF_A_DIRECTION {
        let points = inputs.points.len();
        let zh = format!("只有 {points} 个年份有数据，少于 3 个，不判断方向");
        return undetermined(
            "few_points",
            zh,
            format!("{}, fewer than 3: no direction is read", years_with_data(points)),
        );
    }
    let moved = moved(inputs.operator, inputs.latest.value, base.value, inputs.parity);
    let Some(right_way) = moved else { return slowing(inputs) };
    let (from, to) = match inputs.operator {
        Operator::Narrow => (inputs.apart(base.value), inputs.apart(inputs.latest.value)),
        _ => (base.value, inputs.latest.value),
    };
    let change = to.checked_sub(from).unwrap_or_default();
    let (way, way_en) = if change.is_sign_negative() { ("减少", "down") } else { ("增加", "up") };
    let (size, since) = (change.abs(), base.period);
    let [words, words_en] = if change.is_zero() {
        ["没有变化".to_owned(), "unchanged".to_owned()]
    } else {
        let [size, size_en] = inputs.measured(size);
        [format!("{way} {size}"), format!("{way_en} by {size_en}")]
    };
    let why = explain("direction", format!("比 {since} 年{words}"), format!("{words_en} since {since}"));
    (turn(right_way, inputs.due), why)
}

fn turn(right_way: bool, due: bool) -> State {
    match (right_way, due) {
        (true, true) => State::Attained,
        (true, false) => State::OnCourse,
        (false, true) => State::Missed,
        (false, false) => State::AtRisk,
    }
}

/// 上升趋势减缓: the mean yearly rise of the later half of the points is below that of the earlier half.
fn slowing(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    if inputs.points.len() < POINTS_OF_A_SLOWING {
        return undetermined(
            "few_points",
            "判断上升趋势是否减缓至少需要 4 个年份",
            "whether a rise slows takes at least 4 years",
        );
    }
    let middle = inputs.points.len() / 2;
    let rises = inputs.points.get(..=middle).and_then(rise).zip(inputs.points.get(middle..).and_then(rise));
    let Some((earlier, later)) = rises else {
        return undetermined(
            "few_points",
            "年份重复或数值过大，无法计算年均变化",
            "years repeat or figures are too large for a yearly change",
        );
    };
    let each = |rise: Decimal| rise.round_sf(4).unwrap_or(rise).normalize();
    let [before, after] = [each(earlier), each(later)];
    let zh = format!("年均变化前一段 {before}，后一段 {after}");
    let en = format!("yearly change {before} in the earlier half, {after} in the later");
    (turn(later < earlier, inputs.due), explain("slowing", zh, en))
}

/// Mean change a year over a run of points.
fn rise(points: &[Point]) -> Option<Decimal> {
    let (first, last) = (points.first()?, points.last()?);
    last.value.checked_sub(first.value)?.checked_div(Decimal::from(last.period.year - first.period.year))
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Target;
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{d, point, target};

    /// Verdicts of the final monitoring report of the national outline 2011–2020 (国家统计局, 2021-12).
    #[test]
    fn agrees_with_published_verdicts() {
        assert!(meets(Operator::AtMost, d("16.9"), d("20")), "孕产妇死亡率 20/10万以下 已达标");
        assert!(!meets(Operator::AtLeast, d("24.2"), d("30")), "村委会成员女性 30%以上 仍有差距");
    }

    #[test]
    fn limits_are_included_or_not_as_the_words_say() {
        let limit = d("30");
        assert!(meets(Operator::AtLeast, limit, limit) && meets(Operator::AtMost, limit, limit));
        assert!(!meets(Operator::Above, limit, limit) && !meets(Operator::Below, limit, limit));
    }

    /// State and reason code of a target, its series from 2010 on, one figure a year.
    fn said(operator: Operator, value: Option<&str>, series: &[&str], due: bool) -> (State, String) {
        let points: Vec<Point> = (2010..).zip(series).map(|(year, value)| point(year, value)).collect();
        let target = target("t", operator, value, 2020);
        let latest = points.last().unwrap();
        let base = points.first().filter(|point| point.period.year == 2010);
        let (value, unit) = (target.value, "%");
        let (state, why) = judge(&Inputs {
            target: &target,
            operator,
            value,
            unit,
            unit_en: None,
            points: &points,
            base,
            latest,
            due,
            parity: Decimal::ZERO,
        });
        (state, why.map_or_else(String::new, |why| why.code))
    }

    #[test]
    fn a_limit_is_missed_only_when_its_year_is_reached() {
        let at = |latest: &str, due| said(Operator::AtLeast, Some("30"), &[latest], due);
        assert_eq!(at("30", true), (State::Attained, String::new()));
        assert_eq!(at("31", false), (State::Attained, "ahead".to_owned()));
        assert_eq!(at("24.2", true), (State::Missed, "gap".to_owned()));
        assert_eq!(at("24.2", false), (State::Undetermined, BEFORE_TARGET_YEAR.to_owned()));
    }

    #[test]
    fn a_direction_needs_three_points_and_turns_on_the_base() {
        let at = |operator, series: &[&str], due| said(operator, None, series, due).0;
        assert_eq!(said(Operator::Up, None, &["1", "2"], true).1, "few_points");
        for (operator, right, wrong) in [
            (Operator::Up, ["1", "0", "2"], ["1", "3", "1"]),
            (Operator::Down, ["3", "9", "2"], ["3", "1", "4"]),
            (Operator::Narrow, ["-5", "-9", "4"], ["-5", "1", "-6"]),
        ] {
            assert_eq!(at(operator, &right, true), State::Attained, "{operator:?}");
            assert_eq!(at(operator, &right, false), State::OnCourse, "{operator:?}");
            assert_eq!(at(operator, &wrong, true), State::Missed, "{operator:?}");
            assert_eq!(at(operator, &wrong, false), State::AtRisk, "{operator:?}");
        }
    }

    #[test]
    fn a_rise_slows_when_the_later_half_rises_less() {
        let at = |series: &[&str]| said(Operator::SlowUp, None, series, true);
        assert_eq!(at(&["1", "3", "5", "6", "7"]).0, State::Attained);
        assert_eq!(at(&["1", "2", "3", "5", "7"]).0, State::Missed);
        assert_eq!(at(&["1", "3", "4"]).1, "few_points");
    }

    #[test]
    fn what_is_not_laid_down_is_not_judged() {
        for (operator, code) in [
            (Operator::AtLeast, "value_unset"),
            (Operator::About, "tolerance_unset"),
            (Operator::Standard, "standard_unset"),
            (Operator::Keep, "keep_unset"),
        ] {
            assert_eq!(said(operator, None, &["1", "2", "3"], true), (State::Undetermined, code.to_owned()));
        }
        assert_eq!(said(Operator::Observe, None, &["1"], true).0, State::NotJudged);
    }

    #[test]
    fn about_is_judged_within_its_tolerance() {
        let at = |latest: &str, side| {
            let target = Target { tolerance: Some(d("2")), side, ..target("t", Operator::About, Some("40"), 2020) };
            let inputs = Inputs {
                target: &target,
                operator: Operator::About,
                value: target.value,
                unit: "%",
                unit_en: None,
                points: &[],
                base: None,
                latest: &point(2020, latest),
                due: true,
                parity: Decimal::ZERO,
            };
            judge(&inputs).0
        };
        assert_eq!(at("38", None), State::Attained);
        assert_eq!(at("42.1", Some(Side::Both)), State::Missed);
        assert_eq!(at("42.1", Some(Side::AtLeast)), State::Attained);
        assert_eq!(at("37.9", Some(Side::AtLeast)), State::Missed);
    }

    #[test]
    fn a_gap_is_told_in_its_unit() {
        let (target, latest) = (target("t", Operator::AtMost, Some("8"), 2020), point(2015, "9"));
        let told = |gap: &str, unit, unit_en| {
            let (operator, points, base) = (Operator::AtMost, &[][..], None);
            let inputs = Inputs {
                target: &target,
                operator,
                value: None,
                unit,
                unit_en,
                points,
                base,
                latest: &latest,
                due: false,
                parity: Decimal::ZERO,
            };
            inputs.measured(d(gap))
        };
        assert_eq!(told("5.80", "%", None), ["5.8 个百分点", "5.8 percentage points"]);
        let rate = told("0.333333333", "1/10万", Some("per 100,000"));
        assert_eq!(rate, ["0.3333/10万", "0.3333 per 100,000"]);
    }

    proptest! {
        #[test]
        fn a_higher_value_never_loses(value in -1000i64..1000, more in 0i64..1000, limit in -1000i64..1000, due: bool) {
            let limit = limit.to_string();
            let at = |value: i64| said(Operator::AtLeast, Some(&limit), &[&value.to_string()], due).0;
            if at(value) == State::Attained {
                prop_assert_eq!(at(value + more), State::Attained);
            }
        }

        #[test]
        fn the_largest_numbers_do_not_stop_it(up: bool) {
            let far = if up { Decimal::MAX } else { Decimal::MIN };
            let (value, latest) = (far.to_string(), (-far).to_string());
            for operator in [Operator::AtLeast, Operator::Up, Operator::Narrow, Operator::SlowUp] {
                said(operator, Some(&value), &[&value, &latest, &value, &latest], true);
            }
        }
    }
}
