//! When a table's rows begin and end.

use arrow::array::AsArray;
use arrow::compute::{max, min};
use arrow::datatypes::TimestampMicrosecondType;

use crate::error::EngineError;

use super::view::LakeView;

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
        let ranges = self.read(table, &[column])?.into_iter().filter_map(|batch| {
            let instants = batch.column(0).as_primitive::<TimestampMicrosecondType>();
            min(instants).zip(max(instants))
        });
        Ok(ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))))
    }
}
