//! Reports of the upper level, filled from the plan's figures.

use serde::Serialize;
use utoipa::ToSchema;

use super::FigureView;

/// Workbooks that the upper level asks for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UppersView {
    pub reports: Vec<UpperTitle>,
    /// Years that can be asked for.
    pub years: Vec<i32>,
    pub year: i32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UpperTitle {
    pub code: String,
    pub title: String,
    pub title_en: Option<String>,
    pub issuer: Option<String>,
    pub cells: usize,
}

/// One of them for a year, cell by cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UpperView {
    pub report: UpperTitle,
    pub year: i32,
    pub cells: Vec<UpperCellView>,
    /// How many cells are in each state.
    pub filled: usize,
    pub empty: usize,
    pub differing: usize,
    pub blocked: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UpperCellView {
    /// `sheet!address`.
    pub place: String,
    pub code: String,
    pub name: String,
    pub breakdown: String,
    pub unit: String,
    pub period: String,
    /// What is put in.
    pub figure: FigureView,
    /// What the workbook holds there already.
    pub held: Option<String>,
    /// filled; empty: no figure; differing: the workbook holds another number, which is replaced; blocked: a formula or
    /// another cell's merged block stands there, and it is left alone.
    pub state: String,
    pub note: Option<String>,
}
