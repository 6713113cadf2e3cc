//! Rows as numbers side by side, to measure distances.

use holdfast_learn::frame::{FeatureData, Frame, MISSING};

use crate::population::summary::ColumnSummary;

/// A value of any column as a number: codes as they are, NaN where missing.
pub(super) fn value(frame: &Frame, column: usize, row: usize) -> f64 {
    match &frame.columns[column].data {
        FeatureData::Number(values) => values[row],
        FeatureData::Category { codes, .. } => match codes[row] {
            MISSING => f64::NAN,
            code => f64::from(code),
        },
    }
}

/// 1 ÷ width of a number's 5–95 % range; 0 for a category and where it has no width: there only equality counts.
pub(super) fn scale(summary: &ColumnSummary) -> f64 {
    summary
        .spread()
        .map(|spread| spread.width())
        .filter(|&width| width > 0.0)
        .map_or(0.0, |width| 1.0 / width)
}

/// Distance of two values, 0–1: numbers in widths of the population, capped at 1; categories and missing values equal or not.
pub(super) fn distance(a: f64, b: f64, scale: f64) -> f64 {
    if a == b || (a.is_nan() && b.is_nan()) {
        0.0
    } else if a.is_nan() || b.is_nan() || scale == 0.0 {
        1.0
    } else {
        ((a - b).abs() * scale).min(1.0)
    }
}

/// Rows × columns of a frame.
pub(super) fn rows(frame: &Frame, rows: &[u32]) -> Vec<Vec<f64>> {
    let columns = frame.columns.len();
    rows.iter()
        .map(|&row| (0..columns).map(|column| value(frame, column, row as usize)).collect())
        .collect()
}
