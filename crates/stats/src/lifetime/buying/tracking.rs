//! Expected against actual purchases over calendar time.

use rayon::prelude::*;

use super::law::BuyingLaw;
use crate::check;
use crate::error::StatsError;

/// One point of the tracking plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackingRow {
    /// End of the period, in calendar time.
    pub time: f64,
    /// Repeat purchases of all customers that the model expects up to then.
    pub expected: f64,
    /// Repeat purchases that were made up to then, the end included.
    pub actual: f64,
}

/// Periods at most.
const PERIODS: usize = 100_000;

/// Question: would the model have foreseen how sales developed?
///
/// Cumulative repeat purchases at `step`, 2·step … `periods`·step of calendar time. Expected: Σ E X(t − first) over the
/// customers who had begun by then. `first`: each customer's first purchase, `repeats`: every repeat purchase of anybody,
/// both on one calendar that starts at 0, in the unit of the model; purchases after the last period are left out.
/// A model fitted on the first part of the calendar is tracked by giving times up to the end of the second.
///
/// # Errors
/// [`StatsError::Empty`], [`StatsError::NotFinite`], [`StatsError::NegativeDuration`] with the row;
/// [`StatsError::OutOfRange`] for `step` or `periods` (1 to 100,000).
///
/// Fader, Hardie & Lee (2005), figure 3.
pub fn track(
    law: &BuyingLaw,
    first: &[f64],
    repeats: &[f64],
    step: f64,
    periods: usize,
) -> Result<Vec<TrackingRow>, StatsError> {
    check::same_length(first.len(), first.len())?;
    for times in [first, repeats] {
        check::finite(times)?;
        if let Some(index) = times.iter().position(|time| *time < 0.0) {
            return Err(StatsError::NegativeDuration {
                index,
                value: times[index],
            });
        }
    }
    check::count("periods", periods, 1, "1 to 100,000")?;
    if periods > PERIODS || !(step > 0.0 && (step * periods as f64).is_finite()) {
        let bad_step = periods <= PERIODS;
        return Err(StatsError::OutOfRange {
            name: if bad_step { "step" } else { "periods" },
            value: if bad_step { step } else { periods as f64 },
            expected: if bad_step {
                "a finite time above 0"
            } else {
                "1 to 100,000"
            },
        });
    }
    let births = counted(first);
    let actual = cumulative(repeats, step, periods);
    (1..=periods)
        .into_par_iter()
        .map(|period| {
            let time = period as f64 * step;
            let mut expected = 0.0;
            for &(birth, customers) in births.iter().take_while(|(birth, _)| *birth < time) {
                expected += customers * law.expected_purchases(time - birth)?;
            }
            Ok(TrackingRow {
                time,
                expected,
                actual: actual[period - 1],
            })
        })
        .collect()
}

/// Distinct times in rising order with their counts.
fn counted(times: &[f64]) -> Vec<(f64, f64)> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len() as f64))
        .collect()
}

/// Times up to the end of each period.
fn cumulative(times: &[f64], step: f64, periods: usize) -> Vec<f64> {
    let mut counts = vec![0.0; periods];
    for &time in times {
        // The first period whose end is not before; rounding of the division must not move a time at an end.
        let mut period = (time / step).ceil().max(1.0);
        if (period - 1.0) * step >= time && period > 1.0 {
            period -= 1.0;
        } else if period * step < time {
            period += 1.0;
        }
        if period <= periods as f64 {
            counts[period as usize - 1] += 1.0;
        }
    }
    let mut sum = 0.0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    counts
}
