//! The likelihood of the forecast, version 1: how probable is it that the target is met in its year?
//!
//! | probability by the forecast | in the words of the IPCC | here |
//! |---|---|---|
//! | 66 % and more | likely | on course 预计达标 |
//! | 33 % to under 66 % | about as likely as not | at risk 有风险 |
//! | under 33 % | unlikely | off course 难以达标 |
//!
//! Domain: a target value before its year, not met, and a forecast of it; fewer figures or cases than a forecast needs
//! leave it undetermined.
//!
//! Source: M. D. Mastrandrea et al., Guidance note for lead authors of the IPCC fifth assessment report on consistent
//! treatment of uncertainties (2010), table 1; the probability is that of `theta`.

use heng_base::text::Lang;

use super::{Inputs, explain, gap, has_way, undetermined, years_with_data};
use crate::judgement::{Explanation, Forecast, State};
use crate::methods::theta;

/// Name and version, as judgements state them.
pub const NAME: &str = "likelihood";
pub const VERSION: u32 = 1;

const LIKELY: f64 = 0.66;
const UNLIKELY: f64 = 0.33;

/// The state of a target value that is not met before its year; none for one that has no way to go, only a stroke.
pub fn judge(inputs: &Inputs<'_>, forecast: Option<&Forecast>) -> Option<(State, Option<Explanation>)> {
    let value = inputs.value.filter(|_| has_way(inputs.operator))?;
    let [gap, gap_en] = gap(inputs, value);
    let Some(probability) = forecast.and_then(|forecast| forecast.probability) else {
        let (points, needs) = (inputs.points.len(), theta::NEEDS);
        return Some(if points < needs {
            let zh = format!("只有 {points} 个年份有数据，少于 {needs} 个，不作预测；{gap}");
            undetermined(
                "few_points",
                zh,
                format!("{}, fewer than {needs}: no forecast; {gap_en}", years_with_data(points)),
            )
        } else {
            let en = format!("too few cases for a forecast; {gap_en}");
            undetermined("few_cases", format!("例数太少，不作预测；{gap}"), en)
        });
    };
    let (state, code) = match probability {
        likely if likely >= LIKELY => (State::OnCourse, "likely"),
        even if even >= UNLIKELY => (State::AtRisk, "even"),
        _ => (State::OffCourse, "unlikely"),
    };
    let zh = format!("预测达标的可能性{}；{gap}", in_words(probability, Lang::Zh));
    let en = format!("forecast to be met with a probability of {}; {gap_en}", in_words(probability, Lang::En));
    Some((state, explain(code, zh, en)))
}

/// Whole per cent; a forecast is never certain.
pub fn in_words(probability: f64, lang: Lang) -> String {
    let (zh, en) = match (probability * 100.0).round() {
        low if low < 1.0 => ("不到 1%".to_owned(), "less than 1%".to_owned()),
        high if high > 99.0 => ("超过 99%".to_owned(), "more than 99%".to_owned()),
        percent => (format!("约 {percent}%"), format!("about {percent}%")),
    };
    lang.pick(zh, en)
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Operator;

    use super::*;
    use crate::judgement::{Method, Point};
    use crate::sample::{d, target};

    fn said(operator: Operator, probability: Option<f64>) -> Option<(State, String)> {
        let target = target("t", operator, Some("80"), 2020);
        let latest = Point { period: heng_base::period::Period::year(2015), value: d("70") };
        let inputs = Inputs {
            target: &target,
            operator,
            value: target.value,
            unit: "%",
            unit_en: None,
            points: &[],
            base: None,
            latest: &latest,
            due: false,
            parity: rust_decimal::Decimal::ZERO,
        };
        let method = Method { name: theta::NAME.to_owned(), version: theta::VERSION, points: 5, since: None };
        let period = heng_base::period::Period::year(2020);
        let (value, low, high) = (d("79"), d("77"), d("82"));
        let forecast =
            Forecast { period, value, low, high, confidence: 0.8, probability, scale: String::new(), method };
        judge(&inputs, Some(&forecast)).map(|(state, why)| (state, why.unwrap().message))
    }

    #[test]
    fn the_words_of_the_ipcc_part_the_states() {
        for (probability, state) in [
            (0.9, State::OnCourse),
            (0.66, State::OnCourse),
            (0.6599, State::AtRisk),
            (0.33, State::AtRisk),
            (0.3299, State::OffCourse),
        ] {
            assert_eq!(said(Operator::AtLeast, Some(probability)).unwrap().0, state, "{probability}");
        }
        let (_, why) = said(Operator::AtLeast, Some(0.42)).unwrap();
        assert_eq!(why, "预测达标的可能性约 42%；与目标值相差 10 个百分点");
    }

    #[test]
    fn without_a_forecast_nothing_is_said() {
        assert_eq!(said(Operator::AtLeast, None).unwrap().0, State::Undetermined);
        assert_eq!(said(Operator::Milestone, Some(0.9)), None);
        assert_eq!(
            (in_words(0.004, Lang::Zh), in_words(0.996, Lang::Zh)),
            ("不到 1%".to_owned(), "超过 99%".to_owned())
        );
    }
}
