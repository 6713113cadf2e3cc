//! A predicted number with its error.

use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// A prediction with its standard error and 95 % interval (delta method).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval, found on a scale on which it cannot leave the range of the value.
    pub interval: Interval,
}

/// A survival from its log cumulative hazard c = ln(−ln S) and the standard error of c: S within 0–1 at both ends.
pub(super) fn of_log_hazard(log_hazard: f64, se: f64) -> Prediction {
    let at = |c: f64| (-c.exp()).exp();
    let value = at(log_hazard);
    // dS/dc = −S·e^c, 0 at both ends.
    let slope = if value > 0.0 { value * log_hazard.exp() } else { 0.0 };
    Prediction {
        value,
        se: if slope > 0.0 { slope * se } else { 0.0 },
        interval: Interval {
            low: at(log_hazard + Z_975 * se),
            high: at(log_hazard - Z_975 * se),
        },
    }
}

/// A time from its logarithm and the standard error of that.
pub(super) fn of_log_time(log_time: f64, se: f64) -> Result<Prediction, StatsError> {
    let finite = |value: f64| check::no_overflow("a predicted time", value);
    let value = finite(log_time.exp())?;
    Ok(Prediction {
        value,
        se: finite(value * se)?,
        interval: Interval {
            low: (log_time - Z_975 * se).exp(),
            high: finite((log_time + Z_975 * se).exp())?,
        },
    })
}

/// A row of covariates: `needed` finite numbers.
pub(super) fn check_row(row: &[f64], needed: usize) -> Result<(), StatsError> {
    if row.len() != needed {
        return Err(StatsError::LengthMismatch {
            left: needed,
            right: row.len(),
        });
    }
    check::finite(row)
}

/// A time of 0 or more.
pub(super) fn check_time(t: f64) -> Result<(), StatsError> {
    if t.is_finite() && t >= 0.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange {
            name: "the time",
            value: t,
            expected: "a finite number of 0 or more",
        })
    }
}

/// A share strictly between 0 and 1.
pub(super) fn check_share(share: f64) -> Result<(), StatsError> {
    if share > 0.0 && share < 1.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange {
            name: "the share",
            value: share,
            expected: "above 0 and below 1",
        })
    }
}

/// The penalty: a finite number of 0 or more.
pub(super) fn check_ridge(ridge: f64) -> Result<(), StatsError> {
    if ridge.is_finite() && ridge >= 0.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange {
            name: "ridge",
            value: ridge,
            expected: "a finite number of 0 or more",
        })
    }
}
