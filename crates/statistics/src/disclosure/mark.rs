//! What becomes of each figure, and why.

use heng_base::text::Lang;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whether a figure is shown. Who may not see it is told no more than that it is not: which of the two kinds of hidden
/// figures it is would itself say that it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Published,
    /// Shown as a multiple of the base of its rule.
    Rounded,
    /// Sensitive in itself.
    Primary,
    /// Hidden because another could be computed from it.
    Secondary,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub state: State,
    pub why: Why,
}

/// The reason of a mark, for those who may see the figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// No rule is against it.
    Safe,
    /// No rule is of its item.
    NoRule,
    /// There is no figure: missing, or not applicable.
    NoFigure,
    /// It was published before and is known for ever.
    KnownBefore,
    Threshold {
        rule: String,
        limit: u32,
    },
    /// A count of 0 that the rule hides.
    Zero {
        rule: String,
    },
    Dominance {
        rule: String,
        n: u32,
        k: Decimal,
    },
    PPercent {
        rule: String,
        p: Decimal,
    },
    Rounded {
        rule: String,
        base: u32,
    },
    /// No rounding was found with which all sums hold and it stays as vague as the rule wants.
    NotRounded {
        rule: String,
    },
    /// Reported as confidential.
    Confidential,
    /// A hidden figure could be computed from it.
    Protects,
    /// It was hidden before and has not changed.
    HiddenBefore,
}

/// What everybody is told of a hidden figure.
pub fn withheld(lang: Lang) -> &'static str {
    if lang == Lang::Zh {
        "为保护统计调查对象，不予公布"
    } else {
        "Not published, to protect the persons counted"
    }
}

impl Mark {
    pub fn hidden(&self) -> bool {
        matches!(self.state, State::Primary | State::Secondary)
    }

    pub(super) fn published(why: Why) -> Self {
        Self { state: State::Published, why }
    }

    pub(super) fn primary(why: Why) -> Self {
        Self { state: State::Primary, why }
    }

    pub(super) fn secondary(why: Why) -> Self {
        Self { state: State::Secondary, why }
    }

    /// The reason in words, for those who may see the figure; everybody else is told [`withheld`].
    pub fn message(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let text = |chinese: &str, english: &str| if zh { chinese } else { english }.to_owned();
        match &self.why {
            Why::Safe => text("可以公布", "may be published"),
            Why::NoRule => text("没有适用的保密规则", "no rule of disclosure control is of its item"),
            Why::NoFigure => text("没有数，不参加计算", "there is no figure to hide"),
            Why::KnownBefore => text("以前公布过，不能收回", "published before, and known for ever"),
            Why::Threshold { rule, limit } if zh => format!("小于 {limit}（规则 {rule}）"),
            Why::Threshold { rule, limit } => format!("below {limit} (rule {rule})"),
            Why::Zero { rule } if zh => format!("为 0，规则 {rule} 不公布 0"),
            Why::Zero { rule } => format!("0, which rule {rule} hides"),
            Why::Dominance { rule, n, k } if zh => format!("最大的 {n} 个占 {k}% 以上（规则 {rule}）"),
            Why::Dominance { rule, n, k } => format!("the greatest {n} are more than {k} % of it (rule {rule})"),
            Why::PPercent { rule, p } if zh => format!("第二大的可把最大的推算到 {p}% 以内（规则 {rule}）"),
            Why::PPercent { rule, p } => {
                format!("the second greatest can reckon the greatest to within {p} % (rule {rule})")
            }
            Why::Rounded { rule, base } if zh => format!("舍入到 {base} 的倍数（规则 {rule}）"),
            Why::Rounded { rule, base } => format!("rounded to a multiple of {base} (rule {rule})"),
            Why::NotRounded { rule } if zh => {
                format!("找不到使合计成立、又不致被推算到规则 {rule} 所定宽度以内的舍入数，故不公布")
            }
            Why::NotRounded { rule } => {
                format!("no rounding keeps all sums and leaves it as vague as rule {rule} wants")
            }
            Why::Confidential => text("填报时注明保密", "reported as confidential"),
            Why::Protects => text("公布后可由合计推算出其他不公布的数", "hidden figures could be computed from it"),
            Why::HiddenBefore => text("以前没有公布，数也没有变", "hidden before, and unchanged"),
        }
    }
}
