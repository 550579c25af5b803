//! Working days 工作日 by the tables of holidays 放假 and make-up days 调休上班, one table a year.
//!
//! The General Office of the State Council announces a year's table in the autumn before it. A year without a table has
//! no working days that could be counted: whoever asks is told so, nothing is guessed.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::problem::{Problem, kinds};

/// What is special about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// Nobody works, whatever day of the week it is.
    Holiday,
    /// A Saturday or Sunday that is worked for a holiday.
    MakeUp,
}

/// A row of a year's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    pub day: Date,
    pub special: Special,
    /// The holiday that it belongs to.
    pub name: String,
}

/// The tables of some years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, BTreeMap<Date, SpecialDay>>,
}

const HEAD: &str = "day,kind,name";

impl Calendar {
    /// Reads the table of a year, which then stands in the place of an earlier one. Faulty, nothing of it does, and every
    /// fault is told with `file` and line.
    pub fn read(&mut self, year: i16, file: &str, text: &str) -> Result<(), Vec<Problem>> {
        let (mut days, mut problems) = (BTreeMap::new(), Vec::new());
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
        if lines.next().map(|(_, head)| head.trim()) != Some(HEAD) {
            problems.push(Problem::new(&kinds::CALENDAR_HEAD).with("head", HEAD).file(file).line(1));
        }
        for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            match row(year, line.trim()) {
                Ok(day) => {
                    if days.insert(day.day, day).is_some() {
                        problems.push(wrong(&line, "这一天写了两次", "the day stands here twice").file(file).line(at));
                    }
                }
                Err(problem) => problems.push(problem.file(file).line(at)),
            }
        }
        if problems.is_empty() {
            self.years.insert(year, days);
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The years with a table.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.keys().copied()
    }

    /// The special days of a year; none where it has no table.
    pub fn special_days(&self, year: i16) -> impl Iterator<Item = &SpecialDay> {
        self.years.get(&year).into_iter().flat_map(BTreeMap::values)
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// `calendar.no_table` for a day of a year without a table.
    pub fn is_working(&self, day: Date) -> Result<bool, Problem> {
        let no_table = || Problem::new(&kinds::CALENDAR_NO_TABLE).with("year", day.year());
        let year = self.years.get(&day.year()).ok_or_else(no_table)?;
        Ok(match year.get(&day).map(|held| held.special) {
            Some(special) => special == Special::MakeUp,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        })
    }

    /// The working day so many working days after `day`, or before it where `days` is negative; for 0 the day itself if it
    /// is worked, else the next that is.
    ///
    /// # Errors
    /// As [`Calendar::is_working`], for any day on the way.
    pub fn add(&self, day: Date, days: i32) -> Result<Date, Problem> {
        if days == 0 {
            return if self.is_working(day)? { Ok(day) } else { self.add(day, 1) };
        }
        let (mut at, mut left) = (day, days.unsigned_abs());
        while left > 0 {
            at = self.neighbour(at, days > 0)?;
            left -= u32::from(self.is_working(at)?);
        }
        Ok(at)
    }

    /// How many working days lie after `from` up to `to`, which is counted; negative where `to` is before `from`, and then
    /// `to` is counted and `from` is not.
    ///
    /// # Errors
    /// As [`Calendar::is_working`], for any day that is looked at.
    pub fn between(&self, from: Date, to: Date) -> Result<i32, Problem> {
        let (mut at, mut count) = (from, 0);
        while at != to {
            at = self.neighbour(at, to > from)?;
            count += i32::from(self.is_working(at)?);
        }
        Ok(if to < from { -count } else { count })
    }

    fn neighbour(&self, day: Date, forward: bool) -> Result<Date, Problem> {
        let next = if forward { day.tomorrow() } else { day.yesterday() };
        next.map_err(|_| Problem::new(&kinds::CALENDAR_NO_TABLE).with("year", day.year()))
    }
}

fn row(year: i16, line: &str) -> Result<SpecialDay, Problem> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let &[day, kind, name] = cells.as_slice() else {
        return Err(wrong(&line, "应为三列", "there should be three cells"));
    };
    let day: Date = day.parse().map_err(|_| wrong(&day, "日期写如 2026-10-01", "a day is written 2026-10-01"))?;
    let special = match kind {
        "holiday" => Special::Holiday,
        "workday" => Special::MakeUp,
        _ => return Err(wrong(&kind, "应为 holiday 或 workday", "it should be holiday or workday")),
    };
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if day.year() != year {
        return Err(wrong(&day, "不在文件名所说的年份", "it is not of the year that the file's name says"));
    }
    if special == Special::MakeUp && !weekend {
        return Err(wrong(&day, "调休上班的日子应为周六或周日", "a day worked for a holiday is a Saturday or Sunday"));
    }
    Ok(SpecialDay { day, special, name: name.to_owned() })
}

