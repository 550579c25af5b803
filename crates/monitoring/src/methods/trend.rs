//! The trend of a direction, version 2: does the figure go the way that the plan asks for?
//!
//! Before the target's year a target without a figure (上升, 下降, 缩小, 上升减缓) is read from the slope of Theil and Sen's
//! line over all figures since the base year, never from two of them: the right way is on course, any other at risk,
//! never worse, for the plan sets no pace. Whether the slope is more than chance is Mann and Kendall's test; it fills the
//! evidence and does not change the state. A gap is read by its size. Of a rise that is to slow the yearly steps are read.
//! What is to fall or narrow and stands still at nothing is on course: it can go no further.
//!
//! Domain: three figures or more; of a slowing rise four. Fewer are no trend: undetermined, with the reason.
//!
//! Source: P. K. Sen (1968) and M. G. Kendall (1975), see `theil_sen` and `mann_kendall`; together for official trends in
//! R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), ch. 16.

use heng_plan::model::Operator;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::expected::{At, steps};
use super::mann_kendall::{LIMIT, NEEDS as SURE, mann_kendall};
use super::theil_sen::line;
use super::{Inputs, explain, undetermined, years_with_data};
use crate::judgement::{Evidence, Explanation, Point, State};

/// Name and version, as judgements state them.
pub const NAME: &str = "trend";
pub const VERSION: u32 = 2;

/// Figures, or yearly steps, that have a trend at all.
const LEAST: usize = 3;

/// Whether an operator is read by its trend.
pub fn reads(operator: Operator) -> bool {
    matches!(operator, Operator::Up | Operator::Down | Operator::Narrow | Operator::SlowUp)
}

/// The state of a direction before its year.
pub fn judge(inputs: &Inputs<'_>) -> (State, Option<Explanation>) {
    let (series, points) = (series(inputs), inputs.points.len());
    let slope = Some(&series).filter(|series| series.len() >= LEAST).and_then(|series| line(series));
    let Some(slope) = slope.map(|line| line.slope) else {
        let needs = if inputs.operator == Operator::SlowUp { LEAST + 1 } else { LEAST };
        let zh = format!("只有 {points} 个年份有数据，少于 {needs} 个，不判断走势");
        let en = format!("{}, fewer than {needs}: no trend is read", years_with_data(points));
        return undetermined("few_points", zh, en);
    };
    if slope == 0.0 && at_zero(inputs) {
        let (zh, en) = match inputs.operator {
            Operator::Narrow => ("差距一直为 0，不能再缩小", "the gap stays at 0 and can narrow no further"),
            _ => (
                "一直没有升降，最新数为 0，不能再低",
                "neither up nor down; the latest figure is 0 and can go no lower",
            ),
        };
        return (State::OnCourse, explain("at_zero", zh, en));
    }
    let state = if asked(inputs.operator, slope) { State::OnCourse } else { State::AtRisk };
    let [span, span_en] = match inputs.points {
        [first, .., last] => [
            format!("{}—{} 年 {points} 个年份", first.period, last.period),
            format!("{points} years {}–{}", first.period, last.period),
        ],
        _ => Default::default(),
    };
    let (sure, sure_en) = match evidence(inputs, state) {
        Some(Evidence::Chance) => ("；走势不显著，可能出于偶然", "; not significant, it may be chance"),
        Some(Evidence::Few) => ("；年份少，走势只供参考", "; few years, so take the trend as a hint"),
        _ => ("", ""),
    };
    let [words, words_en] = in_words(inputs, slope);
    let zh = format!("按 {span}的走势，{words}{sure}");
    (state, explain("trend", zh, format!("by the trend of {span_en}: {words_en}{sure_en}")))
}

/// Whether the trend bears out what was said of a direction: sound where it is more than chance and goes that way.
pub fn evidence(inputs: &Inputs<'_>, state: State) -> Option<Evidence> {
    let series = series(inputs);
    if series.len() < SURE {
        return Some(Evidence::Few);
    }
    let said = match state {
        State::Attained | State::OnCourse => true,
        State::Missed | State::AtRisk => false,
        _ => return None,
    };
    let values: Vec<f64> = series.iter().map(|at| at.1).collect();
    let trend = mann_kendall(&values)?;
    let borne_out = trend.p < LIMIT && asked(inputs.operator, trend.sum) == said;
    Some(if borne_out { Evidence::Sound } else { Evidence::Chance })
}

