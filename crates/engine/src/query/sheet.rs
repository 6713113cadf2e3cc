//! Columns that were computed outside SQL, as rows that can be written to a file.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use holdfast_domain::day::Day;

use super::run::SqlResult;
use crate::error::{Doing, EngineError};

/// Columns with their names, all of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The columns.
    pub columns: Vec<(String, SheetColumn)>,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetColumn {
    /// Texts.
    Texts(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Days.
    Days(Vec<Option<Day>>),
}

impl Sheet {
    /// Adds a column.
    pub fn push(&mut self, name: &str, column: SheetColumn) {
        self.columns.push((name.to_owned(), column));
    }

    /// As rows.
    ///
    /// # Errors
    /// Columns of different lengths.
    pub fn into_rows(self) -> Result<SqlResult, EngineError> {
        let (mut fields, mut arrays) = (Vec::new(), Vec::new());
        for (name, column) in self.columns {
            let array: ArrayRef = match column {
                SheetColumn::Texts(values) => Arc::new(StringArray::from(values)),
                SheetColumn::Whole(values) => Arc::new(Int64Array::from(values)),
                SheetColumn::Numbers(values) => Arc::new(Float64Array::from(values)),
                SheetColumn::Days(values) => Arc::new(
                    values
                        .into_iter()
                        .map(|day| day.map(Day::number))
                        .collect::<Date32Array>(),
                ),
            };
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).doing(|| "preparing a file".to_owned())?;
        Ok(SqlResult {
            schema,
            batches: vec![batch],
            truncated: false,
        })
    }
}
