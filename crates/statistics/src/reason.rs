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
    /// The item has no definition for the year, or none at all.
    NoItem { item: String },
    /// The catalogue has no such code list, or one without codes to sum over.
    NoCodes { list: String },
    /// The text of the formula cannot be read; checking the catalogue says where and why.
    BadFormula { formula: String },
    /// The indicator is computed from itself.
    Circular { indicator: String },
}

impl Reason {
    /// Nothing was said against the figure before: not reported, or reported as empty though it could exist. Only then
    /// may an older figure stand; what is not applicable (OBS_STATUS `M`) or confidential ends it.
    pub fn lets_last_stand(&self) -> bool {
        match self {
            Self::NotReported { .. } => true,
            Self::Missing { obs_status, .. } => obs_status != "M",
            _ => false,
        }
    }

    /// There is a figure, and it is not shown.
    pub fn is_confidential(&self) -> bool {
        matches!(self, Self::Confidential { .. })
    }

    /// There can be no figure (OBS_STATUS `M`): what it would be of does not exist, or is not defined. A fault of the
    /// catalogue is no such reason.
    fn cannot_be(&self) -> bool {
        match self {
            Self::Missing { obs_status, .. } => obs_status == "M",
            Self::DivisionByZero { .. } | Self::NoFormula { .. } | Self::NoItem { .. } => true,
            _ => false,
        }
    }

    /// The reason in words, with the code of what is missing.
    pub fn message(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let name = |key: &Key| {
            let breakdown = if key.breakdown.is_total() { String::new() } else { format!("[{}]", key.breakdown) };
            format!("{}{} {} {}", key.subject.code(), breakdown, key.area, key.period)
        };
        match self {
            Self::NotReported { key } if zh => format!("尚无数据：{}", name(key)),
            Self::NotReported { key } => format!("not reported: {}", name(key)),
            Self::Missing { key, missing, .. } if zh => format!("报送为空（{missing}）：{}", name(key)),
            Self::Missing { key, missing, .. } => format!("reported as empty ({missing}): {}", name(key)),
            Self::Confidential { key } if zh => format!("不公布：{}", name(key)),
            Self::Confidential { key } => format!("not published: {}", name(key)),
            Self::DivisionByZero { formula } if zh => format!("分母为零：{formula}"),
            Self::DivisionByZero { formula } => format!("denominator is zero: {formula}"),
            Self::NoFormula { indicator } if zh => format!("指标 {indicator} 在该年没有定义"),
            Self::NoFormula { indicator } => format!("indicator {indicator} is not defined for the year"),
            Self::OutOfRange { formula } if zh => format!("结果超出可表示的范围：{formula}"),
            Self::OutOfRange { formula } => format!("result out of range: {formula}"),
            Self::NoItem { item } if zh => format!("数据项 {item} 在该年没有定义"),
            Self::NoItem { item } => format!("item {item} is not defined for the year"),
            Self::NoCodes { list } if zh => format!("没有代码表 {list}，或其中没有可合计的代码"),
            Self::NoCodes { list } => format!("no code list {list}, or nothing in it to sum over"),
            Self::BadFormula { formula } if zh => format!("公式读不懂：{formula}"),
            Self::BadFormula { formula } => format!("formula cannot be read: {formula}"),
            Self::Circular { indicator } if zh => format!("指标 {indicator} 的公式又用到它自己"),
            Self::Circular { indicator } => format!("indicator {indicator} is computed from itself"),
        }
    }
}

/// Whether a figure without a number is not applicable, and not missing: nothing is said but that there can be none.
pub fn not_applicable(reasons: &[Reason]) -> bool {
    !reasons.is_empty() && reasons.iter().all(Reason::cannot_be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::key;

    #[test]
    fn not_applicable_is_neither_missing_nor_confidential() {
        let empty = |status: &str| Reason::Missing {
            key: key("A", "", 2020),
            missing: "x".to_owned(),
            obs_status: status.to_owned(),
        };
        let zero = || Reason::DivisionByZero { formula: "x".to_owned() };
        let undefined = Reason::NoFormula { indicator: "I".to_owned() };
        let silent = Reason::NotReported { key: key("B", "", 2020) };
        let secret = Reason::Confidential { key: key("B", "", 2020) };
        let fault = Reason::BadFormula { formula: "x".to_owned() };
        for reasons in [vec![empty("M")], vec![empty("M"), zero()], vec![undefined]] {
            assert!(not_applicable(&reasons), "{reasons:?}");
        }
        let others = [vec![], vec![empty("O")], vec![empty("L")], vec![silent], vec![secret], vec![fault]];
        for reasons in others {
            assert!(!not_applicable(&reasons), "{reasons:?}");
            assert!(reasons.is_empty() || !not_applicable(&[reasons, vec![empty("M")]].concat()));
        }
    }
}
