//! Schemes by which rounds are opened, the calendar behind their days, and last year's round as a pattern.

use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_collection::schedule::{Schedule, schedule};
use heng_plan::model::{Frequency, Plan, Scheme, Status};
use heng_store::tables::rounds::{self as table, Round};
use heng_store::tables::submissions::Filter;
use jiff::civil::Date;

use super::asked::Asked;
use super::forms::read_period;
use super::openings::Opening;
use super::{rounds, submissions, word};
use crate::app::App;
use crate::clock;
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::{CalendarView, CopyView, DaysView, SchemeView, SpecialDayView, TermsView};

/// The schemes of a plan with the days of a round that is opened by each: on a period, from a day on, where they are named.
pub async fn list(
    app: &App,
    who: &Principal,
    plan: &str,
    period: Option<&str>,
    opens: Option<&str>,
) -> Result<Vec<SchemeView>> {
    app.require(who, "round.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let period = period.map(read_period).transpose()?;
    let wrong =
        |text: &str| Problem::expected(text, "写日期，如 2026-03-31", "a date, such as 2026-03-31").field("opens");
    let opens = opens.map(|text| clock::day(text).ok_or_else(|| wrong(text))).transpose()?;
    let today = today(app);
    let held = table::list(app.store(), Some(&figures.plan.code)).await?;
    let view = |scheme: &Scheme| {
        let period = period.unwrap_or_else(|| next_due(&figures.plan, scheme, today, &held));
        scheme_view(app, &figures.plan, scheme, period, today, opens)
    };
    Ok(figures.plan.schemes.iter().map(view).collect())
}

fn today(app: &App) -> Date {
    clock::day(&clock::local_day(&app.now())).unwrap_or(Date::MIN)
}

/// The last period that is over, within the years that the plan asks about; where it was asked for already, the first after
/// it that was not.
fn next_due(plan: &Plan, scheme: &Scheme, today: Date, held: &[Round]) -> Period {
    let all = periods(plan, scheme.frequency);
    let asked = |period: &Period| {
        let name = period.to_string();
        !scheme.since_base && held.iter().any(|round| round.since.is_none() && round.period == name)
    };
    let last = all.iter().rposition(|period| period.last_day() < today).unwrap_or_default();
    let free = all[last..].iter().find(|period| !asked(period));
    *free.unwrap_or(&all[last])
}

/// Every period of a length within the years of a plan, in order.
fn periods(plan: &Plan, frequency: Frequency) -> Vec<Period> {
    let months = match frequency {
        Frequency::Month => 1,
        Frequency::Quarter => 3,
        Frequency::Half => 6,
        _ => 12,
    };
    let years = (plan.base_year..=plan.end.max(plan.base_year)).map(Period::year);
    years.flat_map(|year| if months == 12 { vec![year] } else { year.parts(months) }).collect()
}

fn scheme_view(
    app: &App,
    plan: &Plan,
    scheme: &Scheme,
    period: Period,
    today: Date,
    opens: Option<Date>,
) -> SchemeView {
    let (days, problems) = schedule(scheme, period, today, opens, app.calendar());
    let since = scheme.since_base && period.is_year() && plan.base_year < period.year;
    SchemeView {
        code: scheme.code.to_string(),
        name: scheme.name.zh.clone(),
        name_en: scheme.name.en.clone(),
        frequency: word(scheme.frequency),
        since_base: scheme.since_base,
        since: since.then(|| Period::year(plan.base_year).to_string()),
        period: period.to_string(),
        forms: scheme.forms.iter().map(|form| format!("{}/{form}", plan.code)).collect(),
        units: scheme.units.iter().map(ToString::to_string).collect(),
        terms: TermsView { evaluation: scheme.evaluation, signature: scheme.signature.code().to_owned() },
        proposed: scheme.status == Status::Proposed,
        note: scheme.note.clone(),
        days: days_view(days, problems),
    }
}

fn days_view(days: Schedule, problems: Vec<Problem>) -> DaysView {
    let written = |day: Option<Date>| day.map(|day| day.to_string());
    DaysView {
        opens: written(days.opens),
        reminds: written(days.reminds),
        due: written(days.due),
        late_until: written(days.late_until),
        closes: written(days.closes),
        problems,
    }
}

/// The special days of some years; a year of which there is no table is not among `years`.
pub async fn calendar(app: &App, who: &Principal, from: i16, to: i16) -> Result<CalendarView> {
    app.require(who, "round.read", Resource::Office)?;
    let years: Vec<i16> = app.calendar().years().filter(|year| (from..=to).contains(year)).collect();
    let days = years.iter().flat_map(|year| app.calendar().special_days(*year)).map(|day| SpecialDayView {
        day: day.day.to_string(),
        working: app.calendar().is_working(day.day).unwrap_or_default(),
        name: day.name.clone(),
    });
    Ok(CalendarView { days: days.collect(), years })
}

/// A round as the pattern of the next: the same of what, asked of the same units, a year later. Days by its scheme where
/// the plan still has it, else as many working days after the opening as they were.
pub async fn copy(app: &App, who: &Principal, id: i64) -> Result<CopyView> {
    app.require(who, "round.open", Resource::Office)?;
    let round = rounds::find(app, id).await?;
    let asked = Asked::of(app, &round).await?;
    let plan = &asked.lead.plan;
    let period = asked.period.shifted(i32::from(asked.period.year < plan.end));
    let filter = Filter { round: Some(id), ..Filter::default() };
    let codes = asked.units().into_iter().map(|unit| &unit.code);
    let units = submissions::within(app, who, codes, &filter).await?.into_iter().map(|held| held.unit).collect();
    let scheme = plan.schemes.iter().find(|scheme| Some(scheme.code.as_str()) == round.scheme.as_deref());
    let (days, problems) = match scheme {
        Some(scheme) => schedule(scheme, period, today(app), None, app.calendar()),
        None => later(app, &round),
    };
    let DaysView { opens, reminds, due, late_until, closes, problems } = days_view(days, problems);
    let terms = round.terms()?;
    let plans = table::plans(app.store(), id).await?.into_iter().map(String::from).filter(|p| *p != round.plan);
    let opening = Opening {
        title: round.title.replace(&asked.period.year.to_string(), &period.year.to_string()),
        due: due.unwrap_or_default(),
        units,
        terms: Some(TermsView { evaluation: terms.evaluation, signature: terms.signature.code().to_owned() }),
        scheme: scheme.map(|scheme| scheme.code.to_string()),
        plans: plans.collect(),
        since: round.since.clone(),
        forms: round.forms()?.iter().map(|(plan, form)| format!("{plan}/{form}")).collect(),
        opens,
        reminds,
        late_until,
        closes,
        period: period.to_string(),
    };
    Ok(CopyView { opening, problems })
}

/// The days of a round opened today, each as many working days after the first as it was in an earlier round. Where these
/// cannot be counted a day is absent, and why.
fn later(app: &App, round: &Round) -> (Schedule, Vec<Problem>) {
    let (calendar, mut problems) = (app.calendar(), Vec::new());
    let began = round.opens.clone().unwrap_or_else(|| clock::local_day(&round.opened_at));
    let opens = calendar.add(today(app), 0).map_err(|problem| problems.push(problem)).ok();
    let mut after = |text: Option<&String>| {
        let (began, day) = (clock::day(&began)?, clock::day(text?)?);
        let counted =
            calendar.between(began, day).and_then(|days| opens.map(|opens| calendar.add(opens, days)).transpose());
        counted.map_err(|problem| problems.push(problem)).ok()?
    };
    let (reminds, due) = (after(round.reminds.as_ref()), after(Some(&round.due)));
    let (late_until, closes) = (after(round.late_until.as_ref()), after(round.closes.as_ref()));
    problems.dedup();
    (Schedule { opens, reminds, due, late_until, closes }, problems)
}
