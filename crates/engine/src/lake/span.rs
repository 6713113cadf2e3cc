//! When a table's rows begin and end.

use std::fs::File;

use arrow::array::AsArray;
use arrow::compute::{max, min};
use arrow::datatypes::TimestampMicrosecondType;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::statistics::Statistics;

use crate::error::{Doing, EngineError};

use super::view::{LakeView, Moment};

impl LakeView {
    /// First and last instant of the events as of the moment; `None` when there are none.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn events_span(&self) -> Result<Option<(i64, i64)>, EngineError> {
        self.span("events", "occurred_at")
    }

    /// First and last instant in a column as of the moment.
    pub(crate) fn span(&self, table: &str, column: &str) -> Result<Option<(i64, i64)>, EngineError> {
        if self.moment() == Moment::LATEST
            && self.retractions()?.is_empty()
            && self.permitted()?.is_none()
            && let Some(span) = self.stated_span(table, column)?
        {
            return Ok(span);
        }
        let ranges = self.read(table, &[column])?.into_iter().filter_map(|batch| {
            let instants = batch.column(0).as_primitive::<TimestampMicrosecondType>();
            min(instants).zip(max(instants))
        });
        Ok(ranges.reduce(widest))
    }

    /// What the files say of themselves where every row counts; `None` when one of them does not say it.
    fn stated_span(&self, table: &str, column: &str) -> Result<Option<Option<(i64, i64)>>, EngineError> {
        let mut span = None;
        for file in self.files(table)? {
            let doing = || format!("reading {}", file.path.display());
            let reader = SerializedFileReader::new(File::open(&file.path).doing(doing)?).doing(doing)?;
            for group in reader.metadata().row_groups() {
                let stated = group
                    .columns()
                    .iter()
                    .find(|chunk| chunk.column_path().string() == column);
                let range = match stated.and_then(|chunk| chunk.statistics()) {
                    Some(Statistics::Int64(range)) => range.min_opt().copied().zip(range.max_opt().copied()),
                    _ => None,
                };
                let Some(range) = range else { return Ok(None) };
                span = Some(span.map_or(range, |span| widest(span, range)));
            }
        }
        Ok(Some(span))
    }
}

fn widest(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    (a.0.min(b.0), a.1.max(b.1))
}
