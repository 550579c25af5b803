//! The days of a round, as its scheme sets them.

use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_base::workday::Calendar;
use heng_plan::model::Scheme;
use jiff::civil::Date;

/// The days of a round. A day that falls into a year without a table of holidays is absent: it is the bureau's to name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    pub opens: Option<Date>,
    pub reminds: Option<Date>,
    pub due: Option<Date>,
    pub late_until: Option<Date>,
    pub closes: Option<Date>,
}

/// The days of a round on `period` that is opened on `today` at the earliest, and why days are absent that the scheme
/// sets. `opens` names the first day where the bureau has chosen it.
pub fn schedule(
    scheme: &Scheme,
    period: Period,
    today: Date,
    opens: Option<Date>,
    calendar: &Calendar,
) -> (Schedule, Vec<Problem>) {
    let mut problems: Vec<Problem> = Vec::new();
    let first = opens.map_or_else(|| opening(scheme, period, today, calendar), Ok);
    let first = first.map_err(|problem| problems.push(problem)).ok();
    let mut after = |days: Option<u32>| {
        let (first, days) = (first?, i32::try_from(days?).ok()?);
        calendar.add(first, days).map_err(|problem| problems.push(problem)).ok()
    };
    let (reminds, due) = (after(scheme.remind), after(Some(scheme.due)));
    let (late_until, closes) = (after(scheme.late_until), after(scheme.close));
    problems.dedup();
    (Schedule { opens: first, reminds, due, late_until, closes }, problems)
}

/// The scheme's day after the period's end, or the first working day from today on where that is over.
fn opening(scheme: &Scheme, period: Period, today: Date, calendar: &Calendar) -> Result<Date, Problem> {
    let now = calendar.add(today, 0)?;
    match scheme.open.and_then(|days| i32::try_from(days).ok()) {
        Some(days) if period.last_day() >= today => calendar.add(period.last_day(), days),
        Some(days) => Ok(calendar.add(period.last_day(), days)?.max(now)),
        None => Ok(now),
    }
}

#[cfg(test)]
mod tests {
    use heng_base::codes::SchemeCode;
    use heng_base::text::Text;
    use heng_plan::model::{Frequency, Signature, Status};
    use jiff::civil::date;

    use super::*;

    /// 2026 begins with a holiday, and its fourth, a Sunday, is worked; 2027 has no table.
    fn calendar() -> Calendar {
        let mut calendar = Calendar::default();
        calendar.read(2025, "", "day,kind,name\n").unwrap();
        let rows = "day,kind,name\n2026-01-01,holiday,元旦\n2026-01-02,holiday,元旦\n2026-01-04,workday,元旦\n";
        calendar.read(2026, "", rows).unwrap();
        calendar
    }

    fn scheme(open: Option<u32>) -> Scheme {
        Scheme {
            code: SchemeCode::parse("year").unwrap(),
            name: Text::zh("年报"),
            frequency: Frequency::Year,
            since_base: false,
            forms: Vec::new(),
            units: Vec::new(),
            open,
            remind: Some(3),
            due: 5,
            late_until: Some(10),
            close: Some(20),
            signature: Signature::None,
            evaluation: false,
            status: Status::Confirmed,
            note: None,
        }
    }

    fn days(open: Option<u32>, today: Date, opens: Option<Date>) -> (Vec<String>, Vec<&'static str>) {
        let (days, problems) = schedule(&scheme(open), Period::year(2025), today, opens, &calendar());
        let all = [days.opens, days.reminds, days.due, days.late_until, days.closes];
        let written = all.map(|day| day.map_or_else(|| "?".to_owned(), |day| day.strftime("%m-%d").to_string()));
        (written.to_vec(), problems.iter().map(|problem| problem.kind.code).collect())
    }

    #[test]
    fn days_are_counted_from_the_opening() {
        let set = ["01-05", "01-08", "01-12", "01-19", "02-02"].map(str::to_owned).to_vec();
        assert_eq!(days(Some(2), date(2025, 12, 1), None), (set.clone(), vec![]), "after the period's end");
        assert_eq!(days(Some(2), date(2026, 1, 2), None), (set.clone(), vec![]), "that day is not over yet");
        assert_eq!(days(None, date(2026, 1, 5), None), (set.clone(), vec![]), "at once");
        assert_eq!(
            days(Some(2), date(2026, 3, 1), None).0[..2],
            ["03-02", "03-05"],
            "over: the next day that is worked"
        );
        assert_eq!(days(Some(2), date(2026, 3, 1), Some(date(2026, 1, 5))), (set, vec![]), "as the bureau chose");
    }

    #[test]
    fn a_day_of_a_year_without_a_table_is_not_guessed() {
        let (written, problems) = days(None, date(2026, 12, 24), None);
        assert_eq!(written, ["12-24", "12-29", "12-31", "?", "?"]);
        assert_eq!(problems, ["calendar.no_table"]);
        assert_eq!(days(None, date(2027, 1, 4), None), (vec!["?".to_owned(); 5], vec!["calendar.no_table"]));
    }
}
