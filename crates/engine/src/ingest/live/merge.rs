//! Rows of many batches as rows of one.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, new_null_array};
use arrow::compute::{cast, concat_batches};

use crate::error::{Doing, EngineError};
use crate::lake::schema;

/// Rows of a table, each batch's with all of the table's own columns: those that it lacks are empty.
pub(super) fn merged(table: &str, batches: &[RecordBatch]) -> Result<Option<RecordBatch>, EngineError> {
    if batches.is_empty() {
        return Ok(None);
    }
    let doing = || format!("putting rows of {table} together");
    let whole = schema::of(table);
    let aligned = batches
        .iter()
        .map(|batch| {
            let columns = whole.fields().iter().map(|field| {
                let column = batch.column_by_name(field.name());
                match column {
                    Some(column) => cast(column, field.data_type()),
                    None => Ok(new_null_array(field.data_type(), batch.num_rows())),
                }
            });
            let columns = columns.collect::<Result<Vec<ArrayRef>, _>>()?;
            RecordBatch::try_new(Arc::clone(&whole), columns)
        })
        .collect::<Result<Vec<_>, _>>()
        .doing(doing)?;
    concat_batches(&whole, &aligned).doing(doing).map(Some)
}
