//! `round(x)` and `round(x, places)`: half away from zero, as figures are published. `round(2.45, 1)` is 2.5. `places`
//! is a whole number from 0 to 28; anything else has no result.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Function;

pub static ROUND: Function = Function {
    name: "round",
    name_zh: "四舍五入",
    arguments: (1, 2),
    groups_of: 1,
    divides: false,
    takes_zh: "一个数和小数位数（0 至 28）",
    takes_en: "a number and the decimal places (0 to 28)",
    call: |numbers| {
        let (number, places) = match numbers {
            [number] => (number, 0),
            [number, places] if places.is_integer() => (number, places.to_u32().filter(|p| *p <= Decimal::MAX_SCALE)?),
            _ => return None,
        };
        Some(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::d;

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!((ROUND.call)(&[d("2.45"), d("1")]), Some(d("2.5")));
        assert_eq!((ROUND.call)(&[d("-2.5")]), Some(d("-3")));
        assert_eq!((ROUND.call)(&[d("2.45"), d("0.5")]), None);
        assert_eq!((ROUND.call)(&[d("2.45"), d("-1")]), None);
        assert_eq!((ROUND.call)(&[d("2.45"), d("29")]), None);
    }
}
