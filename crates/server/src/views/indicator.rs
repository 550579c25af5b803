//! Indicators and their series.

use serde::Serialize;
use utoipa::ToSchema;

use super::{BesideView, JudgementView, PublishedSeries, TargetView};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceView {
    pub code: String,
    pub title: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
}

/// An indicator's value in one period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeriesPoint {
    pub period: String,
    /// At full precision; null where there is none, then `reason` says why.
    pub value: Option<String>,
    /// As published, without unit.
    pub display: Option<String>,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    /// The period of the older figure that stands here.
    pub carried_from: Option<String>,
    /// The year by whose definition it was computed: that of the figure that was carried, its own where only an input was.
    pub defined_in: Option<i32>,
    /// OBS_STATUS is `E`, and not because it is rounded.
    pub estimated: bool,
    /// To protect the persons counted, the figure or one that it is computed from is shown as a multiple of this.
    pub rounded_to: Option<u32>,
    /// `formula 1`, `published 1`, or `observed` of an item.
    pub method: String,
    pub source: Option<SourceView>,
    /// Other sources that say something else (两源不一致).
    pub rivals: Vec<RivalView>,
    pub reason: Option<String>,
    pub reason_en: Option<String>,
    /// Ids of the observations used.
    pub inputs: Vec<i64>,
    /// The figure, or one that it is computed from, is not shown (CONF_STATUS `C`).
    pub confidential: bool,
    /// There is no value and there can be none: it does not exist or is not defined (OBS_STATUS `M`). Without a value, and
    /// neither this nor confidential, it is missing.
    pub not_applicable: bool,
    /// From here on it is counted in another way (口径变动): how that is known.
    pub break_note: Option<String>,
    pub break_note_en: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RivalView {
    pub source: SourceView,
    pub display: Option<String>,
    pub observation: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndicatorRow {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub kind: String,
    pub unit: String,
    pub doubt: Option<String>,
    /// Numbers of the domains whose targets it serves.
    pub domains: Vec<u32>,
    pub targets: usize,
    pub latest: Option<LatestView>,
    /// Of its first own target in the last year with figures.
    pub judgement: Option<JudgementView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LatestView {
    pub period: String,
    pub display: String,
    pub carried: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndicatorView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub kind: String,
    pub unit: String,
    /// up, down or hold: which way is better.
    pub direction: String,
    pub decimals: u32,
    pub frequency: String,
    pub definition: Option<String>,
    pub doubt: Option<String>,
    pub source_note: Option<String>,
    /// In names; null for an indicator known as published only.
    pub formula: Option<FormulaView>,
    /// As the catalogue writes it.
    pub formula_code: Option<String>,
    /// Years in which the definition holds; null where it is open.
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    /// What held in other years, the latest first.
    pub earlier: Vec<DefinitionView>,
    pub items: Vec<ItemView>,
    pub targets: Vec<TargetView>,
    /// year, half, quarter or month: those of whose periods there is a figure.
    pub frequencies: Vec<String>,
    /// That of the series.
    pub series_frequency: String,
    pub series: Vec<BreakdownSeries>,
    /// What is withheld from the asker: none, applied (what disclosure control says) or pending (it is not decided yet, and
    /// all that a rule is of is withheld).
    pub protection: String,
    pub references: Vec<ReferenceView>,
    /// What is published of the areas above the plan's, to draw beside the series.
    pub published: Vec<PublishedSeries>,
    /// The last own figures beside that.
    pub beside: Vec<BesideView>,
    /// What it is computed from, as a tree: each indicator is followed by its own parts, a level deeper.
    pub uses: Vec<UseView>,
    /// What is made of it.
    pub used_by: Vec<UseView>,
}

/// What held in other years.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DefinitionView {
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    pub definition: Option<String>,
    pub formula: Option<FormulaView>,
}

/// One end of a dependency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UseView {
    /// item, indicator, target, check, form or report.
    pub kind: String,
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// 1 of what the indicator itself names or is named by.
    pub level: u32,
    /// Of a target: the number of its objective.
    pub objective: Option<String>,
}

/// A figure as published, or which of three things it is that is none: not shown, not applicable, or else missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigureView {
    pub value: Option<String>,
    pub confidential: bool,
    pub not_applicable: bool,
}

/// How values were revised: a row a period, a column a moment at which one of them changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevisionTable {
    pub breakdown: String,
    pub moments: Vec<RevisionMoment>,
    pub rows: Vec<RevisionRow>,
    /// Earlier moments that are not told.
    pub left_out: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevisionMoment {
    pub at: String,
    /// The reasons given for the revisions of that moment.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevisionRow {
    pub period: String,
    /// By moment.
    pub values: Vec<FigureView>,
}

/// `numerator ÷ denominator × factor`, or an expression as numerator alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormulaView {
    pub numerator: String,
    pub numerator_en: String,
    pub denominator: Option<String>,
    pub denominator_en: Option<String>,
    pub factor: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemView {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub definition: Option<String>,
    /// Name of the unit on whose form it is.
    pub unit_asked: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BreakdownSeries {
    /// `sex=F`; empty for the total.
    pub breakdown: String,
    pub label: String,
    pub points: Vec<SeriesPoint>,
}

/// A published figure of another area to compare with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferenceView {
    pub area_name: String,
    pub period: String,
    pub label: String,
    pub display: String,
    pub source: Option<SourceView>,
}
