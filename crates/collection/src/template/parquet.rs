//! Tables in Parquet, as statistical programs write them.

use arrow::array::{Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use bytes::Bytes;
use heng_base::problem::{Problem, kinds};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::long::{Table, WIDTH};

/// So many bytes of all columns together, unpacked, and so many of the texts that become of them.
const BYTES: i64 = 32 << 20;
/// So few lines at a time: a column that says one long text once gives it to each of them.
const BATCH: usize = 128;

/// The first columns as texts, their names first. How much there is to unpack is looked up before anything is; that is
/// the sender's word, so it is counted again as it comes.
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
    let names: Vec<String> = builder.schema().fields().iter().take(WIDTH).map(|field| field.name().clone()).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), 0..names.len());
    let mut table: Table = vec![(1, names)];
    let mut left = BYTES as usize;
    let batches =
        builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|error| broken(error.to_string()))?;
    for batch in batches {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let columns = batch.columns().iter().map(|column| texts(column.as_ref()));
        let columns = columns.collect::<Result<Vec<_>, String>>().map_err(broken)?;
        let length: usize = columns.iter().map(|column| column.value_data().len()).sum();
        left = left.checked_sub(length).ok_or_else(|| vec![Problem::new(&kinds::IMPORT_LONG).with("most", most)])?;
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
    fn a_text_that_stands_once_in_the_file_is_counted_for_each_line() {
        let note = "字".repeat(20_000);
        let lines = BYTES as usize / note.len() + 1;
        let column: ArrayRef = Arc::new(StringArray::from(vec![note.as_str(); lines]));
        let batch = RecordBatch::try_from_iter([("note", column)]).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        let file = writer.into_inner().unwrap();
        assert!(file.len() < 1 << 20, "{}", file.len());
        assert_eq!(read(&file, 20_000).unwrap_err()[0].kind.code, "import.long");
    }

    #[test]
    fn columns_beyond_ours_are_left() {
        let column: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let names: Vec<String> = (0..WIDTH + 5).map(|at| format!("c{at}")).collect();
        let batch = RecordBatch::try_from_iter(names.iter().map(|name| (name, column.clone()))).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        let table = read(&writer.into_inner().unwrap(), 10).unwrap();
        assert_eq!(table.iter().map(|(_, cells)| cells.len()).collect::<Vec<_>>(), [WIDTH, WIDTH]);
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
