//! Tables of codes: code lists with their groups, and areas.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::UseView;

/// A table of codes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeListRow {
    /// areas, or `codes.<list>`.
    pub table: String,
    /// As the catalogue calls it.
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub codes: usize,
    /// Groups beside the tree.
    pub groups: usize,
    /// Items, indicators and forms of the plan that are broken down by it.
    pub items: usize,
    pub indicators: usize,
    pub forms: usize,
}

/// A code that goes into a group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberView {
    pub code: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// A code with its place in the tree.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Steps below the top of the tree.
    pub level: usize,
    /// The first and the last year in which it holds, where it is bound to years.
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    /// Codes that it groups beside the tree.
    pub members: Vec<MemberView>,
    /// What else the table says of it, by column.
    pub more: BTreeMap<String, String>,
}

/// A table of codes as a tree: each code above those below it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeListView {
    pub table: String,
    /// As the catalogue calls it.
    pub name: Option<String>,
    pub name_en: Option<String>,
    /// The table of its groups; none where there can be none.
    pub groups: Option<String>,
    pub codes: Vec<CodeView>,
    /// Items, indicators and forms that are broken down by it.
    pub used_by: Vec<UseView>,
}
