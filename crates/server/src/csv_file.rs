//! Tables as CSV files that Excel opens as they are: byte-order mark, CRLF, no text that would be taken for a formula.

use std::borrow::Cow;

use crate::app::{App, INVENTED};
use crate::failure::{Failure, Result};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Head of the last column of a demo store's tables.
const NOTE: &str = "说明 note";

pub(crate) struct CsvFile {
    writer: csv::Writer<Vec<u8>>,
    demo: bool,
}

impl CsvFile {
    pub fn new(app: &App, heads: &[&str]) -> Result<Self> {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
        let mut file = Self { writer, demo: app.is_demo() };
        file.write(heads.iter().copied(), NOTE)?;
        Ok(file)
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<()> {
        self.write(cells, INVENTED)
    }

    fn write<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>, mark: &'a str) -> Result<()> {
        self.writer.write_record(cells.into_iter().chain(self.demo.then_some(mark))).map_err(Failure::system)
    }

    pub fn done(self) -> Result<Vec<u8>> {
        self.writer.into_inner().map_err(Failure::system)
    }
}

/// A text that a spreadsheet would take for a formula is marked as text.
pub(crate) fn text(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "死亡率", "2025", "a=b", "sex=F"] {
            assert_eq!(text(plain), plain);
        }
    }
}
