//! A number for a row's content, by which equal rows are recognised.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type};

use crate::error::{Doing, EngineError};
use crate::table::intern::hash;

/// Columns that say where a row came from, not what it says.
const NOT_CONTENT: [&str; 4] = ["row_no", "known_at", "source", "batch_id"];

/// One digest a row over all columns but those of origin, whatever their order. Empty columns count like absent ones, so that a table that was
/// widened later compares equal.
pub(crate) fn digests(batch: &RecordBatch) -> Result<Vec<u64>, EngineError> {
    let mut rows = vec![0u64; batch.num_rows()];
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if NOT_CONTENT.contains(&field.name().as_str()) {
            continue;
        }
        let name = hash(field.name().as_bytes());
        add_column(&mut rows, name, column).doing(|| format!("comparing column {}", field.name()))?;
    }
    Ok(rows)
}

fn add_column(rows: &mut [u64], name: u64, column: &ArrayRef) -> Result<(), arrow::error::ArrowError> {
    let mut add = |row: usize, value: u64| {
        // A sum over columns does not depend on their order.
        rows[row] = rows[row].wrapping_add(mix(name ^ mix(value)));
    };
    match column.data_type() {
        DataType::Dictionary(..) => {
            let column = column.as_dictionary::<Int32Type>();
            let texts = column.values().as_string::<i32>();
            let hashes: Vec<u64> = texts.iter().map(|text| hash(text.unwrap_or_default().as_bytes())).collect();
            for (row, key) in column.keys().iter().enumerate() {
                if let Some(key) = key {
                    add(row, hashes[key as usize]);
                }
            }
        }
        DataType::Utf8 => {
            for (row, text) in column.as_string::<i32>().iter().enumerate() {
                if let Some(text) = text {
                    add(row, hash(text.as_bytes()));
                }
            }
        }
        DataType::Float64 => {
            for (row, value) in column.as_primitive::<Float64Type>().iter().enumerate() {
                if let Some(value) = value {
                    // −0 equals 0.
                    add(row, (value + 0.0).to_bits());
                }
            }
        }
        DataType::Boolean => {
            for (row, value) in column.as_boolean().iter().enumerate() {
                if let Some(value) = value {
                    add(row, u64::from(value));
                }
            }
        }
        _ => {
            let whole = match column.data_type() {
                DataType::Date32 => cast(&cast(column, &DataType::Int32)?, &DataType::Int64)?,
                _ => cast(column, &DataType::Int64)?,
            };
            for (row, value) in whole.as_primitive::<Int64Type>().iter().enumerate() {
                if let Some(value) = value {
                    add(row, value as u64);
                }
            }
        }
    }
    Ok(())
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
