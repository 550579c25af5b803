//! The rule of the United Nations' progress chart, version 2: Eurostat's ratio with other limits.
//!
//! | ratio of actual to required growth | United Nations | here |
//! |---|---|---|
//! | 95 % and more | on track | on course 预计达标 |
//! | 50 % to under 95 % | fair progress, acceleration needed | at risk 有风险 |
//! | −10 % to under 50 % | limited or no progress | off course 难以达标 |
//! | under −10 % | deterioration | off course 难以达标 |
//!
//! What is the same is told in `growth_ratio`. A slip of less than a tenth of the pace needed is not called a step back.
//!
//! Source: United Nations Statistics Division, The Sustainable Development Goals Progress Chart 2022, Technical Note,
//! part II b, the trend of indicators with an explicit numerical target.

use super::Inputs;
use super::growth_ratio::{self, Limits};
use crate::judgement::{Explanation, State};

/// Name and version, as judgements state them.
pub const NAME: &str = "progress_chart";
pub const VERSION: u32 = 2;

const LIMITS: Limits = Limits { on_course: 0.95, at_risk: 0.5, away: -0.1 };

pub fn judge(inputs: &Inputs<'_>) -> Option<(State, Option<Explanation>)> {
    growth_ratio::judge_by(&LIMITS, inputs)
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Operator;

    use super::*;
    use crate::sample::{point, target};

    /// State and reason of a target of 80 in 2020 that stood at 50 in 2010, with the figure of 2015.
    fn at(latest: &str) -> (State, String) {
        let target = target("t", Operator::AtLeast, Some("80"), 2020);
        let points = [(2010, "50"), (2012, "50"), (2015, latest)].map(|(year, value)| point(year, value));
        let inputs = Inputs {
            target: &target,
            operator: target.operator,
            value: target.value,
            unit: "%",
            unit_en: None,
            points: &points,
            base: points.first(),
            latest: &points[2],
            due: false,
            parity: rust_decimal::Decimal::ZERO,
        };
        let (state, why) = judge(&inputs).unwrap();
        (state, why.unwrap().code)
    }

    /// Halfway in time 63.25 keeps the pace; the limits in between are 0.95, 0.5 and −0.1 of 4.81 % a year.
    #[test]
    fn its_limits_part_the_states() {
        assert_eq!(at("63"), (State::OnCourse, "on_course".to_owned()));
        assert_eq!(at("58"), (State::AtRisk, "slow".to_owned()));
        assert_eq!(at("55"), (State::OffCourse, "insufficient".to_owned()));
        assert_eq!(at("49.5"), (State::OffCourse, "insufficient".to_owned()));
        assert_eq!(at("48"), (State::OffCourse, "away".to_owned()));
    }
}
