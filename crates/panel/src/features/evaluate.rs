//! The arithmetic of each indicator, for a batch of customers side by side.

use std::array::from_fn;

use super::marks::{LANES, Lanes, Mark};
use super::measure::Statistic;

const UNDEFINED: f64 = f64::NAN;

/// `over ÷ under`, undefined where `under` is 0.
pub(super) fn ratio(over: &Lanes, under: &Lanes) -> Lanes {
    from_fn(|lane| {
        if under[lane] == 0.0 {
            UNDEFINED
        } else {
            over[lane] / under[lane]
        }
    })
}

/// Σ(x − x̄)², exactly 0 where all are equal.
fn spread(mark: &Mark) -> Lanes {
    from_fn(|lane| {
        let squares = mark.squares[lane] - mark.shifted[lane] * mark.shifted[lane] / mark.periods;
        if mark.max[lane] > mark.min[lane] {
            squares.max(0.0)
        } else {
            0.0
        }
    })
}

/// Σ(t − t̄)² of n consecutive numbers.
fn spread_of_time(periods: f64) -> f64 {
    periods * (periods * periods - 1.0) / 12.0
}

fn mean(mark: &Mark) -> Lanes {
    mark.sum.map(|sum| sum / mark.periods)
}

fn sd(mark: &Mark) -> Lanes {
    spread(mark).map(|spread| (spread / (mark.periods - 1.0)).sqrt())
}

/// Slope on the number of the period: k counts backwards, hence the sign.
fn slope(mark: &Mark) -> Lanes {
    let (middle, time) = ((mark.periods - 1.0) / 2.0, spread_of_time(mark.periods));
    from_fn(|lane| (middle * mark.shifted[lane] - mark.moments[lane]) / time)
}

fn standardised_slope(mark: &Mark) -> Lanes {
    let (slope, spread, time) = (slope(mark), spread(mark), spread_of_time(mark.periods));
    from_fn(|lane| {
        if spread[lane] > 0.0 {
            (slope[lane] * (time / spread[lane]).sqrt()).clamp(-1.0, 1.0)
        } else {
            UNDEFINED
        }
    })
}

/// `half` is the mark of the later half of the window.
fn slope_change(mark: &Mark, half: &Mark) -> Lanes {
    let later = slope(half);
    let (middle, time) = (half.periods + (half.periods - 1.0) / 2.0, spread_of_time(half.periods));
    from_fn(|lane| {
        let shifted = mark.shifted[lane] - half.shifted[lane];
        let moments = mark.moments[lane] - half.moments[lane];
        later[lane] - (middle * shifted - moments) / time
    })
}

/// A statistic of a window of more than one period, or its sum; `half` is the mark of half the window, `divisor` what an
/// intensity is spread over.
pub(super) fn statistic(statistic: Statistic, mark: &Mark, half: &Mark, divisor: &Lanes) -> Lanes {
    match statistic {
        Statistic::Sum => mark.sum,
        Statistic::Intensity => ratio(&mark.sum, divisor),
        Statistic::Mean => mean(mark),
        Statistic::Min => mark.min,
        Statistic::Max => mark.max,
        Statistic::Sd => sd(mark),
        Statistic::Cv => ratio(&sd(mark), &mean(mark).map(f64::abs)),
        Statistic::Range => ratio(
            &from_fn(|lane| mark.max[lane] - mark.min[lane]),
            &mean(mark).map(f64::abs),
        ),
        Statistic::Slope => slope(mark),
        Statistic::StandardisedSlope => standardised_slope(mark),
        Statistic::SlopeChange => slope_change(mark, half),
    }
}

/// The last period ÷ the mean of a window.
pub(super) fn to_mean(last: &Lanes, mark: &Mark) -> Lanes {
    ratio(last, &mean(mark))
}

/// Nothing in any lane.
pub(super) const NOTHING: Lanes = [UNDEFINED; LANES];
