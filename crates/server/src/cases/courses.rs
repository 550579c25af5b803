//! The course of a round: its days, pauses, and leave for a unit to be late.

use heng_base::codes::UnitCode;
use heng_base::problem::{Problem, kinds};
use heng_store::tables::courses::{self, Days, Leave, Moment};
use heng_store::tables::rounds::{self, Round};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::names::Names;
use super::rounds as round_cases;
use crate::app::App;
use crate::clock;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{CourseView, LeaveView, RoundView};

/// The days of a round as typed; an absent one sets no bound.
pub(super) struct Typed<'a> {
    pub opens: Option<&'a str>,
    pub reminds: Option<&'a str>,
    pub due: &'a str,
    pub late_until: Option<&'a str>,
    pub closes: Option<&'a str>,
}

/// Other days for an open round.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Putting {
    /// Last day, `2026-03-31`.
    pub due: String,
    #[serde(default)]
    pub opens: Option<String>,
    #[serde(default)]
    pub reminds: Option<String>,
    #[serde(default)]
    pub late_until: Option<String>,
    #[serde(default)]
    pub closes: Option<String>,
    pub reason: String,
}

/// Leave for units that have not handed in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Granting {
    pub unit: String,
    /// Until this day, `2026-04-15`.
    pub until: String,
    pub reason: String,
}

/// A name of a day in both languages, and the day where it was typed and is one.
type Named = (&'static str, &'static str, &'static str, Option<Date>);

/// Days as typed, and all that is wrong with them: what is no day, a last day that is over, days out of their order.
/// A last day that a round `has` already may be over.
pub(super) fn read_days(typed: &Typed<'_>, has: Option<&str>, now: &str) -> (Days, Vec<Problem>) {
    let due = wrong_due(typed.due, now).filter(|_| has != Some(typed.due));
    let mut problems: Vec<Problem> = due.into_iter().collect();
    let mut read = |text: Option<&str>, field: &'static str| {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let day = clock::day(text);
        if day.is_none() {
            problems.push(Problem::expected(text, "写日期，如 2026-03-31", "a date, such as 2026-03-31").field(field));
        }
        day
    };
    let (opens, reminds) = (read(typed.opens, "opens"), read(typed.reminds, "reminds"));
    let (late_until, closes) = (read(typed.late_until, "late_until"), read(typed.closes, "closes"));
    let in_order: [Named; 5] = [
        ("opens", "开始日期", "first day", opens),
        ("reminds", "催报日期", "day of reminding", reminds),
        ("due", "截止日期", "last day", clock::day(typed.due)),
        ("late_until", "迟报期止", "end of lateness", late_until),
        ("closes", "关闭日期", "closing day", closes),
    ];
    problems.extend(out_of_order(&in_order));
    let moment =
        |day: Option<Date>, at: fn(Date) -> String| day.map(|day| Moment { day: day.to_string(), at: at(day) });
    let days = Days {
        opens: moment(opens, clock::begin_of),
        reminds: reminds.map(|day| day.to_string()),
        late_until: moment(late_until, clock::end_of),
        closes: moment(closes, clock::end_of),
    };
    (days, problems)
}

/// A last day that is over would make every form late at once.
fn wrong_due(due: &str, now: &str) -> Option<Problem> {
    let [expected, english] = match clock::day(due) {
        None => ["写日期，如 2026-03-31", "a date, such as 2026-03-31"],
        Some(_) if due < clock::local_day(now).as_str() => {
            ["截止日期已过，写今天或以后的日期", "that day is over: today or a later one"]
        }
        Some(_) => return None,
    };
    Some(Problem::expected(due, expected, english).field("due"))
}

