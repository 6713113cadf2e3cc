//! Values of a row.

use holdfast_learn::frame::{FeatureData, Frame, MISSING};

/// A number of a row; NaN where it is missing or no number.
pub(crate) fn number(frame: &Frame, column: u16, row: usize) -> f64 {
    match frame.columns.get(usize::from(column)).map(|feature| &feature.data) {
        Some(FeatureData::Number(values)) => values.get(row).copied().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}

/// The level code of a row; `None` for a column of numbers.
pub(crate) fn code(frame: &Frame, column: u16, row: usize) -> Option<u32> {
    match frame.columns.get(usize::from(column)).map(|feature| &feature.data) {
        Some(FeatureData::Category { codes, .. }) => Some(codes.get(row).copied().unwrap_or(MISSING)),
        _ => None,
    }
}
