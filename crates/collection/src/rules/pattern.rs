//! Which cells a check of a package is asked of.

use heng_base::breakdown::Breakdown;
use heng_plan::model::ValueType;

use crate::form::{Cell, Row};

/// `ITEM`, `ITEM[sex=F]`, `ITEM[*]` (the total and every group), `integer:*` (the totals of all counts) or
/// `integer:*[sex=F]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    rows: Rows,
    /// Any group, or this one.
    breakdown: Option<Breakdown>,
}

#[derive(Debug, Clone, PartialEq)]
enum Rows {
    Item(String),
    All(ValueType),
}

const TYPES: [(&str, ValueType); 4] = [
    ("integer", ValueType::Integer),
    ("decimal", ValueType::Decimal),
    ("boolean", ValueType::Boolean),
    ("stage", ValueType::Stage),
];

impl Pattern {
    /// Reads the written form; none where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let (rows, by) = match text.split_once('[') {
            Some((rows, by)) => (rows, by.strip_suffix(']')?),
            None => (text, ""),
        };
        let rows = match rows.split_once(':') {
            Some((word, "*")) => Rows::All(TYPES.iter().find(|(known, _)| *known == word)?.1),
            Some(_) => return None,
            None => Rows::Item(heng_base::codes::ItemCode::parse(rows).ok()?.to_string()),
        };
        let breakdown = match by {
            "*" => None,
            by => Some(Breakdown::parse(by).ok()?),
        };
        Some(Self { rows, breakdown })
    }

    pub fn fits(&self, row: &Row, cell: &Cell) -> bool {
        let row_fits = match &self.rows {
            Rows::Item(item) => row.item.as_str() == item,
            Rows::All(value_type) => row.value_type == *value_type,
        };
        row_fits && self.breakdown.as_ref().is_none_or(|breakdown| *breakdown == cell.id.breakdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn fitting(pattern: &str) -> Vec<String> {
        let (form, pattern) = (sample::form(), Pattern::read(pattern).unwrap());
        let cells = form.rows().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
        cells.filter(|(row, cell)| pattern.fits(row, cell)).map(|(_, cell)| cell.id.to_string()).collect()
    }

    #[test]
    fn names_cells() {
        assert_eq!(fitting("PEOPLE"), ["PEOPLE"]);
        assert_eq!(fitting("PEOPLE[sex=F]"), ["PEOPLE[sex=F]"]);
        assert_eq!(fitting("PEOPLE[*]").len(), 5);
        assert_eq!(fitting("integer:*"), ["PEOPLE", "PATENTS"]);
        assert_eq!(fitting("integer:*[sex=M]"), ["PEOPLE[sex=M]"]);
        assert_eq!(fitting("decimal:*[*]"), ["SPENT"]);
        assert_eq!(fitting("OTHER"), Vec::<String>::new());
        for bad in ["", "*", "whole:*", "integer:X", "X[", "X[sex]", "X Y"] {
            assert_eq!(Pattern::read(bad), None, "{bad}");
        }
    }
}
