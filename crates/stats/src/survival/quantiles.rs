//! The time by which a share has left.

use super::kaplan_meier::{KaplanMeier, ROUNDING, Step};
use crate::error::StatsError;

/// The time by which a share of the customers has left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The share who have left, above 0 and below 1; 0.5 is the median.
    pub share: f64,
    /// The first time at which at least this share has left.
    pub time: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end; `None` where the upper band never falls that far: no upper bound is known.
    pub high: Option<f64>,
}

impl KaplanMeier {
    /// The time by which the share `p` has left: inf {t: S(t) ≤ 1 − p}; `None` if the curve does not fall that far.
    ///
    /// Interval: the times at which the lower and the upper band cross 1 − p (Brookmeyer & Crowley 1982, on the
    /// log(−log) scale), as R's `survfit`. Departure from R: where S is 1 − p over a whole stretch, R answers its middle,
    /// we its beginning; where a band dips below 1 − p and comes back (few customers, late entry), R takes a later time,
    /// we the first. A crossing within 1e-12 counts.
    ///
    /// Errors: `p` not above 0 and below 1.
    pub fn quantile(&self, p: f64) -> Result<Option<Quantile>, StatsError> {
        if !(p > 0.0 && p < 1.0) {
            return Err(StatsError::OutOfRange {
                name: "share who have left",
                value: p,
                expected: "above 0 and below 1",
            });
        }
        let left = 1.0 - p + ROUNDING;
        let first = |value: fn(&Step) -> f64| self.steps.iter().find(|step| value(step) <= left).map(|step| step.time);
        let time = first(|step| step.survival);
        let low = first(|step| step.interval.low);
        let high = first(|step| step.interval.high);
        Ok(time.zip(low).map(|(time, low)| Quantile {
            share: p,
            time,
            low,
            high,
        }))
    }
}
