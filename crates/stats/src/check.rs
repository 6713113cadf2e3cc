//! What an input must be before anything is computed from it.

use crate::error::StatsError;

/// At least one row and the same number of rows on both sides.
pub(crate) fn same_length(left: usize, right: usize) -> Result<(), StatsError> {
    if left != right {
        return Err(StatsError::LengthMismatch { left, right });
    }
    if left == 0 {
        return Err(StatsError::Empty);
    }
    Ok(())
}

/// No NaN and no infinity.
pub(crate) fn finite(values: &[f64]) -> Result<(), StatsError> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(StatsError::NotFinite {
            index,
            value: values[index],
        }),
    }
}

/// Every value within 0–1 (NaN is not).
pub(crate) fn probabilities(values: &[f64]) -> Result<(), StatsError> {
    match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        None => Ok(()),
        Some(index) => {
            let value = values[index];
            Err(if value.is_finite() {
                StatsError::NotProbability { index, value }
            } else {
                StatsError::NotFinite { index, value }
            })
        }
    }
}

/// Probabilities with a label each.
pub(crate) fn predictions(p: &[f64], labels: &[bool]) -> Result<(), StatsError> {
    same_length(p.len(), labels.len())?;
    probabilities(p)
}

/// A count such as bins or points.
pub(crate) fn count(name: &'static str, value: usize, low: usize, expected: &'static str) -> Result<(), StatsError> {
    if value < low {
        return Err(StatsError::OutOfRange {
            name,
            value: value as f64,
            expected,
        });
    }
    Ok(())
}

/// A result that overflowed becomes an error.
pub(crate) fn no_overflow(name: &'static str, value: f64) -> Result<f64, StatsError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(StatsError::Overflow { name })
    }
}
