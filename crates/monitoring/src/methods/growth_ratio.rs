//! Ratio of actual to required growth, version 2: will the pace since the base year bring the figure to its target?
//!
//! Eurostat's assessment of indicators with a quantitative target. The compound annual growth rate that the indicator had
//! is divided by the one it needs:
//!
//! ```text
//! actual   = (latest / base)^(1 / (t − t₀)) − 1
//! required = (goal / base)^(1 / (T − t₀)) − 1
//! ratio    = actual / required
//! ```
//!
//! | ratio | Eurostat | here |
//! |---|---|---|
//! | 95 % and more | significant progress | on course 预计达标 |
//! | 60 % to under 95 % | moderate progress | at risk 有风险 |
//! | 0 % to under 60 % | insufficient progress | off course 难以达标 |
//! | under 0 % | movement away from the target | off course 难以达标 |
//!
//! Source: Eurostat, Sustainable development in the European Union — Monitoring report on progress towards the SDGs in an
//! EU context (2021), the assessment of indicators with a quantitative target; formula, limits and exceptions as held
//! against the text of Statistics Canada, Progress measurement methodology for the Sustainable Development Goals (Open
//! SDG documentation, <https://open-sdg.readthedocs.io/en/latest/progress-methodology/>), which takes them from there.
//!
//! Where it is not defined, because base value, latest figure or goal is 0 or negative, the yearly amount of change takes
//! the place of the rate: `((latest − base) / (t − t₀)) / ((goal − base) / (T − t₀))`, the progress made over the progress
//! needed of UNESCAP's Current Status Index (<https://data.unescap.org/resource-guides/progress-assessment-methodology>).
//! Statistics Canada sets 0.001 for 0 instead, and says itself that the verdict then hangs on that choice.
//!
//! A base value that has the goal already requires no growth, and the ratio has no meaning: the figure was there and fell
//! back, which is at risk, as is a direction that has turned. Natural limits change nothing, as with Statistics Canada
//! where there is a target: the goal lies within them. A figure that still stands counts in its own year.
//!
//! Distances from a value that is to be met about (左右) are read by amounts too, so that a wider tolerance never makes the
//! verdict worse.
//!
//! Domain: a target value before its year, not met, not of the built-or-not kind; a base value and a later figure. With
//! fewer than three points the pace is told and no verdict given (that limit is Heng's own; version 1 gave one).
//!
//! Worked example, maternal deaths per 100,000 in the national outline 2011–2020: 30 in 2010, 20.1 in 2015, to be 20 in
//! 2020. Actual −7.70 % a year, required −3.97 %: 193 % of the pace that is needed, on course; in 2020 it was 16.9.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Inputs, explain, gap, has_way, undetermined, years_with_data};
use crate::judgement::{Explanation, State};
use crate::methods::threshold::meets;
use crate::path::{Course, course};

/// Name and version, as judgements state them.
pub const NAME: &str = "growth_ratio";
pub const VERSION: u32 = 2;

/// With fewer points there is no verdict: two ends alone say nothing of what lies between them.
pub const NEEDS: usize = 3;

/// Ratios from which a target is on course, from which at risk, and below which the figure moves away.
pub struct Limits {
    pub on_course: f64,
    pub at_risk: f64,
    pub away: f64,
}

const LIMITS: Limits = Limits { on_course: 0.95, at_risk: 0.6, away: 0.0 };

/// The state of a target value that is not met before its year; none for one that has no way to go, only a stroke.
pub fn judge(inputs: &Inputs<'_>) -> Option<(State, Option<Explanation>)> {
    judge_by(&LIMITS, inputs)
}

