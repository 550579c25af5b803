//! Rows as a workbook: one line a figure, with a filter over the heads; numbers as numbers.

use std::borrow::Cow;

use heng_base::problem::Problem;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::columns::{HEADS, NUMBERS, cells};
use crate::failure::{Failure, Result};
use crate::views::DataRow;

/// What a sheet of Excel holds below its line of heads.
const MOST: usize = 1_048_575;
/// Digits that Excel keeps of a number; one with more stays a text, so that nothing of it is lost.
const DIGITS: usize = 15;

/// Units of UTF-16 that a cell of Excel holds.
const LONGEST: usize = 32_767;

/// `as_of`: the day of which it was asked what was known; `mark`: what the figures must not be taken for.
pub fn write(rows: &[DataRow], as_of: &str, mark: Option<&str>) -> Result<Vec<u8>> {
    if rows.len() > MOST {
        let zh = format!("Excel 最多 {MOST} 行；请缩小条件，或导出 CSV、Parquet");
        let en = format!("at most {MOST} rows in Excel: narrow the conditions, or take CSV or Parquet");
        return Err(Problem::expected(rows.len(), zh, en).field("rows").into());
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_low_memory().map_err(Failure::system)?;
    fill(sheet, rows, as_of, mark).map_err(Failure::system)?;
    book.save_to_buffer().map_err(Failure::system)
}

fn fill(
    sheet: &mut Worksheet,
    rows: &[DataRow],
    as_of: &str,
    mark: Option<&str>,
) -> std::result::Result<(), XlsxError> {
    sheet.set_name("数据")?;
    let last = HEADS.len() as u16 - 1;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows.len() as u32, last)?;
    // Names are wider than codes.
    for (column, width) in [(2, 40), (6, 14), (9, 18), (18, 30)] {
        sheet.set_column_width(column, width)?;
    }
    let head = Format::new().set_bold();
    for (column, name) in HEADS.into_iter().chain(mark.map(|_| "说明 note")).enumerate() {
        sheet.write_with_format(0, column as u16, name, &head)?;
    }
    for (at, row) in rows.iter().enumerate() {
        let line = at as u32 + 1;
        for (column, cell) in cells(row, as_of).iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match number(cell).filter(|_| NUMBERS.contains(&column)) {
                Some(number) => {
                    let shown = Format::new().set_num_format(places(cell));
                    sheet.write_number_with_format(line, column as u16, number, &shown)?
                }
                None => sheet.write_string(line, column as u16, fitting(cell).as_ref())?,
            };
        }
        if let Some(mark) = mark {
            sheet.write_string(line, last + 1, mark)?;
        }
    }
    Ok(())
}

/// As much of a text as a cell holds; CSV and Parquet have the whole.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut left = LONGEST - 1;
    let fits = |c: &char| left.checked_sub(c.len_utf16()).map(|rest| left = rest).is_some();
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

fn number(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count();
    text.parse().ok().filter(|_| digits <= DIGITS)
}

/// How Excel is to show a number so that it has the places with which it is written.
pub fn places(written: &str) -> String {
    let places = written.split_once('.').map_or(0, |(_, places)| places.len());
    if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_cell_does_not_hold_is_cut() {
        let (short, long) = ("1 2 3".repeat(6_000), "1234567 ".repeat(5_000));
        assert_eq!(fitting(&short), short);
        assert!(fitting(&long).ends_with('…') && fitting(&"😀".repeat(20_000)).encode_utf16().count() <= LONGEST);
        let mut sheet = Worksheet::new();
        sheet.write_string(0, 0, fitting(&long).as_ref()).unwrap();
    }

    #[test]
    fn a_number_that_excel_would_cut_stays_a_text() {
        assert_eq!(number("-0.00123456789012345"), Some(-0.001_234_567_890_123_45));
        assert_eq!(number("1234567890.123456"), None);
        assert_eq!(number("不详"), None);
    }
}
