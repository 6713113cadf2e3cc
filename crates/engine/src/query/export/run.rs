//! Rows that are there into a file.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::error::EngineError;
use crate::query::run::SqlResult;

use super::csv::CsvFile;
use super::format::{ExportFormat, TextEncoding};
use super::parquet::ParquetFile;
use super::xlsx::XlsxFile;

/// A file under way.
pub(super) enum OutFile<W: Write + Send> {
    Csv(Box<CsvFile<W>>),
    Parquet(Box<ParquetFile<W>>),
    Xlsx(Box<XlsxFile<W>>),
}

impl<W: Write + Send> OutFile<W> {
    pub(super) fn new(
        schema: &SchemaRef,
        format: ExportFormat,
        encoding: TextEncoding,
        out: W,
    ) -> Result<Self, EngineError> {
        Ok(match format {
            ExportFormat::Csv => Self::Csv(Box::new(CsvFile::new(schema, encoding, out)?)),
            ExportFormat::Parquet => Self::Parquet(Box::new(ParquetFile::new(schema, out)?)),
            ExportFormat::Xlsx => Self::Xlsx(Box::new(XlsxFile::new(schema, out)?)),
        })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), EngineError> {
        match self {
            Self::Csv(file) => file.write(batch),
            Self::Parquet(file) => file.write(batch),
            Self::Xlsx(file) => file.write(batch),
        }
    }

    pub(super) fn finish(self) -> Result<(), EngineError> {
        match self {
            Self::Csv(file) => file.finish(),
            Self::Parquet(file) => file.finish(),
            Self::Xlsx(file) => file.finish(),
        }
    }
}

/// Writes rows. A text that a spreadsheet would take for a formula gets an apostrophe in front in CSV; in a workbook texts are texts.
///
/// # Errors
/// When the file cannot be written; `too-large-for-a-worksheet` when a workbook has no room for the rows.
pub fn export(
    rows: &SqlResult,
    format: ExportFormat,
    encoding: TextEncoding,
    out: &mut (dyn Write + Send),
) -> Result<(), EngineError> {
    let mut file = OutFile::new(&rows.schema, format, encoding, out)?;
    for batch in &rows.batches {
        file.write(batch)?;
    }
    file.finish()
}
