//! Numbers as they stand in workbooks: as numbers, and as texts that people typed or pasted.
//!
//! Stricter than what is typed on the page: there a writer sees at once what became of a text, here hundreds of cells come
//! together. So a comma is taken for the thousands only where it stands between groups of three, and a text in which it
//! may be the decimal sign is refused with the number that was probably meant.

use heng_base::number;
use rust_decimal::Decimal;

/// Digits that a number of a workbook holds; what comes after them is noise of the binary form.
const DIGITS: usize = 15;

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A number as numbers are written.
    Plain(Decimal),
    /// A number in another form: full-width digits, thousands apart.
    Formed(Decimal),
    /// The decimal sign of another country; what was probably meant.
    Foreign(Decimal),
    /// Per cent; the number before the sign.
    Percent,
    /// No number.
    Not,
}

/// Reads a text that should be a number.
pub fn read(text: &str) -> Reading {
    let text = text.trim();
    let plain: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    if let Some(rest) = plain.strip_suffix('%') {
        return if Decimal::from_str_exact(rest).is_ok() { Reading::Percent } else { Reading::Not };
    }
    if let Ok(value) = Decimal::from_str_exact(&plain) {
        return if plain == text { Reading::Plain(value) } else { Reading::Formed(value) };
    }
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let signed = |text: String| Decimal::from_str_exact(&format!("{sign}{text}")).ok();
    if let Some(value) = grouped(digits, ',', '.').and_then(&signed) {
        return Reading::Formed(value);
    }
    let foreign = grouped(digits, '.', ',').or_else(|| digits.contains(',').then(|| digits.replacen(',', ".", 1)));
    match foreign.and_then(signed) {
        Some(value) => Reading::Foreign(value),
        None => Reading::Not,
    }
}

/// `1,234,567.8` without what stands between the thousands, with a point for the decimal sign; at least one group.
fn grouped(digits: &str, between: char, point: char) -> Option<String> {
    let (whole, part) = match digits.split_once(point) {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    let groups: Vec<&str> = whole.split(between).collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let fits = !rest.is_empty() && first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    (fits && groups.iter().all(|g| number(g)) && part.is_none_or(number))
        .then(|| format!("{}{}", groups.concat(), part.map_or_else(String::new, |part| format!(".{part}"))))
}

/// The ASCII form of a full-width sign.
fn narrow(sign: char) -> char {
    match sign {
        '０'..='９' => char::from(b'0' + (sign as u32 - '０' as u32) as u8),
        '．' => '.',
        '－' | '−' | '–' => '-',
        '，' => ',',
        '％' => '%',
        other => other,
    }
}

/// A number of a workbook, exact as far as it is meant: what was typed with up to 15 digits comes back as typed.
pub fn of_float(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:.*e}", DIGITS - 1);
    Decimal::from_scientific(&text).ok().map(|value| value.normalize())
}

/// The number of a workbook that comes back as the same decimal; `None` where it has more digits than one can hold.
pub fn to_float(value: Decimal) -> Option<f64> {
    let float: f64 = value.to_string().parse().ok()?;
    (of_float(float) == Some(value.normalize())).then_some(float)
}

/// As people write it, thousands not apart.
pub fn show(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A number of a workbook as a cell shows it that shows per cent: 0.785 is `78.5%`.
pub fn percent(value: f64) -> Option<String> {
    Some(format!("{}%", show(of_float(value)?.checked_mul(Decimal::ONE_HUNDRED)?)))
}

/// What the page would make of a text, to offer it as what was meant.
pub fn meant(text: &str) -> Option<Decimal> {
    let digits: String = text.chars().map(narrow).filter(|c| c.is_ascii_digit() || ".-".contains(*c)).collect();
    number::read(&digits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a number")
    }

    #[test]
    fn a_comma_is_never_guessed_at() {
        assert_eq!(read("1200"), Reading::Plain(d("1200")));
        assert_eq!(read(" 16.50 "), Reading::Plain(d("16.50")));
        assert_eq!(read("１２００．５"), Reading::Formed(d("1200.5")));
        assert_eq!(read("1,234,567.8"), Reading::Formed(d("1234567.8")));
        assert_eq!(read("1 234"), Reading::Formed(d("1234")));
        assert_eq!(read("-1,234"), Reading::Formed(d("-1234")));
        assert_eq!(read("1.234,5"), Reading::Foreign(d("1234.5")));
        assert_eq!(read("1.234.567"), Reading::Foreign(d("1234567")));
        assert_eq!(read("3,5"), Reading::Foreign(d("3.5")));
        assert_eq!(read("12,34,567"), Reading::Not);
        assert_eq!(read("97.5%"), Reading::Percent);
        for text in ["", "12人", "约1200", "—", "1e5", "1,,2"] {
            assert_eq!(read(text), Reading::Not, "{text}");
        }
        assert_eq!(meant("约 1200 人"), Some(d("1200")));
        assert_eq!(meant("多"), None);
    }

    #[test]
    fn numbers_of_workbooks_are_as_typed() {
        for text in ["0", "0.1", "16.5", "1200", "123456789012345", "-0.07", "0.000001"] {
            assert_eq!(to_float(d(text)).and_then(of_float), Some(d(text)), "{text}");
        }
        assert_eq!(of_float(0.1 + 0.2), Some(d("0.3")));
        assert_eq!(to_float(d("1234567890123456789")), None);
        assert_eq!(of_float(f64::NAN), None);
        assert_eq!(of_float(1e300), None);
    }
}
