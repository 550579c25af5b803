//! What Excel itself checks while somebody types: what may stand in a cell, and colours where figures cannot be right.
//!
//! Only what a formula of Excel can say of one row. Everything is checked again, by all rules, when the template comes back.

use heng_plan::model::ValueType;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ConditionalFormatFormula, DataValidation, Formula, Worksheet, XlsxError};

use super::address::Address;
use super::layout::{SheetPlan, suffix};
use super::looks::Looks;
use super::write::REASONS;
use crate::form::Row;

/// A number that fits the item, or the name of a reason.
pub fn value(row: &Row, at: u32, column: u16) -> Result<DataValidation, XlsxError> {
    let cell = Address::new(at, u32::from(column)).to_string();
    let fits = fits(row, &cell).join(",");
    let rule = format!("=OR(COUNTIF({REASONS},{cell})>0,AND(ISNUMBER({cell}),{fits}))");
    DataValidation::new()
        .allow_custom(Formula::new(rule))
        .set_error_title("请核对这一格")?
        .set_error_message(format!("应为{}，没有数的填缺数原因。", bounds(row)))?
        .set_input_message(format!("{}，单位：{}", bounds(row), row.unit))
}

/// One of the reasons of the list.
pub fn reason() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("={REASONS}")))
        .set_error_title("缺数原因")?
        .set_error_message("从列表中选一个缺数原因。")?
        .set_input_message("没有数时选择原因；填了数就不选。")
}

/// What must hold of a number, as conditions on a cell.
fn fits(row: &Row, cell: &str) -> Vec<String> {
    let mut fits = Vec::new();
    match row.value_type {
        ValueType::Integer => fits.push(format!("{cell}=INT({cell})")),
        ValueType::Stage => fits.push(format!("{cell}=INT({cell}),{cell}>=0")),
        ValueType::Boolean => fits.push(format!("OR({cell}=0,{cell}=1)")),
        ValueType::Decimal => {}
    }
    fits.extend(row.min.map(|min| format!("{cell}>={}", min.normalize())));
    fits.extend(row.max.map(|max| format!("{cell}<={}", max.normalize())));
    if fits.is_empty() {
        fits.push("TRUE".to_owned());
    }
    fits
}

/// The same in words.
fn bounds(row: &Row) -> String {
    let kind = match row.value_type {
        ValueType::Boolean => return "1（是）或 0（否）".to_owned(),
        ValueType::Integer | ValueType::Stage => "整数",
        ValueType::Decimal => "数字",
    };
    let show = |bound: Decimal| bound.normalize().to_string();
    match (row.min, row.max) {
        (Some(min), Some(max)) => format!("{} 到 {} 的{kind}", show(min), show(max)),
        (Some(min), None) => format!("不小于 {} 的{kind}", show(min)),
        (None, Some(max)) => format!("不大于 {} 的{kind}", show(max)),
        (None, None) => kind.to_owned(),
    }
}

/// Colours of a row: what is no number, out of bounds or at odds with its total, and what is wanted and empty.
pub fn colours(
    sheet: &mut Worksheet,
    plan: &SheetPlan<'_>,
    row: &Row,
    at: u32,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let found = |key: &str| plan.columns.iter().position(|held| held.key == key);
    let place = |key: &str| found(key).map(|column| plan.value(column));
    let address = |column: u32| Address::new(at, column).to_string();
    let mut colour = |column: u32, rule: String, look| {
        let format = ConditionalFormatFormula::new().set_rule(Formula::new(rule)).set_format(look);
        sheet.add_conditional_format(at, column as u16, at, column as u16, &format).map(|_| ())
    };
    for cell in &row.cells {
        let id = cell.id.to_string();
        let key = suffix(row, &id);
        let Some(column) = place(key) else { continue };
        let here = address(column);
        let fits = fits(row, &here).join(",");
        colour(column, format!("=AND(ISNUMBER({here}),NOT(AND({fits})))"), &looks.breaks)?;
        colour(column, format!("=AND(ISTEXT({here}),COUNTIF({REASONS},{here})=0)"), &looks.breaks)?;
        let (breakdown, period) = parts_of(key);
        let total = place(period).filter(|_| !breakdown.is_empty()).map(address);
        // Only counts add up.
        let counts = row.value_type == ValueType::Integer;
        if let Some(total) = total.filter(|_| counts && breakdown == "[sex=F]") {
            colour(column, format!("=AND(ISNUMBER({here}),ISNUMBER({total}),{here}>{total})"), &looks.breaks)?;
        }
        if breakdown.is_empty() {
            for parts in dimensions(row, period).into_iter().filter(|_| counts) {
                let parts: Vec<String> = parts.iter().filter_map(|key| place(key)).map(address).collect();
                let (list, count) = (parts.join(","), parts.len());
                let rule = format!("=AND(ISNUMBER({here}),COUNT({list})={count},SUM({list})<>{here})");
                colour(column, rule, &looks.breaks)?;
            }
            if cell.required {
                let reason = found(key).and_then(|column| plan.reason(column)).map(address);
                let unexcused = reason.map_or_else(|| "TRUE".to_owned(), |reason| format!("{reason}=\"\""));
                colour(column, format!("=AND({here}=\"\",{unexcused})"), &looks.wanted)?;
            }
        }
    }
    Ok(())
}

/// Breakdown and period of what an id says beyond its item: `[sex=F]@2021` → `[sex=F]`, `@2021`.
fn parts_of(key: &str) -> (&str, &str) {
    key.split_at(key.find('@').unwrap_or(key.len()))
}

/// The keys of the parts of a total, dimension by dimension.
fn dimensions(row: &Row, period: &str) -> Vec<Vec<String>> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for cell in &row.cells {
        let id = cell.id.to_string();
        let key = suffix(row, &id);
        let (breakdown, of) = parts_of(key);
        let Some(dimension) = breakdown.trim_start_matches('[').split('=').next().filter(|d| !d.is_empty()) else {
            continue;
        };
        // Two dimensions crossed are parts of neither.
        if of != period || breakdown.contains(';') {
            continue;
        }
        match found.iter_mut().find(|(name, _)| name == dimension) {
            Some((_, keys)) => keys.push(key.to_owned()),
            None => found.push((dimension.to_owned(), vec![key.to_owned()])),
        }
    }
    found.into_iter().map(|(_, keys)| keys).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn parts_are_those_of_one_dimension() {
        let form = sample::form();
        let row = form.rows().next().unwrap();
        let parts = dimensions(row, "");
        assert_eq!(parts, [vec!["[sex=F]", "[sex=M]"], vec!["[urban_rural=U]", "[urban_rural=R]"]]);
        assert_eq!(parts_of("[sex=F]@2021"), ("[sex=F]", "@2021"));
        assert_eq!(fits(row, "E6"), ["E6=INT(E6)", "E6>=0"]);
        assert_eq!(bounds(row), "不小于 0 的整数");
    }
}
