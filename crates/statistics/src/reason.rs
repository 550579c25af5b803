//! Why there is no value.

use heng_base::text::Lang;
use serde::{Deserialize, Serialize};

use crate::observation::Key;

/// One reason. Missing, not applicable and confidential stay distinct.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing was ever reported for the key.
    NotReported { key: Key },
    /// Reported as empty, with a code of `codes/missing`.
    Missing { key: Key, missing: String, obs_status: String },
    /// Reported, not to be shown.
    Confidential { key: Key },
    /// The denominator is zero.
    DivisionByZero { formula: String },
    /// The indicator has no definition for the year, or none at all.
    NoFormula { indicator: String },
    /// A result too large to hold.
    OutOfRange { formula: String },
}

impl Reason {
    /// The reason in words, with the code of what is missing.
    pub fn message(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let name = |key: &Key| {
            let breakdown = if key.breakdown.is_total() { String::new() } else { format!("[{}]", key.breakdown) };
            format!("{}{} {} {}", key.subject.code(), breakdown, key.area, key.period)
        };
        match self {
            Self::NotReported { key } if zh => format!("尚无数据:{}", name(key)),
            Self::NotReported { key } => format!("not reported: {}", name(key)),
            Self::Missing { key, missing, .. } if zh => format!("报送为空({missing}):{}", name(key)),
            Self::Missing { key, missing, .. } => format!("reported as empty ({missing}): {}", name(key)),
            Self::Confidential { key } if zh => format!("涉密或不公开:{}", name(key)),
            Self::Confidential { key } => format!("confidential: {}", name(key)),
            Self::DivisionByZero { formula } if zh => format!("分母为零:{formula}"),
            Self::DivisionByZero { formula } => format!("denominator is zero: {formula}"),
            Self::NoFormula { indicator } if zh => format!("指标 {indicator} 没有计算公式,也没有公布数"),
            Self::NoFormula { indicator } => format!("indicator {indicator} has no formula and no published value"),
            Self::OutOfRange { formula } if zh => format!("结果超出可表示的范围:{formula}"),
            Self::OutOfRange { formula } => format!("result out of range: {formula}"),
        }
    }
}
