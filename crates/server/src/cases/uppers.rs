//! Reports of the upper level 上级报表: its own workbooks, kept in the package, filled cell by cell from the plan's figures.

use heng_base::number::publish;
use heng_base::period::Period;
use heng_collection::template::address::Address;
use heng_collection::template::patch::{Numbers, fill};
use heng_collection::template::workbook::{self, Content, Workbook};
use heng_plan::model::{UpperCell, UpperFigure, UpperReport};
use heng_statistics::observation::{Key, Subject};
use heng_statistics::reason::Reason;
use heng_statistics::total::total;
use heng_store::tables::exports;
use rust_decimal::Decimal;

use super::data::absence;
use super::packages::beside;
use super::shown;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{UpperCellView, UpperTitle, UpperView, UppersView};

/// The workbooks that the plan's package holds for the upper level.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<UppersView> {
    app.require(who, "report.create", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    Ok(UppersView {
        reports: figures.uppers.iter().map(title).collect(),
        years: figures.years(),
        year: figures.default_year(),
    })
}

fn title(report: &UpperReport) -> UpperTitle {
    UpperTitle {
        code: report.code.clone(),
        title: report.title.zh.clone(),
        title_en: report.title.en.clone(),
        issuer: report.issuer.clone(),
        cells: report.cells.len(),
    }
}

/// A report with its workbook as the upper level issued it.
struct Issued {
    report: UpperReport,
    bytes: Vec<u8>,
    book: Workbook,
}

async fn issued(figures: &Figures, code: &str) -> Result<Issued> {
    let files = figures.packages[1].contents()?;
    let report = figures.uppers.iter().find(|report| report.code == code).cloned();
    let report = report.ok_or_else(|| Failure::absent("上级报表", "report of the upper level", code))?;
    let bytes = files.get(&report.file).cloned();
    let bytes = bytes.ok_or_else(|| Failure::absent("工作簿", "workbook", &report.file))?;
    let (bytes, book) = beside(move || {
        let book = workbook::read(&bytes);
        (bytes, book)
    })
    .await?;
    Ok(Issued { report, bytes, book: book? })
}

