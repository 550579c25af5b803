//! What answers look like: one file a noun. Decimals are strings, times UTC text of one width, absent is null.

mod audit;
mod data;
mod indicator;
mod package;
mod plan;
mod release;
mod round;
mod submission;
mod trail;
mod user;

pub use audit::{AuditEventView, AuditPage, ChainView};
pub use data::{Choice, DataChoices, DataPage, DataRow, DimensionChoice, DomainChoice, SubjectChoice};
pub use indicator::{
    BreakdownSeries, FormulaView, IndicatorRow, IndicatorView, ItemView, LatestView, ReferenceView, RivalView,
    SeriesPoint, SourceView,
};
pub use package::{
    FileChangeView, NoticeView, PackageCheck, PackageFacts, PackageImported, PackageRow, ReadDomainView, ReadEntryView,
    ReadTargetView, ReadingView, RowsView, TableCount, UnfitPlan,
};
pub use plan::{
    ComparisonView, DomainSummary, DomainTitle, DomainView, ForecastView, IntervalView, JudgementView, MeasureView,
    MethodView, ObjectiveRow, ObjectiveView, OverviewView, PlanView, PointView, PooledView, PreviousFigure,
    ProjectView, ProjectsView, RateView, ResponsibleUnit, StatesView, TargetSeries, TargetView,
};
pub use release::{CheckedFile, ReleaseDetail, ReleaseFileView, ReleaseView, ReportView, VerificationView};
pub use round::{ConfirmationView, CountsView, RoundDetail, RoundView, UnitRow};
pub use submission::{
    CellVersionView, CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, HistoryView,
    MissingReasonView, NewsView, PreviousView, ReceiptView, RowView, SavedView, SectionView, SubmissionRow,
    SubmissionView,
};
pub use trail::{ImportView, RevisionView, SubmissionTrail, TrailView};
pub use user::{PasswordView, SessionView, UserRow, UserView};