/// The same by other limits of the ratio.
pub fn judge_by(limits: &Limits, inputs: &Inputs<'_>) -> Option<(State, Option<Explanation>)> {
    let value = inputs.value.filter(|_| has_way(inputs.operator))?;
    let [gap, gap_en] = gap(inputs, value);
    let Some(base) = inputs.base else {
        let en = format!("no base value to go by; {gap_en}");
        return Some(undetermined("no_base", format!("缺基期值，无法推算；{gap}"), en));
    };
    let Some(course) = course(inputs, base) else {
        let en = format!("no figure since the base year to go by; {gap_en}");
        return Some(undetermined("base_only", format!("基期之后尚无新数据，无法推算；{gap}"), en));
    };
    let since = base.period;
    if meets(course.operator, course.base, course.goal) || course.base == course.goal {
        let zh = format!("{since} 年已在目标值上，此后退步；{gap}");
        return Some((State::AtRisk, explain("base_met", zh, format!("met in {since}, fallen back since; {gap_en}"))));
    }
    let Some((ratio, straight)) = ratio(&course) else {
        let en = format!("figures too large to go by; {gap_en}");
        return Some(undetermined("out_of_range", format!("数值过大，无法推算；{gap}"), en));
    };
    let points = inputs.points.len();
    let (state, code) = if points < NEEDS { (State::Undetermined, "few_points") } else { class(limits, ratio) };
    let (rate, rate_en) = if straight { ("年均变化量", "amount") } else { ("年均变化", "rate") };
    let [pace, pace_en] = pace(limits, ratio);
    let [few, few_en] = match state {
        State::Undetermined => [
            format!("；只有 {points} 个年份有数据，少于 {NEEDS} 个，不作判断"),
            format!("; {}, fewer than {NEEDS}: no verdict", years_with_data(points)),
        ],
        _ => Default::default(),
    };
    let zh = format!("按 {since} 年以来的{rate}推算，{pace}；{gap}{few}");
    let en = format!("by the yearly {rate_en} of change since {since}: {pace_en}; {gap_en}{few_en}");
    Some((state, explain(code, zh, en)))
}

/// How the pace compares with the one needed, in Chinese and English.
fn pace(limits: &Limits, ratio: f64) -> [String; 2] {
    let plain = |zh: &str, en: &str| [zh.to_owned(), en.to_owned()];
    match percent(ratio) {
        _ if ratio < limits.away => plain("离目标值更远了", "moving away from the target"),
        Some(percent) if percent < 0 => plain("几乎没有进展", "hardly any progress"),
        Some(percent) => [format!("为所需的 {percent}%"), format!("{percent}% of what is needed")],
        None => plain("远超所需", "far more than is needed"),
    }
}

fn class(limits: &Limits, ratio: f64) -> (State, &'static str) {
    match ratio {
        ratio if ratio >= limits.on_course => (State::OnCourse, "on_course"),
        ratio if ratio >= limits.at_risk => (State::AtRisk, "slow"),
        ratio if ratio >= limits.away => (State::OffCourse, "insufficient"),
        _ => (State::OffCourse, "away"),
    }
}

/// The ratio as whole per cent, cut off and not rounded, so that it never shows a limit that is not reached.
fn percent(ratio: f64) -> Option<i64> {
    (ratio * 100.0).floor().to_i64().filter(|percent| *percent < 10_000)
}

/// Actual over required growth, and whether by amounts because rates are not defined.
fn ratio(course: &Course) -> Option<(f64, bool)> {
    let positive =
        !course.distance && [course.base, course.latest, course.goal].iter().all(|figure| *figure > Decimal::ZERO);
    let by_rate =
        || Some(growth(course.latest, course.base, course.gone)? / growth(course.goal, course.base, course.whole)?);
    let ratio = if positive { by_rate() } else { by_amount(course) };
    ratio.filter(|ratio| ratio.is_finite()).map(|ratio| (ratio, !positive))
}

/// Compound annual growth rate. By logarithms of the exact relative change, so that a small one is not lost in a power
/// near 1.
fn growth(to: Decimal, from: Decimal, years: Decimal) -> Option<f64> {
    let change = to.checked_sub(from)?.checked_div(from)?.to_f64()?;
    Some((change.ln_1p() / years.to_f64()?).exp_m1())
}

fn by_amount(course: &Course) -> Option<f64> {
    let made = course.latest.checked_sub(course.base)?.checked_mul(course.whole)?;
    let needed = course.goal.checked_sub(course.base)?.checked_mul(course.gone)?;
    made.checked_div(needed)?.to_f64()
}

