//! The statistical database: rows, and what they can be chosen by.

use serde::Serialize;
use utoipa::ToSchema;

use super::SeriesPoint;

/// Rows that were asked for, a page of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DataPage {
    pub rows: Vec<DataRow>,
    pub page: usize,
    pub per_page: usize,
    /// Rows found, on all pages.
    pub total: usize,
    /// Series found, on all pages.
    pub series: usize,
    /// Rows that there would be without any condition.
    pub held: usize,
    /// What is withheld from the asker: none, applied (what disclosure control says) or pending (it is not decided yet, and
    /// all that a rule is of is withheld).
    pub protection: String,
}

/// A figure of the database.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DataRow {
    /// item or indicator.
    pub kind: String,
    /// Code of the item or indicator.
    pub subject: String,
    pub name: String,
    pub name_en: Option<String>,
    pub unit: String,
    /// Numbers of the domains whose targets it serves.
    pub domains: Vec<u32>,
    pub area: String,
    pub area_name: String,
    pub area_name_en: Option<String>,
    /// `sex=F`; empty for the total.
    pub breakdown: String,
    pub breakdown_label: String,
    pub breakdown_label_en: String,
    /// The same for all periods of one series; can be asked for.
    pub series: String,
    /// `value`, or the codes of why there is none.
    pub statuses: Vec<String>,
    /// SDMX CL_OBS_STATUS.
    pub obs_status: String,
    /// SDMX CL_CONF_STATUS: `C` where the figure is there and not shown, else `F`.
    pub conf_status: String,
    /// Of the observation; null for a computed value.
    pub revision: Option<u32>,
    /// Whether this is the figure that is used, and not what another source says of the same.
    pub standing: bool,
    /// Published of an area above the plan's: to be compared with, and in no total.
    pub reference: bool,
    /// What its parts make, where that is another figure than the one reported.
    pub differences: Vec<DifferentTotal>,
    pub point: SeriesPoint,
}

/// A reported total that its parts do not make up. The reported one is what counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferentTotal {
    /// A dimension, `area` or `period`.
    pub over: String,
    /// Names of the codes of the dimension.
    pub parts: String,
    pub reported: String,
    pub sum: String,
    /// Ids of the observations that make the sum.
    pub inputs: Vec<i64>,
}

/// What the rows of a plan can be chosen by: only what some row has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DataChoices {
    /// Indicators, then items, in the catalogue's order.
    pub subjects: Vec<SubjectChoice>,
    pub areas: Vec<Choice>,
    /// Ascending.
    pub periods: Vec<String>,
    /// year, half, quarter or month, the longest first: those of which there is a row.
    pub frequencies: Vec<String>,
    /// Areas above the plan's of which something is published, to compare with.
    pub compared: Vec<Choice>,
    /// Whether the catalogue holds the boundaries of areas.
    pub boundaries: bool,
    pub dimensions: Vec<DimensionChoice>,
    pub domains: Vec<DomainChoice>,
    pub sources: Vec<Choice>,
    pub statuses: Vec<Choice>,
    /// Rows that there are without any condition.
    pub held: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubjectChoice {
    /// item or indicator.
    pub kind: String,
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub unit: String,
    pub domains: Vec<u32>,
    /// How many rows have a number.
    pub figures: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Choice {
    pub code: String,
    /// The code where it has no name.
    pub name: String,
    pub name_en: Option<String>,
}

/// A dimension of the catalogue's code lists.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DimensionChoice {
    pub code: String,
    /// What the catalogue calls it.
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub codes: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainChoice {
    pub number: u32,
    pub title: String,
    pub title_en: Option<String>,
}

/// A cross table: figures by any axes, a page of its lines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PivotView {
    /// The axes down the side, the outer first; those in which figures differ and that were put nowhere are added.
    pub rows: Vec<PivotAxis>,
    /// The axes across.
    pub columns: Vec<PivotAxis>,
    /// Axes with one member for all figures.
    pub fixed: Vec<PivotAxis>,
    /// A line each.
    pub row_heads: Vec<PivotHead>,
    pub column_heads: Vec<PivotHead>,
    /// By line and column; null where the database has no figure.
    pub cells: Vec<Vec<Option<PivotCell>>>,
    pub page: usize,
    pub per_page: usize,
    /// Lines found, on all pages.
    pub total: usize,
    /// Figures found, on all pages.
    pub figures: usize,
    /// What is withheld from the asker: none, applied or pending.
    pub protection: String,
}

/// What figures differ in: subject, area, period, source or a dimension.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PivotAxis {
    pub code: String,
    /// Of a dimension: what the catalogue calls it.
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub members: Vec<PivotMember>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PivotMember {
    /// `_T` is the total over the dimension.
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Of a subject: item or indicator.
    pub kind: Option<String>,
    /// Of a subject: its unit of measure.
    pub unit: Option<String>,
    /// Of an area: the one that it is part of.
    pub parent: Option<String>,
    /// Of an area: column and row of its tile on a map of tiles.
    pub tile: Option<[u8; 2]>,
    /// Of an area: it is above the plan's, its figures are published ones to compare with.
    pub reference: bool,
}

/// A place in each axis, as numbers of its members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PivotHead {
    pub members: Vec<usize>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PivotCell {
    /// With `period` it finds the row, and by that the way back.
    pub series: String,
    pub period: String,
    /// At full precision; null where there is none.
    pub value: Option<String>,
    pub display: Option<String>,
    /// The period of the older figure that stands here.
    pub carried_from: Option<String>,
    pub estimated: bool,
    /// To protect the persons counted, the figure or one that it is computed from is shown as a multiple of this.
    pub rounded_to: Option<u32>,
    pub break_note: Option<String>,
    /// Whether other sources say something else.
    pub rivals: bool,
    /// The figure, or one that it is computed from, is not shown.
    pub confidential: bool,
    /// There is no value and there can be none.
    pub not_applicable: bool,
    pub reason: Option<String>,
    pub reason_en: Option<String>,
    /// Of a figure that is published of an area above the plan's: where.
    pub source: Option<String>,
}

/// A view of the database that somebody keeps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedViewView {
    pub id: i64,
    pub title: String,
    /// As it stands in the page's address.
    pub query: String,
    pub shared: bool,
    pub owner: String,
    pub own: bool,
    pub saved_at: String,
    /// Whether the asker may take it away.
    pub deletable: bool,
}
