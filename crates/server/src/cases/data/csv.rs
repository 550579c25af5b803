//! Rows as a CSV file that Excel opens as it is.

use super::columns::{HEADS, cells};
use crate::app::App;
use crate::csv_file::{CsvFile, text};
use crate::failure::Result;
use crate::views::DataRow;

/// `as_of`: the day of which it was asked what was known.
pub fn write(app: &App, rows: &[DataRow], as_of: &str) -> Result<Vec<u8>> {
    let mut file = CsvFile::new(app, &HEADS)?;
    for row in rows {
        let cells = cells(row, as_of);
        let written: Vec<_> = cells.iter().map(|cell| text(cell)).collect();
        file.row(written.iter().map(AsRef::as_ref))?;
    }
    file.done()
}
