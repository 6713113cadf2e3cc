//! A number for a row's content, by which equal rows are recognised.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type};
use arrow::error::ArrowError;
use rayon::prelude::*;

use crate::error::{Doing, EngineError};
use crate::table::intern::hash;

/// Columns that say where a row came from, not what it says.
const NOT_CONTENT: [&str; 4] = ["row_no", "known_at", "source", "batch_id"];

/// One digest a row over all columns but those of origin, whatever their order. Empty columns count like absent ones, so that a table that was
/// widened later compares equal.
pub(crate) fn digests(batch: &RecordBatch) -> Result<Vec<u64>, EngineError> {
    let schema = batch.schema();
    let columns = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .filter(|(field, _)| !NOT_CONTENT.contains(&field.name().as_str()))
        .map(|(field, column)| Values::new(field.name(), column).doing(|| format!("comparing column {}", field.name())))
        .collect::<Result<Vec<_>, EngineError>>()?;
    let mut rows = vec![0u64; batch.num_rows()];
    rows.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, rows)| {
        for column in &columns {
            column.add(chunk * CHUNK, rows);
        }
    });
    Ok(rows)
}

/// Rows that one thread takes at a time.
const CHUNK: usize = 1 << 14;

/// A column whose values are 64 bits each.
struct Values {
    name: u64,
    bits: Bits,
    nulls: Option<NullBuffer>,
}

enum Bits {
    /// One a row.
    Rows(Vec<u64>),
    /// One a level, and the level of each row.
    Levels(Vec<u64>, ScalarBuffer<i32>),
}

impl Values {
    fn new(name: &str, column: &ArrayRef) -> Result<Self, ArrowError> {
        let texts = |texts: &StringArray| -> Vec<u64> {
            texts
                .iter()
                .map(|text| hash(text.unwrap_or_default().as_bytes()))
                .collect()
        };
        let bits = match column.data_type() {
            DataType::Dictionary(..) => {
                let column = column.as_dictionary::<Int32Type>();
                Bits::Levels(
                    texts(column.values().as_string::<i32>()),
                    column.keys().values().clone(),
                )
            }
            DataType::Utf8 => Bits::Rows(texts(column.as_string::<i32>())),
            // −0 equals 0.
            DataType::Float64 => Bits::Rows(
                column
                    .as_primitive::<Float64Type>()
                    .values()
                    .iter()
                    .map(|value| (value + 0.0).to_bits())
                    .collect(),
            ),
            DataType::Boolean => Bits::Rows(
                column
                    .as_boolean()
                    .iter()
                    .map(|value| u64::from(value.unwrap_or(false)))
                    .collect(),
            ),
            kind => {
                let whole = match kind {
                    DataType::Date32 => cast(&cast(column, &DataType::Int32)?, &DataType::Int64)?,
                    _ => cast(column, &DataType::Int64)?,
                };
                Bits::Rows(
                    whole
                        .as_primitive::<Int64Type>()
                        .values()
                        .iter()
                        .map(|&value| value as u64)
                        .collect(),
                )
            }
        };
        Ok(Self {
            name: hash(name.as_bytes()),
            bits,
            nulls: column.nulls().cloned(),
        })
    }

    /// Adds the column's part to the digests of rows from `first` on. A sum over columns does not depend on their order.
    fn add(&self, first: usize, rows: &mut [u64]) {
        for (index, digest) in rows.iter_mut().enumerate() {
            let row = first + index;
            if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                continue;
            }
            let value = match &self.bits {
                Bits::Rows(values) => values[row],
                Bits::Levels(levels, keys) => levels[keys[row] as usize],
            };
            *digest = digest.wrapping_add(mix(self.name ^ mix(value)));
        }
    }
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
