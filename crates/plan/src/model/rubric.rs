//! By what scale qualitative objectives are rated 定性目标评定标准.

use heng_base::text::Text;
use serde::{Deserialize, Serialize};

use super::Status;

/// A row of `rubric.csv`: a level and what must be shown for it. Rows stand from the lowest level to the highest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricLevel {
    pub code: String,
    pub name: Text,
    /// What the evidence must show.
    pub criterion: Text,
    pub status: Status,
}
