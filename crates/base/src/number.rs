//! Exact decimals as people write them, and the one rounding used for publication.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds half away from zero to `decimals` places, the practice of 国家统计局 tables, and keeps trailing zeros.
pub fn publish(value: Decimal, decimals: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded.to_string()
}

/// Reads a number as it stands in a text: full-width digits, `,` between thousands and blanks are accepted; `%` is not,
/// for the unit of a figure is fixed. `Err` holds the text as it stood.
pub fn read(text: &str) -> Result<Decimal, String> {
    let plain: String = text.trim().chars().map(narrow).filter(|c| ![',', ' '].contains(c)).collect();
    Decimal::from_str_exact(&plain).map_err(|_| text.to_owned())
}

/// Reads a number as typed into a form: as `read`, but a comma or a blank stands only between groups of three digits, so
/// that another country's decimal comma is refused and not read as ten times as much.
pub fn read_typed(text: &str) -> Result<Decimal, String> {
    let plain: String = text.trim().chars().map(|c| if c.is_whitespace() { ' ' } else { narrow(c) }).collect();
    is_grouped(&plain).then(|| read(&plain).ok()).flatten().ok_or_else(|| text.to_owned())
}

/// Whether all that stands between digits stands between thousands: one sign, groups of three, none behind the point.
fn is_grouped(text: &str) -> bool {
    let Some(between) = text.chars().find(|c| [',', ' '].contains(c)) else { return true };
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(between);
    let first = groups.next().unwrap_or_default();
    digits(part) && digits(first) && first.len() <= 3 && groups.all(|group| group.len() == 3 && digits(group))
}

/// The ASCII form of a full-width sign.
fn narrow(sign: char) -> char {
    match sign {
        '０'..='９' => char::from_digit(sign as u32 - '０' as u32, 10).unwrap_or(sign),
        '．' => '.',
        '－' | '−' => '-',
        '，' => ',',
        other => other,
    }
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

    #[test]
    fn takes_no_decimal_comma_of_a_typist_for_thousands() {
        for (text, number) in
            [("12,345", "12345"), ("1，234，567.8", "1234567.8"), (" 12\u{a0}345 ", "12345"), ("-1,234", "-1234")]
        {
            assert_eq!(read_typed(text), Decimal::from_str_exact(number).map_err(|e| e.to_string()), "{text}");
        }
        for text in
            ["12,5", "12，5", "1 2", "1,2345", "1,234.5,6", "1,234 567", ",123", "1,,234", "1, 234", "- 5", "1,234."]
        {
            assert_eq!(read_typed(text), Err(text.to_owned()));
        }
    }
}
