//! The table of many units to fill in: a line a cell that is asked for, everything but the figures written down.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::long::{COLUMNS, LongRow};
use super::looks::Looks;
use super::write::NO_SECRETS;

/// Widths of [`COLUMNS`], in characters.
const WIDTHS: [u32; 8] = [26, 10, 22, 22, 14, 14, 30, 50];

/// The lines with what the codes mean. `made_at` is when, `2026-03-31T08:00:00`; `invented` what a demo store says.
pub fn write(lines: &[(LongRow, String)], made_at: &str, invented: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let (mut book, looks) = (Workbook::new(), Looks::new());
    let made = ExcelDateTime::parse_from_str(made_at.get(..19).unwrap_or_default())?;
    book.set_properties(&DocProperties::new().set_title("批量导入").set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name("数据")?;
    for (column, ((_, name), width)) in (0_u16..).zip(COLUMNS.iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *name, &looks.head)?;
    }
    for (at, (line, name)) in (1_u32..).zip(lines) {
        let cells =
            [&line.unit, &line.period, &line.item, &line.breakdown, &line.value, &line.reason, &line.note, name];
        for (column, text) in (0_u16..).zip(cells) {
            if !text.is_empty() {
                sheet.write_string(at, column, text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_footer(format!("&L{NO_SECRETS}  {}&R第 &P 页，共 &N 页", invented.unwrap_or_default()));
    guide(book.add_worksheet(), invented, &looks)?;
    book.save_to_buffer()
}

fn guide(sheet: &mut rust_xlsxwriter::Worksheet, invented: Option<&str>, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?.set_column_width(0, 100)?;
    let said = [
        "一行一个数，只读第一张工作表；没有填数、原因和说明的行不导入。",
        "责任单位写代码或全称；填报期写 2025、2025-S1、2025-Q1、2025-06；数据项写代码、上级代码或全称。",
        "分组写法如 sex=F，也可写分组的名称，如“女”；合计留空。“名称”列只供人看，不读。",
        "没有数的，数值留空，缺数原因写名称或代码。",
        NO_SECRETS,
    ];
    for (row, text) in (0_u32..).zip(said.into_iter().chain(invented)) {
        sheet.write_string_with_format(row, 0, text, &looks.text)?;
    }
    Ok(())
}