/// What would stand in each cell for a year.
pub async fn get(app: &App, who: &Principal, plan: &str, code: &str, year: Option<i32>) -> Result<UpperView> {
    app.require(who, "report.create", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let year = year.unwrap_or_else(|| figures.default_year());
    let Issued { report, book, .. } = issued(&figures, code).await?;
    let cells: Vec<UpperCellView> = report.cells.iter().map(|cell| view(cell, &book, &figures, year)).collect();
    let count = |state: &str| cells.iter().filter(|cell| cell.state == state).count();
    Ok(UpperView {
        filled: count(FILLED),
        empty: count(EMPTY),
        differing: count(DIFFERING),
        blocked: count(BLOCKED),
        report: title(&report),
        year,
        cells,
    })
}

/// The workbook filled for a year, with its name. That it was taken along goes on record.
pub async fn file(app: &App, who: &Principal, plan: &str, code: &str, year: Option<i32>) -> Result<(String, Vec<u8>)> {
    app.require(who, "report.create", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let year = year.unwrap_or_else(|| figures.default_year());
    let Issued { report, bytes, book } = issued(&figures, code).await?;
    let mut numbers = Numbers::new();
    for cell in &report.cells {
        let (Some(at), Ok((value, _))) = (Address::parse(&cell.cell), figure(cell, &figures, year)) else { continue };
        if !blocked(&book, &cell.sheet, at) {
            numbers.entry(cell.sheet.clone()).or_default().insert(at, value);
        }
    }
    let count = numbers.values().map(|cells| cells.len()).sum();
    let filled = beside(move || fill(&bytes, &numbers)).await??;
    exports::record_upper(app.store(), &who.actor(), &app.now(), &figures.plan.code, &report.code, year, count).await?;
    Ok((app.file_name(format!("{}-{year}.xlsx", report.title.zh)), filled))
}

const FILLED: &str = "filled";
const EMPTY: &str = "empty";
const DIFFERING: &str = "differing";
const BLOCKED: &str = "blocked";

fn view(cell: &UpperCell, book: &Workbook, figures: &Figures, year: i32) -> UpperCellView {
    let at = Address::parse(&cell.cell);
    let value = figure(cell, figures, year);
    let held = at.and_then(|at| book.sheets.iter().find(|sheet| sheet.name == cell.sheet)?.text(at));
    let same = |held: &String| value.as_ref().is_ok_and(|(value, _)| held.parse() == Ok(value.normalize()));
    let state = match (&value, &held) {
        _ if at.is_none_or(|at| blocked(book, &cell.sheet, at)) => BLOCKED,
        (Err(_), _) => EMPTY,
        (Ok(_), Some(held)) if !same(held) => DIFFERING,
        (Ok(_), _) => FILLED,
    };
    let (code, name, unit) = named(cell, figures);
    UpperCellView {
        place: format!("{}!{}", cell.sheet, cell.cell),
        code,
        name,
        breakdown: shown::breakdown_label(&cell.breakdown, &figures.catalogue),
        unit,
        period: (year + cell.offset).to_string(),
        figure: match value {
            Ok((_, text)) => shown::figure(Some(text), &[]),
            Err(reasons) => shown::figure(None, &reasons),
        },
        held,
        state: state.to_owned(),
        note: cell.note.clone(),
    }
}

fn named(cell: &UpperCell, figures: &Figures) -> (String, String, String) {
    let told = match &cell.figure {
        UpperFigure::Item(code) => {
            figures.catalogue.items.get(code).map(|item| (code.to_string(), &item.name, &item.unit))
        }
        UpperFigure::Indicator(code) => {
            figures.catalogue.indicators.get(code).map(|one| (code.to_string(), &one.name, &one.unit))
        }
    };
    told.map_or_else(Default::default, |(code, name, unit)| (code, name.zh.clone(), unit.clone()))
}

/// Whether the issuer's own formula stands in a cell, or the cell is hidden in a merged block, or its sheet is not there.
fn blocked(book: &Workbook, sheet: &str, at: Address) -> bool {
    let Some(sheet) = book.sheets.iter().find(|held| held.name == sheet) else { return true };
    let cell = sheet.cells.get(&at);
    let words = cell.is_some_and(|cell| cell.formula.is_some() || matches!(cell.content, Content::Error(_)));
    words || sheet.merged.iter().any(|block| block.holds(at) && block.first != at)
}

/// The figure of a cell and how it is written: an item as it was reported or is made of its parts, an indicator rounded as it
/// is published.
///
/// # Errors
/// There is none, with why, as far as that is known.
fn figure(cell: &UpperCell, figures: &Figures, year: i32) -> std::result::Result<(Decimal, String), Vec<Reason>> {
    let year = year + cell.offset;
    match &cell.figure {
        UpperFigure::Item(code) => {
            let key = Key {
                subject: Subject::Item(code.clone()),
                area: figures.plan.area.clone(),
                period: Period::year(year),
                breakdown: cell.breakdown.clone(),
            };
            // What nobody reported is made of its parts, as everywhere else.
            let value = match figures.data.best(&key) {
                Some(reported) => reported.usable().ok_or_else(|| Vec::from_iter(absence(reported)))?,
                None => total(&key, &figures.catalogue, &figures.data).ok_or_else(Vec::new)?.value,
            };
            Ok((value, value.normalize().to_string()))
        }
        UpperFigure::Indicator(code) => {
            let indicator = figures.catalogue.indicators.get(code).ok_or_else(Vec::new)?;
            let series = figures.series(indicator);
            let of_cell = series.iter().find(|(breakdown, _)| *breakdown == cell.breakdown);
            let found = of_cell.and_then(|(_, values)| values.iter().find(|value| value.period == Period::year(year)));
            let found = found.ok_or_else(Vec::new)?;
            let text = publish(found.value.ok_or_else(|| found.reasons.clone())?, indicator.decimals);
            Ok((text.parse().map_err(|_| Vec::new())?, text))
        }
    }
}
