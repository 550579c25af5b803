//! Tables of named columns ↔ Parquet bytes.
//!
//! A decimal stands in two columns: `x` holds it exactly, as text, for a quotient has more digits than any fixed
//! decimal type keeps; `x_f64` holds it as a float, for DuckDB, pandas and R to calculate with.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, StringArray};
use arrow::datatypes::Schema;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashMap;

use crate::error::{Error, Result};

/// Columns in the making, all of one length.
#[derive(Default)]
pub struct Table {
    columns: Vec<(&'static str, ArrayRef)>,
}

impl Table {
    pub fn texts(self, name: &'static str, cells: impl Iterator<Item = String>) -> Self {
        self.column(name, Arc::new(StringArray::from_iter_values(cells)))
    }

    pub fn options(self, name: &'static str, cells: impl Iterator<Item = Option<String>>) -> Self {
        self.column(name, Arc::new(StringArray::from_iter(cells)))
    }

    pub fn numbers(self, name: &'static str, cells: impl Iterator<Item = Option<i64>>) -> Self {
        self.column(name, Arc::new(Int64Array::from_iter(cells)))
    }

    pub fn decimals(self, name: &'static str, float: &'static str, cells: Vec<Option<Decimal>>) -> Self {
        self.options(name, cells.iter().map(|c| c.map(|v| v.to_string())))
            .column(float, Arc::new(Float64Array::from_iter(cells.iter().map(|c| c.and_then(|v| v.to_f64())))))
    }

    fn column(mut self, name: &'static str, array: ArrayRef) -> Self {
        self.columns.push((name, array));
        self
    }

    /// The same note in every row, where there is one.
    pub fn noted(self, note: Option<&str>) -> Self {
        let rows = self.columns.first().map_or(0, |(_, cells)| cells.len());
        match note {
            Some(note) => self.texts("note", std::iter::repeat_n(note.to_owned(), rows)),
            None => self,
        }
    }

    /// Parquet, zstd. The writer's name is fixed, so that equal tables have equal bytes.
    pub fn write(self) -> Result<Vec<u8>> {
        let batch = RecordBatch::try_from_iter(self.columns).map_err(Error::damaged)?;
        let level = ZstdLevel::try_new(3).map_err(Error::damaged)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by("heng".to_owned())
            .build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(Error::damaged)?;
        writer.write(&batch).map_err(Error::damaged)?;
        writer.close().map_err(Error::damaged)?;
        Ok(bytes)
    }
}

/// One batch of a file that was read.
pub(super) struct Batch(RecordBatch);

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Batch>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).map_err(Error::damaged)?;
    let reader = builder.build().map_err(Error::damaged)?;
    reader.map(|batch| batch.map(Batch).map_err(Error::damaged)).collect()
}

impl Batch {
    pub fn rows(&self) -> usize {
        self.0.num_rows()
    }

    fn array<A: Array + 'static>(&self, name: &str) -> Result<&A> {
        let column = self.0.column_by_name(name).and_then(|c| c.as_any().downcast_ref());
        column.ok_or_else(|| Error::damaged(format!("column {name} in {}", names(&self.0.schema()))))
    }

    pub fn texts(&self, name: &str) -> Result<&StringArray> {
        self.array(name)
    }

    pub fn option(&self, name: &str, row: usize) -> Result<Option<String>> {
        let array: &StringArray = self.array(name)?;
        Ok(array.is_valid(row).then(|| array.value(row).to_owned()))
    }

    pub fn text(&self, name: &str, row: usize) -> Result<String> {
        self.option(name, row)?.ok_or_else(|| Error::damaged(format!("column {name} is empty in row {row}")))
    }

    pub fn number(&self, name: &str, row: usize) -> Result<Option<i64>> {
        let array: &Int64Array = self.array(name)?;
        Ok(array.is_valid(row).then(|| array.value(row)))
    }

    pub fn integer(&self, name: &str, row: usize) -> Result<i64> {
        self.number(name, row)?.ok_or_else(|| Error::damaged(format!("column {name} is empty in row {row}")))
    }

    pub fn decimal(&self, name: &str, row: usize) -> Result<Option<Decimal>> {
        self.option(name, row)?.map(|text| code(&text, Decimal::from_str_exact(&text))).transpose()
    }

    /// A text of a column read by `parse`.
    pub fn parsed<T, E>(&self, name: &str, row: usize, parse: impl Fn(&str) -> std::result::Result<T, E>) -> Result<T> {
        let text = self.text(name, row)?;
        code(&text, parse(&text))
    }
}

/// Codes that were read before: the same few stand in every row, and each is read once and then shared.
pub(super) struct Seen<T>(FxHashMap<String, T>);

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: Clone> Seen<T> {
    pub fn read<E>(&mut self, text: &str, parse: impl Fn(&str) -> std::result::Result<T, E>) -> Result<T> {
        if let Some(held) = self.0.get(text) {
            return Ok(held.clone());
        }
        let fresh = code(text, parse(text))?;
        self.0.insert(text.to_owned(), fresh.clone());
        Ok(fresh)
    }
}

fn names(schema: &Schema) -> String {
    schema.fields().iter().map(|f| f.name().as_str()).collect::<Vec<_>>().join(", ")
}

pub(super) fn code<T, E>(text: &str, parsed: std::result::Result<T, E>) -> Result<T> {
    parsed.map_err(|_| Error::damaged(format!("“{text}” in a release")))
}
