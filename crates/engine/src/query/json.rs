//! Rows as JSON.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float32Type, Float64Type, Int64Type, UInt64Type};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde_json::{Map, Value};

use crate::error::{Doing, EngineError};

/// One object a row: numbers, booleans and texts as such, days and instants as ISO 8601, nothing as null. A number that JSON does not have (NaN) is
/// null.
///
/// # Errors
/// A column of a type that cannot be written.
pub fn json_rows(batches: &[RecordBatch]) -> Result<Vec<Value>, EngineError> {
    let mut rows = Vec::new();
    for batch in batches {
        let schema = batch.schema();
        let columns: Vec<Vec<Value>> = batch
            .columns()
            .iter()
            .map(|column| values(column.as_ref()).doing(|| "writing rows as JSON".to_owned()))
            .collect::<Result<_, _>>()?;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..batch.num_rows() {
            let mut row = Map::new();
            for (field, column) in schema.fields().iter().zip(&mut columns) {
                row.insert(field.name().clone(), column.next().unwrap_or(Value::Null));
            }
            rows.push(Value::Object(row));
        }
    }
    Ok(rows)
}

/// The rows of a batch as arrays in the order of its columns; values as in [`json_rows`].
pub(super) fn json_lines(batch: &RecordBatch) -> Result<Vec<Vec<Value>>, EngineError> {
    let mut rows = vec![Vec::with_capacity(batch.num_columns()); batch.num_rows()];
    for column in batch.columns() {
        let values = values(column.as_ref()).doing(|| "writing rows as JSON".to_owned())?;
        for (row, value) in rows.iter_mut().zip(values) {
            row.push(value);
        }
    }
    Ok(rows)
}

fn values(array: &dyn Array) -> Result<Vec<Value>, arrow::error::ArrowError> {
    let from = |array: &dyn Array, value: &dyn Fn(usize) -> Value| -> Vec<Value> {
        // Those that the type or a dictionary's level makes null, too.
        let nulls = array.logical_nulls();
        let is_null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        (0..array.len())
            .map(|row| if is_null(row) { Value::Null } else { value(row) })
            .collect()
    };
    Ok(match array.data_type() {
        DataType::Boolean => {
            let array = array.as_boolean();
            from(array, &|row| Value::Bool(array.value(row)))
        }
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32 => {
            let whole = cast(array, &DataType::Int64)?;
            let whole = whole.as_primitive::<Int64Type>();
            from(whole, &|row| Value::from(whole.value(row)))
        }
        DataType::UInt64 => {
            let array = array.as_primitive::<UInt64Type>();
            from(array, &|row| Value::from(array.value(row)))
        }
        DataType::Float32 => {
            let array = array.as_primitive::<Float32Type>();
            from(array, &|row| Value::from(f64::from(array.value(row))))
        }
        DataType::Float64 => {
            let array = array.as_primitive::<Float64Type>();
            from(array, &|row| Value::from(array.value(row)))
        }
        _ => {
            let options = FormatOptions::default()
                .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.f%:z"))
                .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.f"));
            let shown = ArrayFormatter::try_new(array, &options)?;
            from(array, &|row| Value::from(shown.value(row).to_string()))
        }
    })
}