#[cfg(test)]
mod open_sdg;

#[cfg(test)]
mod tests {
    use heng_plan::model::{Operator, Target};
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{d, point, target};

    /// State and reason of a target of 2020 with figures by year, judged in the year of the last.
    fn said(target: &Target, figures: &[(i32, &str)]) -> Option<(State, Explanation)> {
        let points: Vec<_> = figures.iter().map(|(year, value)| point(*year, value)).collect();
        let inputs = Inputs {
            target,
            operator: target.operator,
            value: target.value,
            unit: "%",
            unit_en: None,
            points: &points,
            base: points.first().filter(|point| point.period.year == 2010),
            latest: points.last().unwrap(),
            due: false,
            parity: Decimal::ZERO,
        };
        judge(&inputs).map(|(state, why)| (state, why.unwrap()))
    }

    fn code(operator: Operator, goal: &str, figures: &[(i32, &str)]) -> (State, String) {
        let (state, why) = said(&target("t", operator, Some(goal), 2020), figures).unwrap();
        (state, why.code)
    }

    fn ratio_of(base: &str, latest: &str, goal: &str) -> (f64, bool) {
        let operator = if d(goal) > d(base) { Operator::AtLeast } else { Operator::AtMost };
        let (base, latest, goal) = (d(base), d(latest), d(goal));
        ratio(&Course { operator, base, latest, goal, gone: 5.into(), whole: 10.into(), distance: false }).unwrap()
    }

    /// Published figures of the national outline 2011–2020; `((y/b)**(1/5) - 1) / ((g/b)**(1/10) - 1)` in Python 3.13.
    #[test]
    fn agrees_with_the_formula() {
        for (base, latest, goal, expected) in [
            ("30", "20.1", "20", 1.937_104_625),
            ("61.2", "70", "80", 1.003_089_751),
            ("16.9", "15.9", "12", 0.360_201_863),
            ("50", "49", "80", -0.083_794_456),
        ] {
            let (found, straight) = ratio_of(base, latest, goal);
            assert!((found - expected).abs() < 1e-8 && !straight, "{base} {latest} {goal}: {found}");
        }
    }

    #[test]
    fn eurostats_limits_part_the_states() {
        for (ratio, state) in [
            (1.5, State::OnCourse),
            (0.95, State::OnCourse),
            (0.949_999, State::AtRisk),
            (0.6, State::AtRisk),
            (0.599_999, State::OffCourse),
            (0.0, State::OffCourse),
            (-0.1, State::OffCourse),
        ] {
            assert_eq!(class(&LIMITS, ratio).0, state, "{ratio}");
        }
        assert_eq!(percent(0.949_999), Some(94));
    }

    #[test]
    fn the_pace_is_told_with_the_gap() {
        let mortality = target("t", Operator::AtMost, Some("20"), 2020);
        let (state, why) = said(&mortality, &[(2010, "30"), (2013, "23.2"), (2015, "20.1")]).unwrap();
        assert_eq!((state, why.code.as_str()), (State::OnCourse, "on_course"));
        assert_eq!(why.message, "按 2010 年以来的年均变化推算，为所需的 193%；与目标值相差 0.1 个百分点");
        let (_, two) = said(&mortality, &[(2010, "30"), (2015, "31")]).unwrap();
        assert_eq!(
            (two.code.as_str(), two.message.as_str()),
            (
                "few_points",
                "按 2010 年以来的年均变化推算，离目标值更远了；与目标值相差 11 个百分点；只有 2 个年份有数据，少于 3 个，不作判断"
            )
        );
    }

    #[test]
    fn without_a_base_or_a_later_figure_nothing_is_said() {
        let at = |figures: &[(i32, &str)]| code(Operator::AtLeast, "80", figures);
        assert_eq!(at(&[(2012, "60"), (2015, "70")]), (State::Undetermined, "no_base".to_owned()));
        assert_eq!(at(&[(2010, "60")]), (State::Undetermined, "base_only".to_owned()));
    }

