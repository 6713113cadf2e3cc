//! Rows in order of a number.

use std::ops::Range;

use rayon::prelude::*;

use crate::error::StatsError;
use crate::survival::spells::Spells;

/// Most rows that can be ordered: a row and a flag share 32 bits, and late entry doubles the elements.
const MOST_ROWS: usize = 1 << 30;

/// The row of a sorted element.
pub(super) const ROW: u32 = u32::MAX >> 1;

/// Sums of weights whose squares neither overflow nor vanish.
const WEIGHTS: Range<f64> = 1e-100..1e100;

/// Checked spells that can be counted: as many rows as an element can number, and weights that can be multiplied.
pub(super) fn check(spells: &Spells<'_>) -> Result<(), StatsError> {
    spells.check()?;
    if spells.len() > MOST_ROWS {
        return Err(StatsError::OutOfRange {
            name: "rows",
            value: spells.len() as f64,
            expected: "at most 1,073,741,824",
        });
    }
    let weights: f64 = spells.weight.map_or(1.0, |weight| weight.iter().sum());
    if !WEIGHTS.contains(&weights) {
        return Err(StatsError::OutOfRange {
            name: "sum of weights",
            value: weights,
            expected: "between 1e-100 and 1e100",
        });
    }
    Ok(())
}

/// Whole numbers in the order of finite numbers; −0 and 0 are one.
pub(super) fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Elements (key of the time, flag and row) in rising order of time; at one time those with `early` come first and
/// lack the flag bit above [`ROW`].
pub(super) fn by_time(times: &[f64], early: impl Fn(usize) -> bool + Sync) -> Vec<(u64, u32)> {
    let mut elements: Vec<(u64, u32)> = (0..times.len())
        .into_par_iter()
        .with_min_len(8192)
        .map(|row| (key(times[row]), row as u32 | if early(row) { 0 } else { !ROW }))
        .collect();
    elements.par_sort_unstable();
    elements
}

/// Rank of each row from 0, equal values sharing one.
pub(super) fn dense_ranks(values: &[f64]) -> Vec<u32> {
    let sorted = by_time(values, |_| true);
    let mut ranks = vec![0; values.len()];
    let mut rank = 0;
    for (at, &(key, row)) in sorted.iter().enumerate() {
        if at > 0 && sorted[at - 1].0 != key {
            rank += 1;
        }
        ranks[row as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_the_order_of_numbers() {
        let rising = [-1e300, -2.0, -1e-300, 0.0, 5e-324, 1e-300, 1.0, 1e300];
        assert!(rising.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert_eq!(key(-0.0), key(0.0));
        assert_eq!(dense_ranks(&[3.0, -1.0, 3.0, 2.0]), [2, 0, 2, 1]);
    }
}