fn wrong(value: &impl ToString, zh: &'static str, en: &'static str) -> Problem {
    Problem::new(&kinds::CALENDAR_ROW).with("value", value.to_string()).with("expected_zh", zh).with("expected_en", en)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn shipped() -> Calendar {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../calendar");
        let mut calendar = Calendar::default();
        for year in 2004..=2026 {
            let text = std::fs::read_to_string(format!("{folder}/{year}.csv")).unwrap();
            calendar.read(year, "x.csv", &text).unwrap();
        }
        calendar
    }

    /// 国办发明电〔2025〕7号, by its wording and not by the file: 放假 from–to, 上班.
    #[test]
    fn the_year_2026_is_as_the_notice_says() {
        let calendar = shipped();
        let off = [
            (date(2026, 1, 1), date(2026, 1, 3), 3),
            (date(2026, 2, 15), date(2026, 2, 23), 9),
            (date(2026, 4, 4), date(2026, 4, 6), 3),
            (date(2026, 5, 1), date(2026, 5, 5), 5),
            (date(2026, 6, 19), date(2026, 6, 21), 3),
            (date(2026, 9, 25), date(2026, 9, 27), 3),
            (date(2026, 10, 1), date(2026, 10, 7), 7),
        ];
        let mut free = 0;
        for (from, to, days) in off {
            let held: Vec<Date> = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to).collect();
            assert_eq!(held.len(), days);
            assert!(held.iter().all(|day| calendar.is_working(*day) == Ok(false)), "{from}");
            free += days;
        }
        let worked = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)].map(|(month, day)| date(2026, month, day));
        assert!(worked.iter().all(|day| calendar.is_working(*day) == Ok(true)));
        assert_eq!(calendar.special_days(2026).count(), free + worked.len(), "and nothing else is special");
    }

    #[test]
    fn the_spring_festival_of_2020_was_longer() {
        let calendar = shipped();
        assert_eq!(calendar.is_working(date(2020, 1, 31)), Ok(false));
        assert_eq!(calendar.add(date(2020, 1, 23), 1), Ok(date(2020, 2, 3)));
    }

    #[test]
    fn days_are_counted_over_holidays_and_make_up_days() {
        let calendar = shipped();
        assert_eq!(calendar.add(date(2026, 2, 13), 1), Ok(date(2026, 2, 14)), "a Saturday that is worked");
        assert_eq!(calendar.add(date(2026, 2, 13), 2), Ok(date(2026, 2, 24)));
        assert_eq!(calendar.add(date(2026, 2, 24), -2), Ok(date(2026, 2, 13)));
        assert_eq!(calendar.add(date(2026, 10, 1), 0), Ok(date(2026, 10, 8)), "the next day that is worked");
        assert_eq!(calendar.between(date(2026, 9, 30), date(2026, 10, 10)), Ok(3));
        assert_eq!(calendar.between(date(2026, 10, 10), date(2026, 9, 30)), Ok(-3));
    }

    #[test]
    fn a_year_without_a_table_is_said_to_have_none() {
        let calendar = shipped();
        let told = |found: Result<Date, Problem>| found.map_err(|p| (p.kind.code, p.details["year"].clone()));
        assert_eq!(told(calendar.add(date(2026, 12, 31), 1)), Err(("calendar.no_table", "2027".to_owned())));
        assert_eq!(told(calendar.add(date(2004, 1, 2), -1)), Err(("calendar.no_table", "2003".to_owned())));
        assert!(calendar.is_working(date(2027, 3, 1)).is_err());
    }

    #[test]
    fn every_fault_of_a_table_is_told_and_none_of_it_taken() {
        let mut calendar = shipped();
        let text = "day,kind\n2027-02-06,holiday,春节\n2026-01-01,holiday,元旦\n2027-02-08,workday,春节\n\
                    2027-02-30,holiday,x\n2027-02-06,rest,春节\n2027-02-06,holiday,春节\nx\n";
        let faults = calendar.read(2027, "2027.csv", text).unwrap_err();
        let lines: Vec<_> = faults.iter().map(|p| (p.place.line.unwrap(), p.kind.code)).collect();
        let row = "calendar.row";
        assert_eq!(lines, [(1, "calendar.head"), (3, row), (4, row), (5, row), (6, row), (7, row), (8, row)]);
        assert_eq!(calendar, shipped());
    }

    proptest! {
        /// From any day: the day so many working days on is a working day, as many lie between, and counting back leads to
        /// where it began, or, from a day that is not worked, to the working day before it.
        #[test]
        fn adding_and_counting_back_agree(offset in 0_i64..7600, days in 1_i32..260) {
            let calendar = shipped();
            let from = date(2005, 1, 4).checked_add(jiff::Span::new().days(offset)).unwrap();
            let to = calendar.add(from, days).unwrap();
            prop_assert_eq!(calendar.is_working(to), Ok(true));
            prop_assert_eq!(calendar.between(from, to), Ok(days));
            let back = calendar.add(to, -days).unwrap();
            let began = if calendar.is_working(from).unwrap() { from } else { calendar.add(from, -1).unwrap() };
            prop_assert_eq!(back, began);
            prop_assert_eq!(calendar.between(to, back), Ok(-days));
        }
    }
}
