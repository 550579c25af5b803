//! The one clock.

use std::time::Duration;

use heng_base::problem::Problem;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The present moment as the store writes it, `2026-03-31T08:00:00.000Z`.
pub fn now() -> String {
    written(Timestamp::now())
}

/// The present second, counted from 1970.
pub fn second() -> i64 {
    Timestamp::now().as_second()
}

/// A moment from now.
pub fn after(wait: Duration) -> String {
    written(Timestamp::now().saturating_add(wait).unwrap_or(Timestamp::MAX))
}

fn written(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// The day of a written moment where the office is, `2026-03-31`.
pub fn local_day(at: &str) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| TimeZone::system().to_datetime(at).date().to_string())
}

/// The moment at which a day begins where the office is, `2026-03-30T16:00:00.000Z`.
pub fn begin_of(day: Date) -> String {
    let first = day.at(0, 0, 0, 0);
    TimeZone::system().to_timestamp(first).map_or_else(|_| written(Timestamp::MAX), written)
}

/// The moment at which a day is over.
pub fn end_of(day: Date) -> String {
    day.tomorrow().map_or_else(|_| written(Timestamp::MAX), begin_of)
}

/// Whether a text is a moment as the store writes it.
pub fn is_moment(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok_and(|at| written(at) == text)
}

/// The day of which it is asked what was known; none where none is.
pub fn asked_day(as_of: Option<&str>) -> Result<Option<Date>, Problem> {
    let Some(text) = as_of.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let bad = || Problem::expected(text, "日期，写法如 2026-06-01", "a date, such as 2026-06-01").field("as_of");
    day(text).ok_or_else(bad).map(Some)
}

/// A text that is a day, `2026-03-31`.
pub fn day(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|day| day.to_string() == text)
}
