//! Stored rows scored again: the same rows and the same model give the same scores, or the code has changed.

use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::StatsError;

/// Largest difference of two scores of one row that is not a change: other machines round the last bits otherwise.
const TOLERANCE: f64 = 1e-9;

/// Canary rows scored again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Canary {
    /// Rows compared.
    pub rows: u64,
    /// Rows whose score is not the stored one to the bit.
    pub not_identical: u64,
    /// Rows whose score is more than 1e-9 away from the stored one.
    pub changed: u64,
    /// Largest difference, 0 or more.
    pub largest: f64,
}

impl Canary {
    /// Whether the path from row to score is still the one that was stored.
    pub fn holds(&self) -> bool {
        self.changed == 0
    }
}

/// Compares stored with new scores of the same rows in the same order.
///
/// Errors: lengths differ, no rows, a score that is not finite.
pub fn canary(stored: &[f64], again: &[f64]) -> Result<Canary, StatsError> {
    check::same_length(stored.len(), again.len())?;
    check::finite(stored)?;
    check::finite(again)?;
    let mut out = Canary {
        rows: stored.len() as u64,
        not_identical: 0,
        changed: 0,
        largest: 0.0,
    };
    for (stored, again) in stored.iter().zip(again) {
        let difference = (stored - again).abs();
        out.not_identical += u64::from(stored.to_bits() != again.to_bits());
        out.changed += u64::from(difference > TOLERANCE);
        out.largest = out.largest.max(difference);
    }
    Ok(out)
}
