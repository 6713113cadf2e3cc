//! Parquet.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;

use crate::error::{Doing, EngineError};

/// A Parquet file under way.
pub(super) struct ParquetFile<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
}

fn doing() -> String {
    "writing Parquet".to_owned()
}

impl<W: Write + Send> ParquetFile<W> {
    /// A file of these columns.
    pub(super) fn new(schema: &SchemaRef, out: W) -> Result<Self, EngineError> {
        Ok(Self {
            writer: ArrowWriter::try_new(out, SchemaRef::clone(schema), None).doing(doing)?,
            schema: SchemaRef::clone(schema),
        })
    }

    /// Writes rows.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), EngineError> {
        let batch = batch
            .clone()
            .with_schema(SchemaRef::clone(&self.schema))
            .unwrap_or_else(|_| batch.clone());
        self.writer.write(&batch).doing(doing)
    }

    /// Ends the file.
    pub(super) fn finish(self) -> Result<(), EngineError> {
        self.writer.close().doing(doing)?;
        Ok(())
    }
}