/// How likely chance alone makes so much of a trend, either way, of a direction; none of fewer figures than it takes.
pub fn chance(inputs: &Inputs<'_>) -> Option<f64> {
    let series = Some(inputs).filter(|inputs| reads(inputs.operator)).map(series)?;
    let values: Vec<f64> = Some(series).filter(|series| series.len() >= SURE)?.iter().map(|at| at.1).collect();
    Some(mann_kendall(&values)?.p)
}

/// Why a direction is not called reached or missed in its year though the figure says so against the base year: the trend
/// of all the years goes the other way by more than chance, so that the last of them alone decides; or it is missed by
/// fewer figures than any trend can be tested by.
pub fn against(inputs: &Inputs<'_>, state: State) -> Option<Explanation> {
    let reached = match state {
        State::Attained => true,
        State::Missed => false,
        _ => return None,
    };
    let series = Some(series(inputs)).filter(|_| reads(inputs.operator))?;
    if series.len() < SURE {
        let points = inputs.points.len();
        let zh = format!("但只有 {points} 个年份有数据，不足以检验走势，不判未达标");
        let en = format!("but {} are too few to test a trend: not called missed", years_with_data(points));
        return explain("few_for_a_trend", zh, en).filter(|_| !reached);
    }
    let values: Vec<f64> = series.iter().map(|at| at.1).collect();
    let trend = mann_kendall(&values).filter(|trend| trend.p < LIMIT && trend.sum != 0.0)?;
    if asked(inputs.operator, trend.sum) == reached {
        return None;
    }
    let [words, words_en] = in_words(inputs, line(&series)?.slope);
    let (first, last) = (inputs.points.first()?.period, inputs.points.last()?.period);
    let zh = format!("但 {first}—{last} 年的走势相反且显著，{words}");
    explain(
        "against_trend",
        zh,
        format!("but the trend of {first}–{last} goes the other way, significantly: {words_en}"),
    )
}

fn at_zero(inputs: &Inputs<'_>) -> bool {
    let Some(last) = inputs.points.last() else { return false };
    match inputs.operator {
        Operator::Down => last.value.is_zero(),
        Operator::Narrow => inputs.apart(last.value).is_zero(),
        _ => false,
    }
}

fn asked(operator: Operator, slope: f64) -> bool {
    if operator == Operator::Up { slope > 0.0 } else { slope < 0.0 }
}

/// What the trend is read from: the figures, the sizes of a gap, or the yearly steps of a rise that is to slow.
fn series(inputs: &Inputs<'_>) -> Vec<At> {
    let figure = |value: Decimal| match inputs.operator {
        Operator::Narrow => inputs.apart(value).to_f64(),
        _ => value.to_f64(),
    };
    let at = |point: &Point| (f64::from(point.period.year), figure(point.value).unwrap_or(f64::NAN));
    let points: Vec<At> = inputs.points.iter().map(at).collect();
    match inputs.operator {
        Operator::SlowUp => {
            let middle = points.windows(2).filter_map(|pair| Some(f64::midpoint(pair.first()?.0, pair.last()?.0)));
            middle.zip(steps(&points)).map(|(year, (years, change))| (year, change / years)).collect()
        }
        _ => points,
    }
}

