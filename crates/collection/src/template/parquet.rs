//! Tables in Parquet, as statistical programs write them.

use arrow::array::{Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use bytes::Bytes;
use heng_base::problem::{Problem, kinds};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::long::Table;

/// So many bytes of all columns together, unpacked.
const BYTES: i64 = 32 << 20;
const BATCH: usize = 4096;

/// Every column as texts, the names first. How much there is to unpack is looked up before anything is.
pub(super) fn read(bytes: &[u8], most: usize) -> Result<Table, Vec<Problem>> {
    let broken = |error: String| vec![Problem::new(&kinds::TABLE_UNREADABLE).with("error", error)];
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes));
    let builder = builder.map_err(|error| broken(error.to_string()))?;
    let groups = builder.metadata().row_groups();
    let (lines, size) = groups.iter().fold((0_i64, 0_i64), |(lines, size), group| {
        (lines.saturating_add(group.num_rows()), size.saturating_add(group.total_byte_size()))
    });
    if lines > most as i64 || size > BYTES {
        return Err(vec![Problem::new(&kinds::IMPORT_LONG).with("most", most)]);
    }
    let names = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut table: Table = vec![(1, names)];
    let batches = builder.with_batch_size(BATCH).build().map_err(|error| broken(error.to_string()))?;
    for batch in batches {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let columns = batch.columns().iter().map(|column| texts(column.as_ref()));
        let columns = columns.collect::<Result<Vec<_>, String>>().map_err(broken)?;
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|column| match column.is_null(row) {
                true => String::new(),
                false => column.value(row).to_owned(),
            });
            table.push((table.len() as u64 + 1, cells.collect()));
        }
        if table.len() > most + 1 {
            return Err(vec![Problem::new(&kinds::IMPORT_LONG).with("most", most)]);
        }
    }
    Ok(table)
}

/// A column as texts: whole numbers without a point, also where a program kept them as floats beside empty cells.
fn texts(column: &dyn Array) -> Result<StringArray, String> {
    let whole = |text: &str| text.strip_suffix(".0").unwrap_or(text).to_owned();
    let texts = cast(column, &DataType::Utf8).map_err(|error| error.to_string())?;
    let texts = texts.as_any().downcast_ref::<StringArray>().ok_or("no text")?;
    match column.data_type().is_floating() {
        true => Ok(texts.iter().map(|text| text.map(whole)).collect()),
        false => Ok(texts.clone()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
    use parquet::arrow::ArrowWriter;

    use super::*;

    fn written(values: Vec<Option<f64>>) -> Vec<u8> {
        let lines = values.len();
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("unit", Arc::new(StringArray::from(vec!["health"; lines]))),
            ("period", Arc::new(Int64Array::from(vec![2025; lines]))),
            ("item", Arc::new(StringArray::from(vec!["X"; lines]))),
            ("value", Arc::new(Float64Array::from(values))),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true))).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    #[test]
    fn columns_become_texts() {
        let table = read(&written(vec![Some(1200.0), None, Some(0.5)]), 10).unwrap();
        assert_eq!(table[0].1, ["unit", "period", "item", "value"]);
        let lines: Vec<_> = table[1..].iter().map(|(line, cells)| (*line, cells.join("|"))).collect();
        let expected = ["health|2025|X|1200", "health|2025|X|", "health|2025|X|0.5"];
        assert_eq!(lines, [2, 3, 4].into_iter().zip(expected.map(str::to_owned)).collect::<Vec<_>>());
    }

    #[test]
    fn bounds_are_held_before_unpacking() {
        let codes = |read: Result<Table, Vec<Problem>>| read.unwrap_err()[0].kind.code;
        assert_eq!(codes(read(&written(vec![None; 11]), 10)), "import.long");
        let whole = written(vec![None; 3]);
        assert_eq!(codes(read(&whole[..whole.len() / 2], 10)), "table.unreadable");
        assert_eq!(codes(read(b"PAR1PAR1", 10)), "table.unreadable");
    }
}
