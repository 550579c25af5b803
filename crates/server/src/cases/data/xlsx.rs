//! A cross table as a workbook: heads as they stand on the page, numbers as numbers with the letters of their marks behind,
//! notes for what has none and for what a mark says.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::table::places;
use crate::failure::{Failure, Result};
use crate::views::{PivotAxis, PivotCell, PivotHead, PivotMember, PivotView};

/// What the letters behind figures mean, as the page says it.
const MARKS: &str = "沿：沿用上一调查年；估：估计数；变：口径变动，与以前不可直接比较；异：两源不一致";

/// What stands above the table.
pub struct About {
    pub title: String,
    /// The day of which it was asked what was known.
    pub as_of: Option<String>,
    /// What the figures must not be taken for.
    pub mark: Option<&'static str>,
}

/// The whole table on one sheet; where there is no figure the reason stands as the cell's note.
pub fn write(about: &About, view: &PivotView) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(sheet, about, view).map_err(Failure::system)?;
    book.save_to_buffer().map_err(Failure::system)
}

fn fill(sheet: &mut Worksheet, about: &About, view: &PivotView) -> std::result::Result<(), XlsxError> {
    let head = Format::new().set_bold().set_align(FormatAlign::Center).set_border_bottom(FormatBorder::Thin);
    sheet.set_name("数据")?;
    sheet.write_with_format(0, 0, &about.title, &Format::new().set_bold().set_font_size(14))?;
    sheet.write(1, 0, line_above(about, view))?;
    let top = 2 + view.columns.len().max(1) as u32;
    let left = view.rows.len() as u16 + u16::from(units(view));
    for (at, axis) in view.rows.iter().enumerate() {
        sheet.write_with_format(top - 1, at as u16, axis_name(axis), &head)?;
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

/// What all figures have in common, as of which day, what their marks mean, and what they must not be taken for.
fn line_above(about: &About, view: &PivotView) -> String {
    let fixed = view.fixed.iter().filter_map(|axis| axis.members.first()).map(|one| one.name.clone());
    let marked = view.cells.iter().flatten().flatten().any(|cell| !marks(cell).is_empty());
    let day = about.as_of.as_ref().map(|day| format!("截至 {day}"));
    let said = day.into_iter().chain(marked.then(|| MARKS.to_owned())).chain(about.mark.map(str::to_owned));
    fixed.chain(said).collect::<Vec<_>>().join("；")
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

/// A number as published, so that Excel shows what the page shows, its marks behind it; what is no number as its text.
fn figure(sheet: &mut Worksheet, row: u32, column: u16, cell: &PivotCell) -> std::result::Result<(), XlsxError> {
    let marks = marks(cell);
    let letters: String = marks.iter().map(|(letter, _)| *letter).collect();
    match cell.display.as_ref().map(|display| (display, display.parse::<f64>())) {
        Some((display, Ok(number))) => sheet.write_number_with_format(row, column, number, &form(display, &letters))?,
        Some((display, Err(_))) => sheet.write(row, column, format!("{display}{letters}"))?,
        None => sheet.write(row, column, absent(cell))?,
    };
    let reason = cell.reason.clone().filter(|reason| cell.display.is_none() && !reason.is_empty());
    let note = reason.into_iter().chain(marks.into_iter().map(|(_, words)| words)).collect::<Vec<_>>().join("\n");
    if !note.is_empty() {
        sheet.insert_note(row, column, &Note::new(note).set_author("Heng"))?;
    }
    Ok(())
}

/// The places of a number, and letters that are shown behind it and are no part of it.
fn form(display: &str, letters: &str) -> Format {
    let behind = if letters.is_empty() { String::new() } else { format!("\"{letters}\"") };
    Format::new().set_num_format(places(display) + &behind)
}

/// What a figure is marked with on the page: the letter, and what it says of this one.
fn marks(cell: &PivotCell) -> Vec<(char, String)> {
    let carried = cell.carried_from.as_ref().map(|period| ('沿', format!("沿用 {period} 的数")));
    let estimated = cell.estimated.then(|| ('估', "估计数".to_owned()));
    let breaks = cell.break_note.clone().map(|note| ('变', note));
    let rivals = cell.rivals.then(|| ('异', "两源不一致".to_owned()));
    let rounded =
        cell.rounded_to.map(|base| ('舍', format!("为保护统计调查对象，舍入到 {base} 的倍数或由舍入的数算出")));
    [carried, estimated, rounded, breaks, rivals].into_iter().flatten().collect()
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

/// A dimension as the catalogue calls it; by its code where it has no name.
fn axis_name(axis: &PivotAxis) -> &str {
    match axis.code.as_str() {
        "subject" => "指标或数据项",
        "area" => "地区",
        "period" => "时期",
        "source" => "来源",
        code => axis.name.as_deref().unwrap_or(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(code: &str, name: Option<&str>) -> PivotAxis {
        PivotAxis { code: code.to_owned(), name: name.map(str::to_owned), name_en: None, members: Vec::new() }
    }

    fn cell() -> PivotCell {
        PivotCell {
            series: String::new(),
            period: "2025".to_owned(),
            value: None,
            display: None,
            carried_from: None,
            estimated: false,
            rounded_to: None,
            break_note: None,
            rivals: false,
            confidential: false,
            not_applicable: false,
            reason: None,
            reason_en: None,
            source: None,
        }
    }

    fn book(cells: Vec<PivotCell>, as_of: Option<&str>) -> String {
        let across = cells.iter().map(|_| PivotHead { members: Vec::new() }).collect();
        let view = PivotView {
            rows: vec![axis("education", Some("文化程度"))],
            columns: Vec::new(),
            fixed: Vec::new(),
            row_heads: vec![PivotHead { members: Vec::new() }],
            column_heads: across,
            cells: vec![cells.into_iter().map(Some).collect()],
            page: 1,
            per_page: 1,
            total: 1,
            figures: 1,
            protection: "none".to_owned(),
        };
        let about = About { title: "某地规划".to_owned(), as_of: as_of.map(str::to_owned), mark: None };
        let bytes = write(&about, &view).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let parts = ["xl/sharedStrings.xml", "xl/styles.xml", "xl/comments1.xml"];
        parts.iter().filter_map(|part| std::io::read_to_string(archive.by_name(part).ok()?).ok()).collect()
    }

    #[test]
    fn what_is_absent_is_one_of_three_words() {
        let withheld = PivotCell { confidential: true, not_applicable: true, ..cell() };
        let none = PivotCell { not_applicable: true, ..cell() };
        assert_eq!([&withheld, &none, &cell()].map(absent), ["不公布", "不适用", "缺"]);
    }

    #[test]
    fn a_figure_keeps_its_marks_and_the_table_its_day() {
        let marked = PivotCell {
            display: Some("12.50".to_owned()),
            carried_from: Some("2024".to_owned()),
            rivals: true,
            ..cell()
        };
        let text = book(vec![marked], Some("2026-06-01"));
        for part in ["截至 2026-06-01", "文化程度", "0.00&quot;沿异&quot;", "沿用 2024 的数", "两源不一致", MARKS]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        let plain = book(vec![PivotCell { display: Some("3".to_owned()), ..cell() }], None);
        assert!(!plain.contains("截至") && !plain.contains("沿用"), "{plain}");
    }

    #[test]
    fn a_dimension_without_a_name_is_called_by_its_code() {
        assert_eq!([axis("area", None), axis("education", None)].each_ref().map(axis_name), ["地区", "education"]);
    }
}
