//! What durations must be.

use crate::check;
use crate::error::StatsError;

/// Durations with an event flag each.
pub(super) fn check_durations(durations: &[f64], events: &[bool]) -> Result<(), StatsError> {
    check::same_length(durations.len(), events.len())?;
    check::finite(durations)?;
    match durations.iter().position(|&duration| duration < 0.0) {
        None => Ok(()),
        Some(index) => Err(StatsError::NegativeDuration {
            index,
            value: durations[index],
        }),
    }
}
