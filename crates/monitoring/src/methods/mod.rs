//! Methods of attainment and forecast, one a file.

pub mod drift;
pub mod expected;
pub mod growth_ratio;
pub mod jumps;
pub mod likelihood;
pub mod linear;
pub mod mann_kendall;
pub mod naive;
pub mod progress_chart;
pub mod theil_sen;
pub mod theta;
pub mod threshold;
pub mod trend;

use heng_plan::model::{FACT_UNIT, Operator, Target};
use rust_decimal::Decimal;

use crate::judgement::{Explanation, Point, State};

/// What a method reads: points in time order, all at or before the year judged, at full precision.
pub struct Inputs<'a> {
    pub target: &'a Target,
    /// Operator and value to judge by: the target's own, or those of its standard.
    pub operator: Operator,
    pub value: Option<Decimal>,
    /// Of measurement, as printed: `%`, `1/10万`.
    pub unit: &'a str,
    /// Its English name, where it has one.
    pub unit_en: Option<&'a str>,
    pub points: &'a [Point],
    pub base: Option<&'a Point>,
    pub latest: &'a Point,
    /// The target's year is reached.
    pub due: bool,
    /// What a narrowing gap is to come to: 0 of a difference, 1 (or 100 %) of a ratio.
    pub parity: Decimal,
}

/// Whether there is a way from the base value to the target's, and not only a stroke.
fn has_way(operator: Operator) -> bool {
    use Operator::{About, Above, AtLeast, AtMost, Below};
    matches!(operator, AtLeast | Above | AtMost | Below | About)
}

/// How far a figure is from what is equal.
pub fn apart(figure: Decimal, parity: Decimal) -> Decimal {
    figure.checked_sub(parity).unwrap_or(Decimal::MAX).abs()
}

fn undetermined(code: &str, zh: impl Into<String>, en: impl Into<String>) -> (State, Option<Explanation>) {
    (State::Undetermined, explain(code, zh, en))
}

fn explain(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Option<Explanation> {
    Some(Explanation::new(code, zh, en))
}

/// `1 year with data`, `2 years with data`.
fn years_with_data(points: usize) -> String {
    format!("{points} {} with data", if points == 1 { "year" } else { "years" })
}

/// How far the latest figure is from the target value, in Chinese and English words.
pub fn gap(inputs: &Inputs<'_>, value: Decimal) -> [String; 2] {
    if inputs.unit == FACT_UNIT {
        return ["尚未完成", "not done yet"].map(str::to_owned);
    }
    match inputs.latest.value.checked_sub(value) {
        Some(gap) => {
            let far = gap.abs();
            let [zh, en] = inputs.measured(far);
            [format!("与目标值相差 {zh}"), format!("{en} from the target")]
        }
        None => ["与目标值相差太大".to_owned(), "too far from the target to say".to_owned()],
    }
}

impl Inputs<'_> {
    /// The size of a gap: how far a figure is from parity.
    fn apart(&self, figure: Decimal) -> Decimal {
        apart(figure, self.parity)
    }

    /// A difference as people read it, in Chinese and English: four digits tell how far it is, and of per cent it is
    /// 个百分点.
    fn measured(&self, difference: Decimal) -> [String; 2] {
        let short = difference.round_sf(4).unwrap_or(difference).normalize();
        let zh = match (self.unit, self.unit.strip_prefix("1/")) {
            (_, Some(per)) => format!("{short}/{per}"),
            ("%", _) => format!("{short} 个百分点"),
            (unit, _) => format!("{short} {unit}").trim_end().to_owned(),
        };
        let en = match (self.unit, self.unit_en) {
            ("%", _) => format!("{short} percentage points"),
            ("‰", _) => format!("{short} per mille"),
            (_, Some(unit)) => format!("{short} {unit}"),
            _ => short.to_string(),
        };
        [zh, en]
    }
}
