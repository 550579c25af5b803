//! Checks 审核规则 as a package states them.

use heng_base::codes::CheckCode;
use heng_base::text::Text;
use serde::{Deserialize, Serialize};

use super::Status;

/// How much weight a break has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 强制性: stops.
    Error,
    /// 核实性: wants an explanation.
    Query,
}

/// What a check looks at. Every check is run at entry, upload, handing in and over the round; one that compares units says
/// nothing until the others' figures are at hand, over the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckScope {
    /// One unit's form, with its own earlier figures.
    Form,
    /// Forms of several units side by side.
    Unit,
    /// All units of a type together.
    Round,
    /// One unit's form against published figures of other areas.
    Reference,
}

/// A row of `checks.csv`: a condition that answers keep, for each of its cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    pub code: CheckCode,
    pub name: Text,
    pub severity: Severity,
    pub scope: CheckScope,
    /// Which cells it is asked of, each as written: `ITEM`, `ITEM[sex=F]`, `ITEM[*]`, `integer:*`, `integer:*[sex=F]`.
    pub cells: Vec<String>,
    /// What must hold, in the grammar of `statistics::formula::check`.
    pub expression: String,
    /// Said of a break; `{…}` holds a formula whose value is put in.
    pub message: Text,
    pub example: Text,
    pub status: Status,
    /// Its line in `checks.csv`.
    pub line: u64,
}
