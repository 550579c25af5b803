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
    /// Of the observation; null for a computed value.
    pub revision: Option<u32>,
    /// Whether this is the figure that is used, and not what another source says of the same.
    pub standing: bool,
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
    pub codes: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainChoice {
    pub number: u32,
    pub title: String,
    pub title_en: Option<String>,
}
