//! Reports that the upper level asks for in a workbook of its own 上级报表.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::text::Text;
use serde::{Deserialize, Serialize};

/// A workbook of the upper level, and what belongs into which of its cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpperReport {
    pub code: String,
    pub title: Text,
    pub issuer: Option<String>,
    /// Path of the workbook in the package.
    pub file: String,
    pub cells: Vec<UpperCell>,
}

/// One cell of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpperCell {
    pub sheet: String,
    /// `D12`.
    pub cell: String,
    pub figure: UpperFigure,
    pub breakdown: Breakdown,
    /// Years after the year of the report; last year's figure has -1.
    pub offset: i32,
    pub note: Option<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpperFigure {
    Item(ItemCode),
    Indicator(IndicatorCode),
}
