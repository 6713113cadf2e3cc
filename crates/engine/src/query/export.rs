//! Rows into a file that other programs open.

use std::io::Write;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::Workbook;

use crate::error::{Doing, EngineError};

use super::run::SqlResult;

/// Rows of a worksheet, its head included.
const SHEET_ROWS: usize = 1_048_576;

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// UTF-8 with a byte order mark, so that Excel shows Chinese.
    Csv,
    /// Parquet.
    Parquet,
    /// An Excel workbook.
    Xlsx,
}

impl ExportFormat {
    /// The format that a file's ending names.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Writes rows. A text that a spreadsheet would take for a formula gets an apostrophe in front in CSV; in a workbook texts are texts.
///
/// # Errors
/// When the file cannot be written, or a workbook has no room for the rows.
pub fn export(rows: &SqlResult, format: ExportFormat, out: &mut (dyn Write + Send)) -> Result<(), EngineError> {
    let (schema, batches) = (&rows.schema, rows.batches.as_slice());
    match format {
        ExportFormat::Csv => csv(schema, batches, out),
        ExportFormat::Parquet => {
            let doing = || "writing Parquet".to_owned();
            let mut writer = ArrowWriter::try_new(out, schema.clone(), None).doing(doing)?;
            for batch in batches {
                let batch = batch
                    .clone()
                    .with_schema(schema.clone())
                    .unwrap_or_else(|_| batch.clone());
                writer.write(&batch).doing(doing)?;
            }
            writer.close().doing(doing)?;
            Ok(())
        }
        ExportFormat::Xlsx => xlsx(schema, batches, out),
    }
}

fn options() -> FormatOptions<'static> {
    FormatOptions::default()
        .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.f%:z"))
        .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"))
}

fn is_text(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)
    )
}

fn csv(schema: &SchemaRef, batches: &[RecordBatch], out: &mut dyn Write) -> Result<(), EngineError> {
    let doing = || "writing CSV".to_owned();
    out.write_all(b"\xEF\xBB\xBF").doing(doing)?;
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    writer
        .write_record(schema.fields().iter().map(|field| safe(field.name())))
        .doing(doing)?;
    let options = options();
    for batch in batches {
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<_, _>>()
            .doing(doing)?;
        for row in 0..batch.num_rows() {
            let cells = columns
                .iter()
                .zip(batch.columns())
                .map(|(shown, column)| match column.is_null(row) {
                    true => String::new(),
                    false if is_text(column.data_type()) => safe(&shown.value(row).to_string()),
                    false => shown.value(row).to_string(),
                });
            writer.write_record(cells).doing(doing)?;
        }
    }
    writer.flush().doing(doing)
}

/// A text that no spreadsheet runs.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn xlsx(schema: &SchemaRef, batches: &[RecordBatch], out: &mut (dyn Write + Send)) -> Result<(), EngineError> {
    let doing = || "writing a workbook".to_owned();
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    if rows >= SHEET_ROWS {
        return Err(EngineError::Failed {
            doing: doing(),
            cause: format!(
                "{rows} rows: a worksheet holds {}; export as CSV or Parquet, or choose fewer with sql",
                SHEET_ROWS - 1
            ),
        });
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, field) in (0u16..).zip(schema.fields()) {
        sheet.write_string(0, column, field.name()).doing(doing)?;
    }
    let options = options();
    let mut line = 0u32;
    for batch in batches {
        let numbers: Vec<Option<arrow::array::ArrayRef>> = batch
            .columns()
            .iter()
            .map(|column| {
                if column.data_type().is_numeric() {
                    cast(column, &DataType::Float64).ok()
                } else {
                    None
                }
            })
            .collect();
        let shown: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<_, _>>()
            .doing(doing)?;
        for row in 0..batch.num_rows() {
            line += 1;
            for (at, column) in batch.columns().iter().enumerate() {
                if column.is_null(row) {
                    continue;
                }
                match &numbers[at] {
                    Some(values) => {
                        sheet.write_number(line, at as u16, values.as_primitive::<Float64Type>().value(row))
                    }
                    None => sheet.write_string(line, at as u16, shown[at].value(row).to_string()),
                }
                .doing(doing)?;
            }
        }
    }
    let bytes = book.save_to_buffer().doing(doing)?;
    out.write_all(&bytes).doing(doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_formula_is_no_formula() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("-3"), "'-3");
        assert_eq!(safe("张三"), "张三");
    }
}
