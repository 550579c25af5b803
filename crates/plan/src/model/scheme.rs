//! Schemes 填报方案: by what plan of days, forms and units a round is opened.

use heng_base::codes::{FormCode, SchemeCode, UnitCode};
use heng_base::text::Text;
use serde::{Deserialize, Serialize};

use super::{Frequency, Status};

/// How rounds of a kind are opened. Days are working days; all but `open` are counted from the day of opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    pub code: SchemeCode,
    pub name: Text,
    /// The length of a period: year, half, quarter or month.
    pub frequency: Frequency,
    /// One grid with the years from the plan's base year on as columns 历史数据补录, instead of one period.
    pub since_base: bool,
    /// The forms that are asked; all where none is named.
    pub forms: Vec<FormCode>,
    /// The units that are asked; everyone whom the forms ask where none is named.
    pub units: Vec<UnitCode>,
    /// The working day after the period's end on which the round opens, 1 for the first; absent, it opens at once.
    pub open: Option<u32>,
    /// From when on units are reminded.
    pub remind: Option<u32>,
    /// The last day.
    pub due: u32,
    /// Until when everyone may still hand in late; later, only whom the bureau lets. Absent: until the round is closed.
    pub late_until: Option<u32>,
    /// After which the round is over.
    pub close: Option<u32>,
    pub signature: Signature,
    /// Whether the evaluation group 评估组 passes the forms.
    pub evaluation: bool,
    pub status: Status,
    pub note: Option<String>,
}

/// Whether the unit signs a form (on paper with its stamp, or by name and second factor) before it is passed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    #[default]
    None,
    /// It may be signed; nothing waits for it.
    Optional,
    /// The unit's reviewer passes only what is signed as it stands.
    Required,
}

impl Signature {
    pub const ALL: [Self; 3] = [Self::None, Self::Optional, Self::Required];

    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signature| signature.code() == code)
    }
}
