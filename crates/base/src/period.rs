//! Periods in SDMX's written form: `2025`, `2025-S1`, `2025-Q1`, `2025-06`.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar period. Ordered by year, then by its start within the year, the longer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    pub year: i32,
    /// First month, 1 to 12.
    month: u8,
    /// Negative length in months, so that a year sorts before its first quarter.
    order: i8,
}

impl Period {
    pub fn year(year: i32) -> Self {
        Self { year, month: 1, order: -12 }
    }

    /// The same part of another year, `years` later; negative is earlier.
    #[must_use]
    pub fn shifted(self, years: i32) -> Self {
        Self { year: self.year + years, ..self }
    }

    /// `2020年`, `2020年上半年`, `2020年3季度`, `2020年6月`.
    pub fn in_words(self) -> String {
        let written = self.to_string();
        let (year, part) = written.split_once('-').map_or((written.as_str(), None), |(year, part)| (year, Some(part)));
        let part = match part {
            None => String::new(),
            Some("S1") => "上半年".to_owned(),
            Some("S2") => "下半年".to_owned(),
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) => format!("{quarter}季度"),
                None => format!("{}月", part.trim_start_matches('0')),
            },
        };
        format!("{year}年{part}")
    }

    pub fn is_year(self) -> bool {
        self.order == -12
    }

    /// How long it is.
    pub fn months(self) -> u8 {
        self.order.unsigned_abs()
    }

    /// The periods of `months` that make it up, in order; none where they do not.
    pub fn parts(self, months: u8) -> Vec<Self> {
        let length = self.months();
        if ![1, 3, 6].contains(&months) || months >= length {
            return Vec::new();
        }
        let parts = (0..length / months).map(|n| self.month + n * months);
        parts.map(|month| Self { year: self.year, month, order: -(months as i8) }).collect()
    }

    /// The longer periods that it is a part of, the shortest first: quarter, half-year, year.
    pub fn longer(self) -> impl Iterator<Item = Self> {
        let months = [3_u8, 6, 12].into_iter().filter(move |months| *months as i8 > -self.order);
        months.map(move |months| Self { month: (self.month - 1) / months * months + 1, order: -(months as i8), ..self })
    }

    /// The last day of the period.
    pub fn last_day(self) -> Date {
        let month = self.month as i8 - self.order - 1;
        let first = i16::try_from(self.year).ok().and_then(|year| Date::new(year, month, 1).ok());
        first.map_or(Date::MAX, Date::last_of_month)
    }

    /// Reads `2025`, `2025-S2`, `2025-Q3` or `2025-06`. `Err` holds the text that is none of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bad = || text.to_owned();
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let year = year.parse().map_err(|_| bad())?;
        let Some(rest) = rest else { return Ok(Self::year(year)) };
        let within = |digits: &str, parts: u8| match digits.parse::<u8>() {
            Ok(n) if (1..=parts).contains(&n) => {
                let months = 12 / parts;
                Ok(Self { year, month: (n - 1) * months + 1, order: -(months as i8) })
            }
            _ => Err(bad()),
        };
        match rest.split_at_checked(1) {
            Some(("S", n)) if n.len() == 1 => within(n, 2),
            Some(("Q", n)) if n.len() == 1 => within(n, 4),
            _ if rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit()) => within(rest, 12),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.order {
            -12 => write!(f, "{:04}", self.year),
            -6 => write!(f, "{:04}-S{}", self.year, self.month / 6 + 1),
            -3 => write!(f, "{:04}-Q{}", self.year, self.month / 3 + 1),
            _ => write!(f, "{:04}-{:02}", self.year, self.month),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_words() {
        let words: Vec<String> = ["2020", "2020-S2", "2020-Q3", "2020-06"]
            .iter()
            .filter_map(|t| Period::parse(t).ok())
            .map(Period::in_words)
            .collect();
        assert_eq!(words, ["2020年", "2020年下半年", "2020年3季度", "2020年6月"]);
    }

    #[test]
    fn reads_what_it_writes() {
        for text in ["2025", "2025-S1", "2025-S2", "2025-Q1", "2025-Q4", "2025-01", "2025-12"] {
            assert_eq!(Period::parse(text).map(|p| p.to_string()), Ok(text.to_owned()));
        }
        for text in ["25", "2025-Q5", "2025-13", "2025-", "2025-Q", "二〇二五", "2025-1"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn is_made_of_its_parts() {
        let parts = |text, months| {
            let parts = Period::parse(text).map(|period| period.parts(months)).unwrap_or_default();
            parts.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(parts("2025", 6), ["2025-S1", "2025-S2"]);
        assert_eq!(parts("2025-S2", 3), ["2025-Q3", "2025-Q4"]);
        assert_eq!(parts("2025-Q2", 1), ["2025-04", "2025-05", "2025-06"]);
        assert_eq!(parts("2025", 1).len(), 12);
        assert!(parts("2025-Q2", 3).is_empty() && parts("2025-Q2", 6).is_empty() && parts("2025", 4).is_empty());
    }

    #[test]
    fn lies_in_longer_ones() {
        let longer = |text| Period::parse(text).map(|one| one.longer().map(|one| one.to_string()).collect::<Vec<_>>());
        let own = |texts: &[&str]| Ok(texts.iter().map(ToString::to_string).collect());
        assert_eq!(longer("2025-08"), own(&["2025-Q3", "2025-S2", "2025"]));
        assert_eq!(longer("2025-Q2"), own(&["2025-S1", "2025"]));
        assert_eq!(longer("2025-S2"), own(&["2025"]));
        assert_eq!(longer("2025"), own(&[]));
    }

    #[test]
    fn ends_with_its_last_month() {
        let last = |text| Period::parse(text).map(|period| period.last_day().to_string());
        let days =
            [("2025", "2025-12-31"), ("2025-S1", "2025-06-30"), ("2025-Q1", "2025-03-31"), ("2024-02", "2024-02-29")];
        for (period, day) in days {
            assert_eq!(last(period), Ok(day.to_owned()));
        }
    }

    #[test]
    fn sorts_by_start_then_longest_first() {
        let mut periods: Vec<_> =
            ["2025-Q1", "2024", "2025-02", "2025"].iter().filter_map(|t| Period::parse(t).ok()).collect();
        periods.sort();
        let written: Vec<_> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["2024", "2025", "2025-Q1", "2025-02"]);
    }
}
