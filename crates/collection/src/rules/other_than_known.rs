//! `other_than_known`: a form of past years gives another figure than the one on record for that year.
//!
//! What was published or accepted before is not overwritten in passing: the unit says why its figure is another.

use heng_base::text::Text;

use super::{LastYear, Rule, Said, Severity, both};
use crate::entry::Entry;
use crate::form::CellId;

pub(crate) const CODE: &str = "other_than_known";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    severity: Severity::Query,
    name: Said { zh: "与已有的数不同", en: "Other than the figure on record" },
    words: Said {
        zh: "补录往年数据时，填的数与该年已有的数不同的，要写明原因。",
        en: "In a form of past years, a figure that is not the one on record for that year is to be explained.",
    },
    example: Said { zh: "2021年已有 56，补录填 57。", en: "For 2021, 56 is on record and 57 is entered." },
    check: |_, _| Vec::new(),
};

/// Cells that hold another figure than `known`, by cell the one on record for its own year.
pub(crate) fn differing(entries: &[Entry], known: &LastYear) -> Vec<(CellId, Text)> {
    let told = |entry: &Entry| {
        let (now, held) = (entry.value?, known.get(&entry.cell)?.normalize());
        let text = both(
            format!("与该年已有的数 {held} 不同，改动须写明原因"),
            format!("other than {held}, which is on record for that year; say why"),
        );
        (now != held).then(|| (entry.cell.clone(), text))
    };
    entries.iter().filter_map(told).collect()
}
