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

use heng_plan::model::{Operator, Target};
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
    pub points: &'a [Point],
    pub base: Option<&'a Point>,
    pub latest: &'a Point,
    /// The target's year is reached.
    pub due: bool,
}

/// Whether there is a way from the base value to the target's, and not only a stroke.
fn has_way(operator: Operator) -> bool {
    use Operator::{About, Above, AtLeast, AtMost, Below};
    matches!(operator, AtLeast | Above | AtMost | Below | About)
}

fn undetermined(code: &str, zh: impl Into<String>, en: impl Into<String>) -> (State, Option<Explanation>) {
    (State::Undetermined, explain(code, zh, en))
}

fn explain(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Option<Explanation> {
    Some(Explanation::new(code, zh, en))
}

/// How far the latest figure is from the target value, in Chinese and English words.
pub fn gap(inputs: &Inputs<'_>, value: Decimal) -> [String; 2] {
    match inputs.latest.value.checked_sub(value) {
        Some(gap) => {
            let far = gap.abs();
            let [zh, en] = [measured(far, inputs.unit), measured_en(far, inputs.unit)];
            [format!("与目标值相差 {zh}"), format!("{en} from the target")]
        }
        None => ["与目标值相差太大".to_owned(), "too far from the target to say".to_owned()],
    }
}

/// A difference as people read it: four digits tell how far it is, and of per cent it is 个百分点.
fn measured(difference: Decimal, unit: &str) -> String {
    let short = difference.round_sf(4).unwrap_or(difference).normalize();
    match unit.strip_prefix("1/") {
        Some(per) => format!("{short}/{per}"),
        None if unit == "%" => format!("{short} 个百分点"),
        None => format!("{short} {unit}").trim_end().to_owned(),
    }
}

/// The same in English: units of measure have Chinese names, so that a number stands alone.
fn measured_en(difference: Decimal, unit: &str) -> String {
    let short = difference.round_sf(4).unwrap_or(difference).normalize();
    match unit {
        "%" => format!("{short} percentage points"),
        "‰" => format!("{short} per mille"),
        _ => short.to_string(),
    }
}
