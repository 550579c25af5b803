//! The threshold method, version 1: the plain reading of the official definition.
//!
//! The latest figure is held against the target. 以上 and 以下 include the number, 超过 does not (《民法典》第一千二百五十九条).
//! A target met before its year is attained (提前达标); one not met is missed only when its year is reached: this method
//! makes no forecast. A direction is held against the value of the base year and needs three points.

use heng_plan::model::{Operator, Side, Target};
use rust_decimal::Decimal;

use crate::judgement::{Explanation, Point, State};

/// What the method reads: points in time order, all at or before the year judged, at full precision.
pub struct Inputs<'a> {
    pub target: &'a Target,
    /// Operator and value to judge by: the target's own, or those of its standard.
    pub operator: Operator,
    pub value: Option<Decimal>,
    pub points: &'a [Point],
    pub base: Option<&'a Point>,
    pub latest: Decimal,
    /// The target's year is reached.
    pub due: bool,
}

/// The state, and why where it is not plain.
pub fn judge(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    match inputs.operator {
        Operator::Observe => (State::NotJudged, None),
        Operator::About => about(inputs),
        operator if operator.needs_value() => match inputs.value {
            Some(value) => against(meets(operator, inputs.latest, value), inputs, &gap(inputs.latest, value)),
            None => undetermined("value_unset", "目标值尚未确定".to_owned()),
        },
        Operator::Standard => undetermined("standard_unset", "所依据的国家或省标准值尚未录入".to_owned()),
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

fn against(met: bool, inputs: &Inputs<'_>, gap: &str) -> (State, Option<Explanation>) {
    match (met, inputs.due) {
        (true, true) => (State::Attained, None),
        (true, false) => (State::Attained, explain("ahead", "目标年之前已达到目标值(提前达标)".to_owned())),
        (false, true) => (State::Missed, explain("gap", gap.to_owned())),
        (false, false) => undetermined("before_target_year", format!("未到目标年;{gap};门槛法不作预测")),
    }
}

fn gap(latest: Decimal, value: Decimal) -> String {
    format!("与目标值相差 {}", (latest - value).abs().normalize())
}

fn about(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    let (Some(value), Some(tolerance)) = (inputs.value, inputs.target.tolerance) else {
        return undetermined("tolerance_unset", "“左右”的容差尚未由领导小组确定".to_owned());
    };
    let met = match inputs.target.side {
        Some(Side::AtLeast) => inputs.latest >= value - tolerance,
        _ => (inputs.latest - value).abs() <= tolerance,
    };
    against(met, inputs, &gap(inputs.latest, value))
}

/// A direction: the latest figure against that of the base year.
fn direction(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    let Some(base) = inputs.base else {
        return undetermined("no_base", "缺基期值,无法判断变化方向".to_owned());
    };
    if inputs.points.len() < 3 {
        let message = format!("只有 {} 个年份有数据,少于 3 个,不判断方向", inputs.points.len());
        return undetermined("few_points", message);
    }
    let (latest, before) = (inputs.latest, base.value);
    let moved = match inputs.operator {
        Operator::Up => latest > before,
        Operator::Down => latest < before,
        Operator::Narrow => latest.abs() < before.abs(),
        Operator::Keep => latest == before,
        _ => return slowing(inputs),
    };
    let state = match (moved, inputs.due) {
        (true, true) => State::Attained,
        (true, false) => State::OnCourse,
        (false, true) => State::Missed,
        (false, false) => State::AtRisk,
    };
    let change = (latest - before).normalize();
    (state, explain("direction", format!("比基期{}年变化 {change}", base.period)))
}

/// 上升趋势减缓: the mean yearly rise of the later half of the points is below that of the earlier half.
fn slowing(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    if inputs.points.len() < 4 {
        return undetermined("few_points", "判断上升趋势是否减缓至少需要 4 个年份".to_owned());
    }
    let middle = inputs.points.len() / 2;
    let (earlier, later) = (rise(&inputs.points[..=middle]), rise(&inputs.points[middle..]));
    let (Some(earlier), Some(later)) = (earlier, later) else {
        return undetermined("few_points", "年份重复,无法计算年均变化".to_owned());
    };
    let state = match (later < earlier, inputs.due) {
        (true, true) => State::Attained,
        (true, false) => State::OnCourse,
        (false, true) => State::Missed,
        (false, false) => State::AtRisk,
    };
    (state, explain("slowing", "按前后两段的年均变化判断".to_owned()))
}

/// Mean change a year over a run of points.
fn rise(points: &[Point]) -> Option<Decimal> {
    let (first, last) = (points.first()?, points.last()?);
    (last.value - first.value).checked_div(Decimal::from(last.period.year - first.period.year))
}

fn undetermined(code: &str, message: String) -> (State, Option<Explanation>) {
    (State::Undetermined, explain(code, message))
}

fn explain(code: &str, message: String) -> Option<Explanation> {
    Some(Explanation { code: code.to_owned(), message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        heng_base::number::read(text).expect("a number")
    }

    /// Verdicts of the final monitoring report of the national outline 2011–2020 (国家统计局, 2021-12).
    #[test]
    fn agrees_with_published_verdicts() {
        assert!(meets(Operator::AtMost, number("16.9"), number("20")), "孕产妇死亡率 20/10万以下 已达标");
        assert!(!meets(Operator::AtLeast, number("24.2"), number("30")), "村委会成员女性 30%以上 仍有差距");
    }

    #[test]
    fn limits_are_included_or_not_as_the_words_say() {
        let limit = number("30");
        assert!(meets(Operator::AtLeast, limit, limit) && meets(Operator::AtMost, limit, limit));
        assert!(!meets(Operator::Above, limit, limit) && !meets(Operator::Below, limit, limit));
    }

    proptest! {
        #[test]
        fn a_higher_value_never_loses(value in -1000i64..1000, limit in -1000i64..1000, more in 0i64..1000) {
            let (value, limit, more) = (Decimal::from(value), Decimal::from(limit), Decimal::from(more));
            if meets(Operator::AtLeast, value, limit) {
                prop_assert!(meets(Operator::AtLeast, value + more, limit));
            }
        }
    }
}
