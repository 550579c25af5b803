//! The course of rounds, the schemes by which they are opened, and the calendar of working days.

use heng_base::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::TermsView;
use crate::api::problem::ProblemView;
use crate::cases::openings::Opening;

/// Where a round stands, and its days beside the last one; an absent day sets no bound.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CourseView {
    /// planned, open, paused, ended or closed.
    pub phase: String,
    pub opens: Option<String>,
    /// From this day on units are reminded.
    pub reminds: Option<String>,
    /// Until when everyone may still hand in late.
    pub late_until: Option<String>,
    pub closes: Option<String>,
    pub pause_reason: Option<String>,
    /// Until when the unit has leave to be late.
    pub leave_until: Option<String>,
    /// Everyone's time is over and the unit has no leave that still holds: what was not handed in cannot be.
    pub too_late: bool,
}

/// A scheme with the days that a round opened by it would have.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchemeView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// year, half, quarter or month.
    pub frequency: String,
    /// One grid with the years from the plan's base year on 历史数据补录.
    pub since_base: bool,
    /// The first of several periods.
    pub since: Option<String>,
    /// The period that was asked for, or the last one of the scheme's length that is over.
    pub period: String,
    /// Forms by `plan/form`; all where none is named.
    pub forms: Vec<String>,
    /// Units by code; everyone whom the forms ask where none is named.
    pub units: Vec<String>,
    pub terms: TermsView,
    /// 拟定.
    pub proposed: bool,
    pub note: Option<String>,
    pub days: DaysView,
}

/// The days of a round. A day is null where the scheme sets none, or where `problems` says why it is not known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DaysView {
    pub opens: Option<String>,
    pub reminds: Option<String>,
    pub due: Option<String>,
    pub late_until: Option<String>,
    pub closes: Option<String>,
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<Problem>,
}

/// A round as the pattern of the next; a day is absent where the pattern has none, or where `problems` says why it is not
/// known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CopyView {
    pub opening: Opening,
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<Problem>,
}

/// Years with and without a table of holidays, and the days that are special.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarView {
    /// Years asked about that have a table; of others nothing is known.
    pub years: Vec<i16>,
    pub days: Vec<SpecialDayView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpecialDayView {
    pub day: String,
    /// False: a holiday; true: a Saturday or Sunday that is worked.
    pub working: bool,
    /// The holiday that it belongs to.
    pub name: String,
}

/// Who would get what in a round that is not opened yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewView {
    pub periods: Vec<String>,
    /// Every form of the plans, to choose from.
    pub forms: Vec<FormChoice>,
    /// Every unit of the plans.
    pub units: Vec<PreviewUnit>,
    /// What is wrong with what was typed, and would stop the opening.
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormChoice {
    /// `plan/form`.
    pub form: String,
    pub title: Option<String>,
    pub plan_title: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewUnit {
    pub unit: String,
    pub name: String,
    pub r#type: String,
    /// unconfirmed, nothing (to fill in) or at_work (in another open round); null where it can be asked.
    pub why_not: Option<String>,
    /// The other round.
    pub round: Option<i64>,
    pub forms: Vec<PreviewForm>,
    pub items: usize,
    pub cells: usize,
    /// Cells that must be answered.
    pub required: usize,
    pub left_out: Vec<LeftOutView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewForm {
    pub code: String,
    pub title: Option<String>,
    pub items: usize,
    pub cells: usize,
}

/// An item of the unit's forms that is not asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeftOutView {
    pub form: String,
    pub item: String,
    pub name: String,
    /// form_not_chosen, not_defined, not_counted or asked_once.
    pub why: String,
}

/// Leave for a unit to be late.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaveView {
    pub unit: String,
    pub unit_name: String,
    pub until: String,
    pub reason: String,
    pub by: String,
    pub at: String,
}
