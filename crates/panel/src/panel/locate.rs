//! Which period an instant lies in, without a search.

use crate::periods::Periods;

/// Steps per shortest period, at least: no step then holds two boundaries.
const STEPS_PER_PERIOD: i64 = 2;
/// Steps of the table at most; a table that would be longer is searched instead.
const MOST_STEPS: i64 = 1 << 20;

/// Guesses the period of an instant from a table of equal steps of time and corrects the guess by one comparison.
pub(crate) struct Locator {
    starts_us: Vec<i64>,
    shift: u32,
    /// Period at the beginning of each step; empty: search.
    steps: Vec<u16>,
}

impl Locator {
    /// A table for periods.
    pub(crate) fn new(periods: &Periods) -> Self {
        let starts_us = periods.starts_us.clone();
        let shortest = starts_us.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(0);
        let (first, last) = (
            starts_us.first().copied().unwrap_or(0),
            starts_us.last().copied().unwrap_or(0),
        );
        let wanted = (shortest / STEPS_PER_PERIOD).max(1);
        let shift = 63 - wanted.leading_zeros().min(63);
        let count = ((last - first) >> shift) + 1;
        let steps = if shortest <= 0 || count > MOST_STEPS || periods.len() > usize::from(u16::MAX) {
            Vec::new()
        } else {
            (0..count)
                .map(|step| {
                    let at = first + (step << shift);
                    (starts_us.partition_point(|&start| start <= at) - 1) as u16
                })
                .collect()
        };
        Self {
            starts_us,
            shift,
            steps,
        }
    }

    /// `[first, end)` of all periods.
    pub(crate) fn span(&self) -> (i64, i64) {
        match (self.starts_us.first(), self.starts_us.last()) {
            (Some(&first), Some(&last)) => (first, last),
            _ => (0, 0),
        }
    }

    /// The period of an instant within [`Locator::span`].
    #[inline]
    pub(crate) fn period(&self, at_us: i64) -> u16 {
        let Some(&guess) = self.steps.get(((at_us - self.starts_us[0]) >> self.shift) as usize) else {
            return (self.starts_us.partition_point(|&start| start <= at_us).max(1) - 1) as u16;
        };
        guess + u16::from(at_us >= self.starts_us[usize::from(guess) + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_domain::grain::Grain;
    use holdfast_domain::zone::Zone;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_table_agrees_with_the_search(
            zone in prop::sample::select(vec!["Asia/Shanghai", "Pacific/Auckland", "America/New_York", "UTC"]),
            grain in prop::sample::select(Grain::ALL.to_vec()),
            end in 1_000_000_000_000_000_i64..1_800_000_000_000_000,
            count in 1_usize..40,
            parts in prop::collection::vec(0.0..1.0_f64, 20),
        ) {
            let periods = Periods::before(&Zone::named(zone).unwrap(), grain, end, count);
            let locator = Locator::new(&periods);
            let (first, last) = locator.span();
            let mut instants: Vec<i64> = parts.iter().map(|part| first + ((last - first) as f64 * part) as i64).collect();
            for &start in &periods.starts_us {
                instants.extend([start - 1, start, start + 1]);
            }
            for at in instants.into_iter().filter(|at| (first..last).contains(at)) {
                prop_assert_eq!(Some(usize::from(locator.period(at))), periods.index_of(at));
            }
        }
    }
}
