//! Whether customers were watched for long enough to say that some never leave.

use super::censored::Censored;

/// Level of the test.
const LEVEL: f64 = 0.05;

/// Test of Maller & Zhou (1996) for sufficient follow-up.
///
/// Hypothesis: the last who leave would leave after the end of observation. α = (1 − N/n)ⁿ with N the weight of events in
/// (2a − b, a], a the largest time of an event and b the largest time at all: many events shortly before a and a long
/// stretch without any up to b make α small. Left- and interval-censored events count at their upper bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FollowUp {
    /// Largest time, of an event or not.
    pub largest_time: f64,
    /// Largest time of an event.
    pub largest_event: f64,
    /// Rows with an event as near to the largest event as that is to the largest time.
    pub events_near_end: u64,
    /// α, 0–1: small means long enough.
    pub p_value: f64,
    /// Whether α is below 5 %. If not, the share who never leave rests on the assumed shape, not on the data.
    pub sufficient: bool,
}

/// The test on checked data with at least one event.
pub(super) fn follow_up(data: &Censored<'_>) -> FollowUp {
    let event = |row: usize| data.upper[row].is_finite();
    let time = |row: usize| if event(row) { data.upper[row] } else { data.lower[row] };
    let weight = |row: usize| data.weight.map_or(1.0, |weight| weight[row]);
    let rows = 0..data.len();
    let largest_time = rows.clone().map(time).fold(0.0, f64::max);
    let largest_event = rows.clone().filter(|&row| event(row)).map(time).fold(0.0, f64::max);
    // (2a − b, a], without overflow.
    let near = |row: usize| event(row) && largest_event - time(row) < largest_time - largest_event;
    let all: f64 = rows.clone().map(weight).sum();
    let close: f64 = rows.clone().filter(|&row| near(row)).map(weight).sum();
    // (1 − 1)ⁿ = 0 where every row is near: ln 0 is −∞ and its exponential 0.
    let p_value = (all * (-(close / all).min(1.0)).ln_1p()).exp();
    FollowUp {
        largest_time,
        largest_event,
        events_near_end: rows.filter(|&row| near(row)).count() as u64,
        p_value,
        sufficient: p_value < LEVEL,
    }
}
