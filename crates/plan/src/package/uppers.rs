//! `upper_reports.csv` and `upper_cells.csv`: workbooks of the upper level and what belongs into their cells. Both may be
//! left out. The workbooks themselves lie in the package as the upper level issued them.

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::problem::{Problem, kinds};
use heng_base::text::Text;

use super::Files;
use super::known::{Known, Noun, Shelf};
use super::row::Row;
use super::table::{Table, may, must, values};
use crate::model::{UpperCell, UpperFigure, UpperReport};

const REPORT: Noun = Noun { zh: "上级报表", en: "report of the upper level", table: "upper_reports.csv" };

const REPORTS: Table<UpperReport> = Table {
    file: "upper_reports.csv",
    columns: &[must("code"), must("title_zh"), may("title_en"), may("issuer"), must("file")],
    key: &["code"],
    read: report,
};

const CELLS: Table<(String, UpperCell)> = Table {
    file: "upper_cells.csv",
    columns: &[
        must("report"),
        must("sheet"),
        must("cell"),
        may("item"),
        may("indicator"),
        may("breakdown"),
        may("period_offset"),
        may("note"),
    ],
    key: &["report", "sheet", "cell"],
    read: cell,
};

fn report(row: &Row, _: &mut Vec<Problem>) -> Option<UpperReport> {
    Some(UpperReport {
        code: row.filled("code")?,
        title: Text::new(row.filled("title_zh")?, row.filled("title_en")),
        issuer: row.filled("issuer"),
        file: row.filled("file")?,
        cells: Vec::new(),
    })
}

fn cell(row: &Row, problems: &mut Vec<Problem>) -> Option<(String, UpperCell)> {
    if !is_address(row.text("cell")) && !row.text("cell").is_empty() {
        problems.push(row.problem(&kinds::UPPER_ADDRESS, "cell"));
    }
    let item = row.code("item", ItemCode::parse, problems).map(UpperFigure::Item);
    let indicator = row.code("indicator", IndicatorCode::parse, problems).map(UpperFigure::Indicator);
    if item.is_some() == indicator.is_some() {
        problems.push(row.problem(&kinds::UPPER_FIGURE, if item.is_some() { "indicator" } else { "item" }));
    }
    let offset = match row.text("period_offset") {
        "" => Some(0),
        _ => row.integer("period_offset", -30, 30, problems),
    };
    let cell = UpperCell {
        sheet: row.filled("sheet")?,
        cell: row.filled("cell").filter(|cell| is_address(cell))?,
        figure: item.or(indicator)?,
        breakdown: row.breakdown("breakdown", problems)?,
        offset: offset?,
        note: row.filled("note"),
    };
    Some((row.filled("report")?, cell))
}

/// `D12`, as a workbook writes it.
fn is_address(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = &text[letters..];
    (1..=3).contains(&letters)
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
}

/// The reports with their cells. What cannot be read was told when the package was checked.
pub fn read_uppers(files: &Files) -> Vec<UpperReport> {
    let mut reports = values(REPORTS.again(files));
    for (of, cell) in values(CELLS.again(files)) {
        if let Some(report) = reports.iter_mut().find(|report| report.code == of) {
            report.cells.push(cell);
        }
    }
    reports
}

/// Every fault of both tables.
pub(super) fn check(files: &Files, shelf: Option<&Shelf<'_>>, problems: &mut Vec<Problem>) {
    for (row, _) in REPORTS.optional(files, problems) {
        let file = row.text("file");
        if !(file.is_empty() || file.ends_with(".xlsx") && files.contains_key(file)) {
            problems.push(row.problem(&kinds::UPPER_FILE, "file"));
        }
    }
    let reports = Known::column(REPORT, &REPORTS, files, "code");
    for (row, cell) in CELLS.optional(files, problems) {
        if files.contains_key(REPORTS.file) {
            reports.cell(&row, "report", problems);
        }
        if let Some(shelf) = shelf {
            shelf.items.cell(&row, "item", problems);
            shelf.indicators.cell(&row, "indicator", problems);
            if let Some((_, cell)) = &cell {
                shelf.breakdown(&row, "breakdown", &cell.breakdown, None, problems);
            }
        }
    }
}
