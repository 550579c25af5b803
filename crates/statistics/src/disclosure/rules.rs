//! Primary suppression: which figures are sensitive in themselves, and how vague they must stay.
//!
//! Threshold, (n,k) dominance and p% rules with their protection levels as in Hundepool et al., *Statistical Disclosure
//! Control* (2012), chapter 4.

use heng_plan::model::{DisclosureRule, PrimaryRule, Zeros};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::mark::Why;

/// What the rules of one item want.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules<'a> {
    pub rules: Vec<&'a DisclosureRule>,
}

/// How far a hidden figure must be able to lie from what it is, in the unit of measure of its item.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Need {
    /// Least width of the feasible interval.
    pub width: f64,
    /// Least distance of its upper end, and of its lower end, from the true value.
    pub up: f64,
    pub down: f64,
}

impl Rules<'_> {
    /// What every hidden figure of the item needs.
    pub fn width(&self) -> f64 {
        f64::from(self.rules.iter().map(|rule| rule.width).max().unwrap_or(1))
    }

    /// What all figures are rounded to, by which rule: where no other kind of rule is of the item, the greatest base.
    pub fn rounding(&self) -> Option<(&str, u32)> {
        let bases: Option<Vec<(&str, u32)>> = self.rules.iter().map(|rule| base(rule)).collect();
        bases?.into_iter().max_by_key(|(_, base)| *base)
    }

    /// Zeros are always shown.
    pub fn zeros_shown(&self) -> bool {
        let zeros = |wanted: Zeros| {
            self.rules.iter().any(|rule| matches!(rule.rule, PrimaryRule::Threshold { zeros, .. } if zeros == wanted))
        };
        zeros(Zeros::Shown) && !zeros(Zeros::Hidden)
    }

    /// Why a figure is sensitive, and what it needs; by the first rule that says so, with the widest need of all.
    pub fn primary(&self, value: Decimal, contributions: &[Decimal]) -> Option<(Why, Need)> {
        let mut found: Option<(Why, Need)> = None;
        for rule in &self.rules {
            if let Some((why, level)) = sensitive(rule, value, contributions) {
                let level = level.to_f64().unwrap_or_default();
                let (_, need) = found.get_or_insert((why, Need { width: self.width(), up: 0.0, down: 0.0 }));
                need.up = need.up.max(level);
                // Nothing lies below 0.
                need.down = need.down.max(level.min(value.to_f64().unwrap_or_default()));
            }
        }
        found
    }
}

fn base(rule: &DisclosureRule) -> Option<(&str, u32)> {
    match rule.rule {
        PrimaryRule::Round { base } => Some((&rule.code, base)),
        _ => None,
    }
}

/// The rule's reason, and its protection level.
fn sensitive(rule: &DisclosureRule, value: Decimal, contributions: &[Decimal]) -> Option<(Why, Decimal)> {
    let code = rule.code.clone();
    let mut greatest = contributions.to_vec();
    greatest.sort_by(|a, b| b.cmp(a));
    match rule.rule {
        PrimaryRule::Threshold { zeros, .. } if value.is_zero() => {
            (zeros == Zeros::Hidden).then_some((Why::Zero { rule: code }, Decimal::ZERO))
        }
        PrimaryRule::Threshold { limit, .. } => {
            (value < limit.into()).then_some((Why::Threshold { rule: code, limit }, Decimal::ZERO))
        }
        PrimaryRule::Dominance { n, k } => {
            let top: Decimal = greatest.iter().take(usize::try_from(n).unwrap_or(usize::MAX)).sum();
            let level = Decimal::ONE_HUNDRED.checked_mul(top)?.checked_div(k)? - value;
            (level > Decimal::ZERO).then_some((Why::Dominance { rule: code, n, k }, level))
        }
        PrimaryRule::PPercent { p } => {
            let [first, second] = [0, 1].map(|at| greatest.get(at).copied().unwrap_or_default());
            let level = p.checked_mul(first)?.checked_div(Decimal::ONE_HUNDRED)? - (value - first - second);
            (level > Decimal::ZERO).then_some((Why::PPercent { rule: code, p }, level))
        }
        PrimaryRule::Round { .. } => None,
    }
}
