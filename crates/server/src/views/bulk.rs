//! Figures of many units from one file.

use serde::Serialize;
use utoipa::ToSchema;

use super::{DifferenceView, MissingReasonView, RemarkView};

/// What a file would change in the forms of a round. Nothing is changed by it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkView {
    pub units: Vec<BulkUnitView>,
    /// Lines that say what is there already, and lines in which nothing is filled in.
    pub same: usize,
    pub blank: usize,
    pub remarks: Vec<RemarkView>,
    /// Something is wrong: nothing can be brought in before it is put right.
    pub faulty: bool,
    pub missing_reasons: Vec<MissingReasonView>,
    /// SHA-256 of the file, to be named when it is confirmed.
    pub sha256: String,
}

/// A unit's form that would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkUnitView {
    pub submission: i64,
    pub unit: String,
    pub unit_name: String,
    pub state: String,
    pub differences: Vec<DifferenceView>,
    /// Errors and unexplained queries that the checks would find in the form.
    pub findings: usize,
}

/// What was brought in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkDone {
    /// 0 where everything stood there already, as when the same is sent again.
    pub submissions: usize,
    pub cells: usize,
}
