//! Working days and hours of the invented years.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// First of the working hours, in UTC: nine o'clock in China. A day's hours lie on the same date in both.
const MORNING: u32 = 1;
const MINUTES: u32 = 8 * 60;

/// The day itself, or the Monday after.
pub fn working(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => later(day, 2),
        Weekday::Sunday => later(day, 1),
        _ => day,
    }
}

/// So many working days on.
pub fn on(day: Date, days: u32) -> Date {
    (0..days).fold(day, |day, _| working(later(day, 1)))
}

/// So many days on, whatever days they are.
pub fn later(day: Date, days: u32) -> Date {
    let days: Span = i64::from(days).days();
    day.saturating_add(days)
}

/// A moment of a day as the store writes it, so many minutes into its working hours.
pub fn moment(day: Date, minutes: u32) -> String {
    let minutes = minutes.min(MINUTES);
    format!("{day}T{:02}:{:02}:00.000Z", MORNING + minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn nothing_happens_at_a_weekend() {
        assert_eq!(working(date(2022, 1, 8)), date(2022, 1, 10));
        assert_eq!(on(date(2022, 1, 7), 1), date(2022, 1, 10));
        assert_eq!(on(date(2022, 1, 7), 0), date(2022, 1, 7));
        assert_eq!(moment(date(2022, 1, 10), 95), "2022-01-10T02:35:00.000Z");
    }
}