/// Each day that lies before the one named last before it.
fn out_of_order(days: &[Named]) -> Vec<Problem> {
    let known: Vec<_> = days.iter().filter_map(|(field, zh, en, day)| Some((*field, *zh, *en, (*day)?))).collect();
    let pairs = known.windows(2).filter(|pair| pair[1].3 < pair[0].3);
    let problem = |pair: &[(&'static str, &'static str, &'static str, Date)]| {
        let ((_, zh, en, earlier), (field, later_zh, later_en, later)) = (pair[0], pair[1]);
        Problem::new(&kinds::ROUND_ORDER)
            .with("earlier_zh", zh)
            .with("earlier_en", en)
            .with("earlier", earlier)
            .with("later_zh", later_zh)
            .with("later_en", later_en)
            .with("later", later)
            .field(field)
    };
    pairs.map(problem).collect()
}

/// Where a round stands for a unit, or for the bureau where no leave is looked at.
pub(super) fn course(round: &Round, leave: Option<&Leave>, now: &str) -> CourseView {
    CourseView {
        phase: round.phase(now).code().to_owned(),
        opens: round.opens.clone(),
        reminds: round.reminds.clone(),
        late_until: round.late_until.clone(),
        closes: round.closes.clone(),
        pause_reason: round.pause_reason.clone(),
        leave_until: leave.map(|leave| leave.until.clone()),
        too_late: round.too_late(now, leave).is_some(),
    }
}

/// Sets the days anew; why stays on record.
pub async fn set_days(app: &App, who: &Principal, id: i64, putting: Putting) -> Result<RoundView> {
    app.require(who, "round.change", Resource::Office)?;
    let typed = Typed {
        opens: putting.opens.as_deref(),
        reminds: putting.reminds.as_deref(),
        due: &putting.due,
        late_until: putting.late_until.as_deref(),
        closes: putting.closes.as_deref(),
    };
    let round = rounds::get(app.store(), id).await?.ok_or_else(|| Failure::absent("填报批次", "round", id))?;
    let (days, mut problems) = read_days(&typed, Some(&round.due), &app.now());
    problems.extend(no_reason(&putting.reason));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let days = (putting.due.as_str(), days);
    let round = courses::set_days(app.store(), &who.actor(), &app.now(), id, days, &putting.reason).await?;
    round_cases::view(app, who, round).await
}

fn no_reason(reason: &str) -> Option<Problem> {
    reason.trim().is_empty().then(|| Problem::new(&kinds::REASON_MISSING).field("reason"))
}

/// Pauses a round: until it is resumed nothing in it is saved or moved.
pub async fn pause(app: &App, who: &Principal, id: i64, reason: &str) -> Result<RoundView> {
    app.require(who, "round.change", Resource::Office)?;
    let round = courses::pause(app.store(), &who.actor(), &app.now(), id, reason).await?;
    round_cases::view(app, who, round).await
}

/// Goes on with a paused round.
pub async fn resume(app: &App, who: &Principal, id: i64, reason: &str) -> Result<RoundView> {
    app.require(who, "round.change", Resource::Office)?;
    let round = courses::resume(app.store(), &who.actor(), &app.now(), id, reason).await?;
    round_cases::view(app, who, round).await
}

/// Lets a unit hand in until a day to come, which is no later than the round's closing day.
pub async fn grant(app: &App, who: &Principal, id: i64, granting: Granting) -> Result<Vec<LeaveView>> {
    app.require(who, "round.change", Resource::Office)?;
    let round = rounds::get(app.store(), id).await?.ok_or_else(|| Failure::absent("填报批次", "round", id))?;
    let mut problems: Vec<Problem> = no_reason(&granting.reason).into_iter().collect();
    let today = clock::local_day(&app.now());
    let last = round.closes.clone();
    let until = clock::day(&granting.until).filter(|_| granting.until >= today);
    let until = until.filter(|_| last.as_ref().is_none_or(|last| granting.until <= *last));
    // Everyone may until then.
    let late = round.late_until.clone().filter(|late| granting.until <= *late);
    let until = until.filter(|_| late.is_none());
    let Some(until) = until.filter(|_| problems.is_empty()) else {
        if until.is_none() {
            let (to, to_en) = last.map_or_else(Default::default, |last| {
                (format!("、不晚于关闭日期 {last}"), format!(" until the closing day {last}"))
            });
            let (from, from_en) = match late {
                Some(late) => (
                    format!("晚于各单位都可迟报的 {late}"),
                    format!("a day after {late}, until which every unit may be late"),
                ),
                None => ("今天或以后".to_owned(), "today or a later day".to_owned()),
            };
            let expected = format!("写{from}{to}的日期，如 2026-04-15");
            let english = format!("{from_en}{to_en}, such as 2026-04-15");
            problems.push(Problem::expected(&granting.until, expected, english).field("until"));
        }
        return Err(problems.into());
    };
    let until = Moment { day: until.to_string(), at: clock::end_of(until) };
    let (unit, reason) = (granting.unit.as_str(), granting.reason.as_str());
    courses::grant(app.store(), &who.actor(), &app.now(), (id, unit), until, reason).await?;
    leaves(app, who, &round).await
}

/// The leaves given in a round, oldest first.
pub(super) async fn leaves(app: &App, who: &Principal, round: &Round) -> Result<Vec<LeaveView>> {
    let (asked, names) = (Asked::of(app, round).await?, Names::load(app, who).await?);
    let view = |leave: Leave| LeaveView {
        unit_name: UnitCode::parse(&leave.unit).map_or_else(|_| leave.unit.clone(), |unit| asked.unit_name(&unit)),
        unit: leave.unit,
        until: leave.until,
        reason: leave.reason,
        by: names.of(&leave.granted_by),
        at: leave.granted_at,
    };
    Ok(courses::leaves(app.store(), round.id).await?.into_iter().map(view).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(opens: &str, reminds: &str, due: &str, late_until: &str, closes: &str) -> Vec<String> {
        let typed = Typed {
            opens: Some(opens),
            reminds: Some(reminds),
            due,
            late_until: Some(late_until),
            closes: Some(closes),
        };
        let (_, problems) = read_days(&typed, None, "2026-03-01T00:00:00.000Z");
        problems.iter().map(|p| format!("{}@{}", p.kind.code, p.place.field.as_deref().unwrap_or(""))).collect()
    }

    #[test]
    fn all_that_is_wrong_with_days_is_told() {
        let none: [&str; 0] = [];
        assert_eq!(found("", "", "2026-03-31", "", ""), none);
        assert_eq!(found("2026-02-01", "2026-03-20", "2026-03-31", "2026-03-31", "2026-05-01"), none);
        assert_eq!(
            found("2026-04-01", "", "2026-03-31", "2026-03-30", ""),
            ["round.order@due", "round.order@late_until"]
        );
        assert_eq!(
            found("1.2", "2026-2-3", "2026-02-28", "", ""),
            ["input.invalid@due", "input.invalid@opens", "input.invalid@reminds"]
        );
    }
}
