//! Figures beside those of other areas.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Choice, IntervalView, PointView, SeriesPoint, SourceView};

/// What is published of an area above the plan's: nation, province or prefecture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedSeries {
    pub area: String,
    pub area_name: String,
    pub area_name_en: Option<String>,
    /// `sex=F`; empty for the total.
    pub breakdown: String,
    pub label: String,
    /// By period.
    pub points: Vec<PublishedPoint>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedPoint {
    pub period: String,
    /// At full precision.
    pub value: String,
    pub display: String,
    pub source: Option<SourceView>,
}

/// The plan's own figure beside one that is published of an area above.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BesideView {
    pub area: String,
    pub area_name: String,
    pub area_name_en: Option<String>,
    pub breakdown: String,
    pub label: String,
    /// Of the own figure's year where one is published of it, else the last before it.
    pub published: PublishedPoint,
    pub own: Option<PointView>,
    /// Whether both are of one year.
    pub same_year: bool,
    /// Own less published, with its sign, as published.
    pub difference: Option<String>,
    /// Whether the difference may be chance, at 5 % and for as many as are tested here; null for what counts no cases and
    /// for figures of different years.
    pub chance: Option<bool>,
}

/// The areas right below the plan's beside each other (镇街比较), by a funnel plot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelView {
    pub unit: String,
    /// Years of which three areas at least have a figure, ascending. None: there is nothing to compare.
    pub periods: Vec<String>,
    /// Breakdowns in which there is something to compare; the code is empty for the total.
    pub breakdowns: Vec<Choice>,
    pub period: Option<String>,
    /// The first of the years that are taken together; that of `period` where it is one only.
    pub since: Option<String>,
    pub breakdown: String,
    /// All areas together.
    pub all: Option<FunnelAll>,
    /// In the catalogue's order.
    pub areas: Vec<FunnelArea>,
    /// The limits by denominator, rising; empty where nothing can differ by chance.
    pub curve: Vec<FunnelPoint>,
    /// Areas without a figure that can be compared, and why.
    pub absent: Vec<FunnelAbsent>,
    /// Names and versions of the methods: limits, test and correction for many.
    pub methods: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelAll {
    /// At full precision.
    pub value: String,
    pub display: String,
    pub interval: IntervalView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelArea {
    pub area: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Of several years as one its method is `pooled 1` and its period the last of them.
    pub point: SeriesPoint,
    /// Of the area's own figure, 95 %.
    pub interval: IntervalView,
    /// Null where all areas have none, or all, of what is counted.
    pub against: Option<FunnelAgainst>,
}

/// An area against all together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelAgainst {
    /// Cases that the value of all would give it, to one place.
    pub expected: String,
    /// As published.
    pub low_95: String,
    pub high_95: String,
    pub low_998: String,
    pub high_998: String,
    /// within, low_95, high_95 (beyond the limits of 95 %), low_998 or high_998.
    pub standing: String,
    /// How likely it is chance, and the same for as many areas as are tested (Benjamini and Hochberg), to four places.
    pub p: f64,
    pub adjusted: f64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelPoint {
    pub denominator: f64,
    pub low_95: f64,
    pub high_95: f64,
    pub low_998: f64,
    pub high_998: f64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelAbsent {
    pub area: String,
    pub name: String,
    pub name_en: Option<String>,
    pub reason: String,
    pub reason_en: String,
}
