//! Exact decimals as people write them, and the one rounding used for publication.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds half away from zero to `decimals` places, the practice of 国家统计局 tables, and keeps trailing zeros.
pub fn publish(value: Decimal, decimals: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded.to_string()
}

/// Reads a number as typed: full-width digits, `,` between thousands and blanks are accepted; `%` is not,
/// for the unit of a cell is fixed. `Err` holds the text as it stood.
pub fn read(text: &str) -> Result<Decimal, String> {
    let plain: String = text
        .trim()
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
            '．' => Some('.'),
            '－' | '−' => Some('-'),
            ',' | '，' | ' ' => None,
            other => Some(other),
        })
        .collect();
    Decimal::from_str_exact(&plain).map_err(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishes_half_up_with_fixed_places() {
        let d = |t: &str| read(t).expect("a number");
        assert_eq!(publish(d("16.85"), 1), "16.9");
        assert_eq!(publish(d("-0.25"), 1), "-0.3");
        assert_eq!(publish(d("8"), 2), "8.00");
    }

    #[test]
    fn reads_what_offices_type() {
        assert_eq!(read("１２,３４５"), Ok(Decimal::from(12345)));
        assert!(read("12%").is_err());
        assert!(read("").is_err());
        assert!(read("—").is_err());
    }
}
