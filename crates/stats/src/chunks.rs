//! Sums over many rows in parallel that do not depend on the number of threads.

use rayon::prelude::*;
use std::ops::Range;

/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
pub(crate) const CHUNK: usize = 8192;

/// Adds up `width` sums over the rows 0..`rows`: `add` is called once for each fixed range of rows with sums that start
/// at zero, and the partial sums are added in the order of the rows.
pub(crate) fn sum(rows: usize, width: usize, add: impl Fn(Range<usize>, &mut [f64]) + Sync) -> Vec<f64> {
    let partial = |chunk: usize| {
        let mut sums = vec![0.0; width];
        let from = chunk * CHUNK;
        add(from..rows.min(from + CHUNK), &mut sums);
        sums
    };
    let chunks = rows.div_ceil(CHUNK);
    if chunks <= 1 {
        return if chunks == 0 { vec![0.0; width] } else { partial(0) };
    }
    let partials: Vec<Vec<f64>> = (0..chunks).into_par_iter().map(partial).collect();
    let mut total = vec![0.0; width];
    for part in &partials {
        for (sum, part) in total.iter_mut().zip(part) {
            *sum += part;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_added_once() {
        for rows in [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK - 1] {
            let found = sum(rows, 2, |range, sums| {
                for row in range {
                    sums[0] += 1.0;
                    sums[1] += row as f64;
                }
            });
            assert_eq!(found, [rows as f64, (rows * rows.saturating_sub(1) / 2) as f64]);
        }
    }
}
