//! A cross table as a workbook: heads as they stand on the page, numbers as numbers, notes for what has none.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::app::INVENTED;
use crate::failure::{Failure, Result};
use crate::views::{PivotAxis, PivotCell, PivotHead, PivotMember, PivotView};

/// The whole table on one sheet; where there is no figure the reason stands as the cell's note.
pub fn write(demo: bool, title: &str, view: &PivotView) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(sheet, title, view, demo.then_some(INVENTED)).map_err(Failure::system)?;
    book.save_to_buffer().map_err(Failure::system)
}

fn fill(
    sheet: &mut Worksheet,
    title: &str,
    view: &PivotView,
    mark: Option<&str>,
) -> std::result::Result<(), XlsxError> {
    let head = Format::new().set_bold().set_align(FormatAlign::Center).set_border_bottom(FormatBorder::Thin);
    sheet.set_name("数据")?;
    sheet.write_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
    let fixed: Vec<String> =
        view.fixed.iter().filter_map(|axis| axis.members.first()).map(|one| one.name.clone()).collect();
    let note = fixed.into_iter().chain(mark.map(str::to_owned)).collect::<Vec<_>>().join("；");
    sheet.write(1, 0, note)?;
    let top = 2 + view.columns.len().max(1) as u32;
    let left = view.rows.len() as u16 + u16::from(units(view));
    for (at, axis) in view.rows.iter().enumerate() {
        sheet.write_with_format(top - 1, at as u16, axis_name(&axis.code), &head)?;
    }
    if units(view) {
        sheet.write_with_format(top - 1, left - 1, "计量单位", &head)?;
    }
    for (at, column) in view.column_heads.iter().enumerate() {
        for (depth, name) in names(&view.columns, column).into_iter().enumerate() {
            sheet.write_with_format(2 + depth as u32, left + at as u16, name, &head)?;
        }
    }
    for (at, (line, cells)) in view.row_heads.iter().zip(&view.cells).enumerate() {
        let row = top + at as u32;
        for (column, name) in names(&view.rows, line).into_iter().enumerate() {
            sheet.write(row, column as u16, name)?;
        }
        if units(view) {
            sheet.write(row, left - 1, unit(&view.rows, line))?;
        }
        for (column, cell) in cells.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.as_ref()?))) {
            figure(sheet, row, left + column as u16, cell)?;
        }
    }
    sources(sheet, view, (top, left), &head)?;
    sheet.set_freeze_panes(top, left)?;
    sheet.set_column_width(0, 34)?;
    Ok(())
}

/// After the figures a column that says of each line which of them are published of areas above, and where.
fn sources(
    sheet: &mut Worksheet,
    view: &PivotView,
    (top, left): (u32, u16),
    head: &Format,
) -> std::result::Result<(), XlsxError> {
    let named = |cells: &[Option<PivotCell>]| -> BTreeSet<String> {
        cells.iter().flatten().filter_map(|cell| cell.source.clone()).collect()
    };
    if view.cells.iter().all(|cells| named(cells).is_empty()) {
        return Ok(());
    }
    let column = left + view.column_heads.len() as u16;
    sheet.write_with_format(top - 1, column, "公布数（参照）的来源", head)?;
    for (at, cells) in view.cells.iter().enumerate() {
        let all = named(cells).into_iter().collect::<Vec<_>>().join("；");
        sheet.write(top + at as u32, column, all)?;
    }
    sheet.set_column_width(column, 40)?;
    Ok(())
}

/// A number as published, so that Excel shows what the page shows; what is no number as its text.
fn figure(sheet: &mut Worksheet, row: u32, column: u16, cell: &PivotCell) -> std::result::Result<(), XlsxError> {
    let Some(display) = &cell.display else {
        sheet.write(row, column, absent(cell))?;
        let reason = cell.reason.as_deref().unwrap_or_default();
        if !reason.is_empty() {
            sheet.insert_note(row, column, &rust_xlsxwriter::Note::new(reason).set_author("Heng"))?;
        }
        return Ok(());
    };
    match display.parse::<f64>() {
        Ok(number) => {
            let places = display.split_once('.').map_or(0, |(_, places)| places.len());
            let form = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
            sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(form))?
        }
        Err(_) => sheet.write(row, column, display)?,
    };
    Ok(())
}

/// What stands for a number: a figure that is not published, one that cannot be, and one that is missing are three things.
fn absent(cell: &PivotCell) -> &'static str {
    match cell {
        PivotCell { confidential: true, .. } => "不公布",
        PivotCell { not_applicable: true, .. } => "不适用",
        _ => "缺",
    }
}

fn names(axes: &[PivotAxis], head: &PivotHead) -> Vec<String> {
    let named = axes.iter().zip(&head.members);
    let name = |member: &PivotMember| match member.reference {
        true => format!("{}（公布数）", member.name),
        false => member.name.clone(),
    };
    named.map(|(axis, at)| axis.members.get(*at).map_or_else(String::new, name)).collect()
}

/// Whether subjects stand down the side, so that each line has a unit of measure.
fn units(view: &PivotView) -> bool {
    view.rows.iter().any(|axis| axis.code == "subject")
}

fn unit(axes: &[PivotAxis], head: &PivotHead) -> String {
    let subject = axes.iter().zip(&head.members).find(|(axis, _)| axis.code == "subject");
    let member = subject.and_then(|(axis, at)| axis.members.get(*at));
    member.and_then(|member| member.unit.clone()).unwrap_or_default()
}

fn axis_name(code: &str) -> &str {
    match code {
        "subject" => "指标或数据项",
        "area" => "地区",
        "period" => "时期",
        "source" => "来源",
        "sex" => "性别",
        "urban_rural" => "城乡",
        "age_group" => "年龄",
        other => other,
    }
}
