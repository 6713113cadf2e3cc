//! A figure with its error, and whether two differ.

use serde::{Deserialize, Serialize};

use crate::coefficient::normal_two_sided;
use crate::error::StatsError;
use crate::interval::Z_975;

/// A figure with a normal 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Its standard error, 0 or more.
    pub se: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Figure {
    /// value ± 1.96·se, cut to `range`.
    pub(crate) fn within(value: f64, variance: f64, range: (f64, f64)) -> Self {
        let se = variance.max(0.0).sqrt();
        Self {
            value,
            se,
            low: (value - Z_975 * se).clamp(range.0, range.1),
            high: (value + Z_975 * se).clamp(range.0, range.1),
        }
    }
}

/// Whether two figures differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Second less first.
    pub difference: f64,
    /// Standard error of the difference, 0 or more.
    pub se: f64,
    /// Two-sided p-value, 0–1; 1 where nothing differs or the error is 0, because then nothing is known about chance.
    pub p_value: f64,
}

impl Test {
    pub(crate) fn of(difference: f64, variance: f64) -> Self {
        let se = variance.max(0.0).sqrt();
        // Without any spread (one row, one customer) nothing is known about chance.
        let p_value = if se > 0.0 {
            normal_two_sided(difference / se)
        } else {
            1.0
        };
        Self {
            difference,
            se,
            p_value,
        }
    }
}

/// z test of two figures of different customers: `now` less `then`, standard errors added in squares. With the same
/// customers in both the true error is smaller, so that the test is cautious.
///
/// Errors: a value that is not finite.
pub fn difference(then: &Figure, now: &Figure) -> Result<Test, StatsError> {
    for (index, value) in [then.value, then.se, now.value, now.se].into_iter().enumerate() {
        if !value.is_finite() {
            return Err(StatsError::NotFinite { index, value });
        }
    }
    Ok(Test::of(now.value - then.value, then.se * then.se + now.se * now.se))
}