/// What the slope is, in Chinese and English.
fn in_words(inputs: &Inputs<'_>, slope: f64) -> [String; 2] {
    let size = Decimal::from_f64(slope.abs()).unwrap_or_default();
    let [amount, amount_en] = inputs.measured(size);
    let (what, more, less) = match inputs.operator {
        Operator::Narrow => ("差距", "扩大", "缩小"),
        Operator::SlowUp => ("每年的增量", "增加", "减少"),
        _ => ("", "上升", "下降"),
    };
    let (what_en, more_en, less_en) = match inputs.operator {
        Operator::Narrow => ("the gap ", "widens", "narrows"),
        Operator::SlowUp => ("the yearly rise ", "grows", "shrinks"),
        _ => ("", "up", "down"),
    };
    if slope == 0.0 {
        return [format!("{what}没有升降"), format!("{what_en}stands still").trim_start().to_owned()];
    }
    let (way, way_en) = if slope > 0.0 { (more, more_en) } else { (less, less_en) };
    [format!("{what}平均每年{way} {amount}"), format!("{what_en}{way_en} by {amount_en} a year")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{point, target};

    /// State, reason and evidence of a direction, one figure a year from 2010 on.
    fn said(operator: Operator, figures: &[&str]) -> (State, String, Option<Evidence>) {
        let points: Vec<Point> = (2010..).zip(figures).map(|(year, value)| point(year, value)).collect();
        let target = target("t", operator, None, 2030);
        let inputs = Inputs {
            target: &target,
            operator,
            value: None,
            unit: "%",
            unit_en: None,
            points: &points,
            base: points.first(),
            latest: points.last().unwrap(),
            due: false,
            parity: Decimal::ZERO,
        };
        let (state, why) = judge(&inputs);
        (state, why.unwrap().message, evidence(&inputs, state))
    }

    #[test]
    fn two_figures_are_never_a_trend() {
        let (state, why, mark) = said(Operator::Up, &["9", "1"]);
        assert_eq!((state, mark), (State::Undetermined, Some(Evidence::Few)));
        assert_eq!(why, "只有 2 个年份有数据，少于 3 个，不判断走势");
        assert_eq!(said(Operator::SlowUp, &["1", "2", "3"]).0, State::Undetermined);
    }

    #[test]
    fn the_slope_decides_and_the_test_marks() {
        let (state, why, mark) = said(Operator::Up, &["1", "2", "3", "4", "5"]);
        assert_eq!((state, mark), (State::OnCourse, Some(Evidence::Sound)));
        assert_eq!(why, "按 2010—2014 年 5 个年份的走势，平均每年上升 1 个百分点");
        let (state, why, mark) = said(Operator::Up, &["5", "1", "4", "2", "3"]);
        assert_eq!((state, mark), (State::AtRisk, Some(Evidence::Chance)));
        assert!(why.ends_with("；走势不显著，可能出于偶然"), "{why}");
        let (state, why, mark) = said(Operator::Down, &["3", "2.5", "1"]);
        assert_eq!((state, mark), (State::OnCourse, Some(Evidence::Few)));
        assert!(why.ends_with("；年份少，走势只供参考"), "{why}");
    }

    #[test]
    fn one_low_year_at_the_end_does_not_turn_it() {
        assert_eq!(said(Operator::Up, &["1", "2", "3", "4", "5", "6", "0"]).0, State::OnCourse);
    }

    #[test]
    fn a_gap_is_read_by_its_size_and_a_slowing_rise_by_its_steps() {
        let (state, why, mark) = said(Operator::Narrow, &["-9", "-7", "-5", "4", "-3", "1"]);
        assert_eq!((state, mark), (State::OnCourse, Some(Evidence::Sound)));
        assert!(why.contains("差距平均每年缩小"), "{why}");
        let (state, _, mark) = said(Operator::SlowUp, &["0", "10", "18", "24", "28", "30"]);
        assert_eq!((state, mark), (State::OnCourse, Some(Evidence::Sound)));
        assert_eq!(said(Operator::SlowUp, &["0", "1", "3", "6"]).0, State::AtRisk);
    }

    #[test]
    fn what_stands_still_at_nothing_can_go_no_lower() {
        assert_eq!(said(Operator::Down, &["0", "0", "0.1", "0"]).0, State::OnCourse);
        assert_eq!(said(Operator::Narrow, &["0", "0", "0"]).0, State::OnCourse);
        assert_eq!(said(Operator::Down, &["0", "0", "0", "0", "2"]).0, State::AtRisk, "it has left it");
        assert_eq!(said(Operator::Up, &["0", "0", "0"]).0, State::AtRisk);
    }

    #[test]
    fn what_does_not_move_is_at_risk_and_told_so() {
        let (state, why, mark) = said(Operator::Up, &["3", "3", "3", "3", "3"]);
        assert_eq!((state, mark), (State::AtRisk, Some(Evidence::Chance)));
        assert!(why.contains("没有升降"), "{why}");
    }
}