    #[test]
    fn zero_and_negative_values_go_by_amounts() {
        assert_eq!(ratio_of("0", "5", "10"), (1.0, true));
        assert_eq!(ratio_of("10", "8", "0"), (0.4, true));
        assert_eq!(ratio_of("-4", "-1", "2"), (1.0, true));
        assert_eq!(ratio_of("4", "0", "5").0, -8.0);
        assert_eq!(code(Operator::AtLeast, "10", &[(2010, "0"), (2013, "1"), (2015, "3")]).0, State::AtRisk);
    }

    #[test]
    fn a_base_that_had_the_goal_requires_no_growth() {
        let at = |operator, base| code(operator, "80", &[(2010, base), (2015, "79")]);
        assert_eq!(at(Operator::AtLeast, "80"), (State::AtRisk, "base_met".to_owned()));
        assert_eq!(at(Operator::AtLeast, "85"), (State::AtRisk, "base_met".to_owned()));
        assert_eq!(at(Operator::Above, "80"), (State::AtRisk, "base_met".to_owned()));
    }

    #[test]
    fn near_a_natural_limit_a_small_way_is_still_a_way() {
        let at = |latest| code(Operator::AtLeast, "100", &[(2010, "99.98"), (2012, "99.98"), (2015, latest)]).0;
        assert_eq!((at("99.99"), at("99.985")), (State::OnCourse, State::OffCourse));
        assert_eq!(ratio_of("99.99999999999999999", "99.999999999999999995", "100").0, 1.0);
    }

    #[test]
    fn what_is_done_at_one_stroke_has_no_pace() {
        for operator in [Operator::Equal, Operator::Milestone] {
            assert!(said(&target("t", operator, Some("1"), 2020), &[(2010, "0"), (2015, "0")]).is_none());
        }
    }

    #[test]
    fn about_a_value_is_neared_not_passed() {
        let about = Target { tolerance: Some(d("2")), ..target("t", Operator::About, Some("40"), 2020) };
        let at = |latest| said(&about, &[(2010, "52"), (2012, "51"), (2015, latest)]).unwrap().0;
        assert_eq!((at("45"), at("35"), at("28")), (State::OnCourse, State::OnCourse, State::OffCourse));
    }

    /// A wider tolerance asks for less: where 30 came to 40 of about 50 in half the time, none of it makes that slower.
    #[test]
    fn a_wider_tolerance_never_makes_it_worse() {
        let at = |tolerance: &str, last: &str| {
            let about = Target { tolerance: Some(d(tolerance)), ..target("t", Operator::About, Some("50"), 2020) };
            rank(said(&about, &[(2010, "30"), (2012, "33"), (2015, last)]).unwrap().0)
        };
        assert_eq!(["0", "0.5", "2", "5"].map(|wide| at(wide, "40")), [2; 4]);
        for last in ["25", "31", "35", "38", "66", "72"] {
            let ranks = ["0", "0.1", "1", "3", "9"].map(|wide| at(wide, last));
            assert!(ranks.is_sorted(), "{last}: {ranks:?}");
        }
    }

    /// How good a state is, for the order of states.
    fn rank(state: State) -> u8 {
        match state {
            State::OnCourse => 2,
            State::AtRisk => 1,
            _ => 0,
        }
    }

    proptest! {
        #[test]
        fn a_higher_figure_never_makes_it_worse(base in -50i64..99, latest in -50i64..99, more in 0i64..50) {
            let at = |latest: i64| {
                let (base, latest) = (base.to_string(), latest.to_string());
                rank(code(Operator::AtLeast, "100", &[(2010, &base), (2012, &base), (2015, &latest)]).0)
            };
            // Amounts and rates are two measures: only within one of them is the order sure.
            let one_measure = base <= 0 || latest > 0;
            prop_assert!(!one_measure || at(latest) <= at((latest + more).min(99)));
        }

        #[test]
        fn the_largest_numbers_do_not_stop_it(base: i64, latest: i64, up: bool) {
            let goal = if up { Decimal::MAX } else { Decimal::MIN };
            let operator = if up { Operator::AtLeast } else { Operator::AtMost };
            code(operator, &goal.to_string(), &[(2010, &base.to_string()), (2015, &latest.to_string())]);
        }
    }
}
