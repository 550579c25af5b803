//! `weighted(x, w, y, v, …)`: the mean of x, y, … by their weights w, v, …: (x·w + y·v + …) / (w + v + …).
//! `weighted(80, 3, 60, 1)` is 75. Weights that add up to 0 give no result.

use rust_decimal::Decimal;

use super::Function;

pub static WEIGHTED: Function = Function {
    name: "weighted",
    name_zh: "加权平均",
    arguments: (4, 32),
    groups_of: 2,
    divides: true,
    takes_zh: "2 至 16 对数和权数",
    takes_en: "2 to 16 pairs of a number and its weight",
    call: |numbers| {
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for pair in numbers.chunks_exact(2) {
            sum = sum.checked_add(pair[0].checked_mul(pair[1])?)?;
            weights = weights.checked_add(pair[1])?;
        }
        sum.checked_div(weights)
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_each_number() {
        let of = |numbers: &[i64]| (WEIGHTED.call)(&numbers.iter().map(|n| Decimal::from(*n)).collect::<Vec<_>>());
        assert_eq!(of(&[80, 3, 60, 1]), Some(75.into()));
        assert_eq!(of(&[80, 1, 60, -1]), None);
    }
}
