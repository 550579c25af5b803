//! Forms and submissions.

use serde::Serialize;
use utoipa::ToSchema;

use super::CourseView;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionRow {
    pub id: i64,
    pub round: i64,
    pub round_title: String,
    pub plan: String,
    pub period: String,
    pub due: String,
    pub course: CourseView,
    /// 历史数据补录: several years side by side.
    pub history: bool,
    pub unit: String,
    pub unit_name: String,
    /// draft, submitted, reviewed, evaluating, returned, accepted or correcting.
    pub state: String,
    pub state_name: String,
    pub version: i64,
    pub updated_at: String,
    pub updated_by: String,
    pub cells: usize,
    /// Cells with a value or a reason.
    pub filled: usize,
    /// Required cells that are still empty.
    pub required_open: usize,
    /// Breakdowns that are empty though their total is given, of required rows.
    pub parts_open: usize,
    /// Cells without a value because it is confidential 涉密; not to be asked for again.
    pub confidential: usize,
    /// Returned cells that are neither changed nor answered.
    pub returned_open: usize,
    /// Questions without an answer.
    pub questions_open: usize,
    /// What the asker may do now: save, submit, review, forward, return, accept.
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionView {
    pub submission: SubmissionRow,
    pub form: FormView,
    pub entries: Vec<EntryView>,
    pub findings: Vec<FindingView>,
    pub changes: Vec<ChangeView>,
    /// Names this state of the form; see `NewsView`.
    pub mark: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormView {
    /// Codes of the plan's forms that it is made of.
    pub codes: Vec<String>,
    /// Head and foot of each, in the order of `codes`.
    pub heads: Vec<FormHeadView>,
    pub unit: String,
    pub unit_name: String,
    pub period: String,
    /// All periods that it asks about, earliest first.
    pub periods: Vec<String>,
    pub sections: Vec<SectionView>,
    pub missing_reasons: Vec<MissingReasonView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormHeadView {
    /// Code of the form, as in `sections`.
    pub form: String,
    /// 表号; null here and below while the issuing office has not said it.
    pub number: Option<String>,
    /// Null where the package names none.
    pub title: Option<String>,
    pub title_en: Option<String>,
    /// 制定机关.
    pub issuer: Option<String>,
    /// 批准或备案机关 and its number.
    pub approver: Option<String>,
    pub approval: Option<String>,
    /// 有效期至.
    pub valid_until: Option<String>,
    /// year, half, quarter, month, 2y, 3y, 5y or term.
    pub frequency: Option<String>,
    /// When it is to be handed in.
    pub due: Option<String>,
    /// 填报说明.
    pub instructions: Vec<String>,
    /// 拟定.
    pub proposed: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SectionView {
    /// Code of the form on which it stands.
    pub form: String,
    pub title: String,
    pub rows: Vec<RowView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MissingReasonView {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowView {
    pub item: String,
    pub name: String,
    /// 计量单位.
    pub unit: String,
    /// integer, decimal, boolean or stage.
    pub value_type: String,
    pub definition: Option<String>,
    pub doubt: Option<String>,
    pub required: bool,
    pub cells: Vec<CellView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CellView {
    /// `ITEM` or `ITEM[sex=F]`, of another period than the form `ITEM[sex=F]@2021`.
    pub cell: String,
    pub label: String,
    pub required: bool,
    /// The period of the cell where several stand side by side.
    pub period: Option<String>,
    /// What is on record for the period one year earlier; where several periods stand side by side, for its own.
    pub previous: Option<PreviousView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviousView {
    pub period: String,
    pub value: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryView {
    pub cell: String,
    pub value: Option<String>,
    /// Code of the reason why there is no value.
    pub missing: Option<String>,
    pub note: Option<String>,
    pub version: i64,
    pub updated_at: String,
    pub updated_by: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingView {
    pub cell: String,
    pub check: String,
    /// error (stops) or query (wants an explanation).
    pub severity: String,
    pub message: String,
    pub message_en: String,
    pub explained: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeView {
    pub action: String,
    pub action_name: String,
    pub from_state: String,
    pub to_state: String,
    pub to_name: String,
    pub at: String,
    pub actor: String,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedView {
    pub submission: SubmissionRow,
    /// All entries of the submission.
    pub entries: Vec<EntryView>,
    pub findings: Vec<FindingView>,
    /// Names this state of the form; see `NewsView`.
    pub mark: String,
    /// Of a save that had an id: what it did when it was first made.
    pub receipt: Option<ReceiptView>,
}

/// What a save did. One that is sent again is answered with the receipt of the first time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceiptView {
    pub save_id: String,
    pub at: String,
    pub cells: Vec<CellVersionView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CellVersionView {
    pub cell: String,
    /// That the cell had after the save.
    pub version: i64,
}

/// Whether a form has changed since a mark.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewsView {
    /// The form's state now; the same mark is the same state.
    pub mark: String,
    /// Null where nothing has changed.
    pub now: Option<SavedView>,
}

/// One version of a cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryView {
    pub version: i64,
    pub value: Option<String>,
    pub missing: Option<String>,
    pub note: Option<String>,
    pub updated_at: String,
    pub updated_by: String,
}
