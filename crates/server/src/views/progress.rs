//! How far a round has come.

use serde::Serialize;
use utoipa::ToSchema;

use super::RoundView;

/// A round by unit and by domain of its plans.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressView {
    pub round: RoundView,
    /// The day to which it was reckoned.
    pub today: String,
    pub units: Vec<UnitProgress>,
    pub domains: Vec<DomainProgress>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitProgress {
    pub submission: i64,
    pub unit: String,
    pub unit_name: String,
    /// office, bureau, department, town or other.
    pub r#type: String,
    /// The part of the plan's area that its figures are of; null for the whole.
    pub area_name: Option<String>,
    pub state: String,
    pub state_name: String,
    /// When it was first handed in.
    pub handed_in: Option<String>,
    /// on_time or late, once handed in; waiting while there is time, overdue afterwards.
    pub timeliness: String,
    /// Days after the last day until it was handed in, or until today; 0 where it is not late.
    pub days_late: i64,
    /// Until when it has leave to be late.
    pub leave_until: Option<String>,
    /// How often it was sent back.
    pub returns: usize,
    pub cells: usize,
    /// Cells with a value or a reason.
    pub filled: usize,
    /// Cells among them whose reason is that they are confidential 涉密.
    pub confidential: usize,
    pub empty: usize,
    /// Required cells that are empty.
    pub required_open: usize,
}

/// A domain by what its indicators are computed from. An item of several domains counts in each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainProgress {
    pub plan: String,
    pub plan_title: String,
    /// Null for the items of no domain.
    pub number: Option<u32>,
    pub title: Option<String>,
    /// Units that are asked for something of it.
    pub units: usize,
    /// Units of them that handed in on time, late, or not yet though it is due.
    pub on_time: usize,
    pub late: usize,
    pub overdue: usize,
    /// How often their forms were sent back.
    pub returns: usize,
    pub cells: usize,
    pub filled: usize,
    /// Cells among them whose reason is that they are confidential 涉密.
    pub confidential: usize,
    pub empty: usize,
    /// Cells of forms that are accepted.
    pub accepted: usize,
}
