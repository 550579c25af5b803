//! What answers look like: one file a noun. Decimals are strings, times UTC text of one width, absent is null.

mod audit;
mod bulk;
mod check;
mod code_list;
mod comparison;
mod course;
mod data;
mod indicator;
mod package;
mod plan;
mod progress;
mod proposal;
mod rating;
mod release;
mod review;
mod round;
mod sheet;
mod submission;
mod task;
mod template;
mod trail;
mod upper;
mod user;
mod warning;

pub use audit::{AuditEventView, AuditPage, ChainView};
pub use bulk::{BulkDone, BulkUnitView, BulkView};
pub use check::{BreakView, CheckFormView, CheckView, HintFigureView, HintView, RoundBreaks};
pub use code_list::{CodeListRow, CodeListView, CodeView, MemberView};
pub use comparison::{
    BesideView, FunnelAbsent, FunnelAgainst, FunnelAll, FunnelArea, FunnelPoint, FunnelView, PublishedPoint,
    PublishedSeries,
};
pub use course::{
    CalendarView, CopyView, CourseView, DaysView, FormChoice, LeaveView, LeftOutView, PreviewForm, PreviewUnit,
    PreviewView, SchemeView, SpecialDayView,
};
pub use data::{
    Choice, DataChoices, DataPage, DataRow, DifferentTotal, DimensionChoice, DomainChoice, PivotAxis, PivotCell,
    PivotHead, PivotMember, PivotView, SavedViewView, SubjectChoice,
};
pub use indicator::{
    BreakdownSeries, DefinitionView, FigureView, FormulaView, IndicatorRow, IndicatorView, ItemView, LatestView,
    ReferenceView, RevisionMoment, RevisionRow, RevisionTable, RivalView, SeriesPoint, SourceView, UseView,
};
pub use package::{
    FileChangeView, NoticeView, PackageCheck, PackageFacts, PackageImported, PackageRow, ReadDomainView, ReadEntryView,
    ReadTargetView, ReadingView, RowsView, TableCount, UnfitPlan,
};
pub use plan::{
    ComparisonView, DomainSummary, DomainTitle, DomainView, FigureIntervalView, ForecastView, IntervalView,
    JudgementView, MeasureView, MethodView, ObjectiveRow, ObjectiveView, OverviewView, PlanTitle, PlanView, PointView,
    PooledView, PreviousFigure, ProjectView, ProjectsView, RateView, ResponsibleUnit, ShareView, StatesView,
    TargetSeries, TargetView,
};
pub use progress::{DomainProgress, ProgressView, UnitProgress};
pub use proposal::{
    AmendedRow, AmendmentCheck, ColumnView, DecidedView, EditorView, EffectPage, FigureChangeView, PlanEffect,
    ProposalDetail, ProposalRow, PublishedIn, RowDifference, StateChangeView, VersionView, VersionsView,
};
pub use rating::{LevelView, RatingView, RatingsView};
pub use release::{CheckedFile, ReleaseDetail, ReleaseFileView, ReleaseView, ReportView, VerificationView};
pub use review::{
    CandidateView, ChangedCellView, CorrectedFigureView, CorrectedView, CorrectionView, DecisionView, ExplanationView,
    OpenedView, OutcomeView, PeerView, QuestionEventView, QuestionView, ReviewView,
};
pub use round::{ConfirmationView, CountsView, RoundDetail, RoundView, TermsView, UnitRow};
pub use sheet::{FactorView, NewFactorView, SheetView, SignatureView};
pub use submission::{
    CellVersionView, CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, HistoryView,
    MissingReasonView, NewsView, PreviousView, ReceiptView, RowView, SavedView, SectionView, SubmissionRow,
    SubmissionView,
};
pub use task::{TaskFindingsView, TaskQuestionView, TasksView};
pub use template::{ContentView, DifferenceView, RemarkView, TemplateView};
pub use trail::{ImportView, RevisionView, SubmissionTrail, TrailView};
pub use upper::{UpperCellView, UpperTitle, UpperView, UppersView};
pub use user::{HandoverView, PasswordView, SessionView, UserRow, UserView};
pub use warning::{
    Noting, WarningCounts, WarningEventView, WarningNote, WarningPage, WarningRow, WarningUnit, WarningView,
};
