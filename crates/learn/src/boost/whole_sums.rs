//! Sums of gradients and curvatures as whole numbers, both in one 64-bit word.
//!
//! Gradients are rounded to multiples of a power of two so fine that no sum can overflow (as in LightGBM's quantised training, Shi et al.
//! 2022, with 11 bits and more instead of 2–5). Adding whole numbers is associative: any order of rows and any number of threads
//! gives the same bits, a histogram is half as large, and a bin is updated by one addition.

use rayon::prelude::*;

use super::histogram::{Layout, Pair};
use super::lines::{Line, Lines, WIDTH};

/// Gradient in the upper 32 bits, curvature (not negative) in the lower 32.
pub type Packed = i64;

/// Σ|gradient| and Σ curvature stay below 2 to this power.
const BITS: i32 = 30;

/// Rows whose lines are fetched together, so that their cache misses overlap.
const BATCH: usize = 16;

/// Below this many additions a thread costs more than it saves.
const PARALLEL_FROM: usize = 1 << 17;

/// Powers of two that gradients and curvatures are multiplied by.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    gradient: f64,
    curvature: f64,
}

impl Scale {
    /// The finest scale at which rows with these sums (of |gradient|, of curvature, of what roundings may add) cannot overflow.
    pub fn new(gradients: f64, curvatures: f64, roundings: f64) -> Self {
        let room = 2f64.powi(BITS) - roundings;
        let power =
            |sum: f64| 2f64.powi((room / sum.max(f64::MIN_POSITIVE)).log2().floor().clamp(-900.0, 900.0) as i32);
        Self {
            gradient: power(gradients),
            curvature: power(curvatures),
        }
    }

    /// Gradient and curvature of one row, times its weight. A row that is there has a curvature of at least one unit.
    #[inline]
    pub fn pack(&self, pair: [f32; 2], weight: f64) -> Packed {
        let gradient = (f64::from(pair[0]) * weight * self.gradient).round_ties_even() as i64;
        let curvature = (f64::from(pair[1]) * weight * self.curvature).round_ties_even() as i64;
        (gradient << 32) + curvature.max(1)
    }

    /// The sums as numbers.
    #[inline]
    pub fn unpack(&self, packed: Packed) -> Pair {
        [
            (packed >> 32) as f64 / self.gradient,
            (packed & 0xffff_ffff) as f64 / self.curvature,
        ]
    }
}

/// Where each drawn column of a block finds its bins: column within the block, first bin in the histogram.
pub fn places(layout: &Layout, blocks: usize) -> Vec<Vec<(u32, u32)>> {
    let mut places = vec![Vec::new(); blocks];
    for (&column, &offset) in layout.columns.iter().zip(&layout.offsets) {
        places[column as usize / WIDTH].push((column % WIDTH as u32, offset as u32));
    }
    places
}

/// The histogram of the rows `rows`, of `bins` bins.
pub fn histogram(
    lines: &Lines,
    places: &[Vec<(u32, u32)>],
    rows: &[u32],
    packed: &[Packed],
    bins: usize,
) -> Vec<Packed> {
    let columns: usize = places.iter().map(Vec::len).sum();
    let sum = |rows: &[u32]| {
        let mut out = vec![0; bins];
        for (lines, places) in lines.blocks.iter().zip(places) {
            if !places.is_empty() {
                add(lines, places, rows, packed, &mut out);
            }
        }
        out
    };
    if rows.len() * columns < PARALLEL_FROM {
        return sum(rows);
    }
    let share = rows.len().div_ceil(rayon::current_num_threads()).max(1);
    rows.par_chunks(share)
        .map(sum)
        .reduce_with(|mut all, part| {
            all.iter_mut().zip(part).for_each(|(a, b)| *a += b);
            all
        })
        .unwrap_or_else(|| vec![0; bins])
}

fn add(lines: &[Line], places: &[(u32, u32)], rows: &[u32], packed: &[Packed], out: &mut [Packed]) {
    let mut fetched = [Line([0; WIDTH]); BATCH];
    let mut values = [0; BATCH];
    for batch in rows.chunks(BATCH) {
        for ((line, value), &row) in fetched.iter_mut().zip(&mut values).zip(batch) {
            *line = lines[row as usize];
            *value = packed[row as usize];
        }
        for (line, &value) in fetched.iter().zip(&values).take(batch.len()) {
            for &(column, offset) in places {
                out[offset as usize + usize::from(line.0[column as usize % WIDTH])] += value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_give_back_the_sums_of_either_sign() {
        let scale = Scale::new(1000.0, 250.0, 1000.0);
        let rows: [[f32; 2]; 3] = [[-0.75, 0.1875], [0.5, 0.25], [-0.25, 0.1875]];
        let sum: Packed = rows.iter().map(|&pair| scale.pack(pair, 1.0)).sum();
        assert_eq!(scale.unpack(sum), [-0.5, 0.625]);
        // Subtraction gives the sibling exactly.
        let sibling = sum - scale.pack(rows[0], 1.0);
        assert_eq!(scale.unpack(sibling), [0.25, 0.4375]);
        // What is counted three times is three rows.
        assert_eq!(scale.unpack(3 * scale.pack(rows[0], 1.0)), [-2.25, 0.5625]);
    }

    #[test]
    fn nothing_overflows_at_the_bound() {
        let n = 100_000;
        let scale = Scale::new(n as f64 * 0.99, n as f64 * 0.25, n as f64);
        let sum: Packed = (0..n).map(|_| scale.pack([-0.99, 0.25], 1.0)).sum();
        let [gradient, curvature] = scale.unpack(sum);
        assert!((gradient / (-0.99 * n as f64) - 1.0).abs() < 1e-4, "{gradient}");
        assert!((curvature / (0.25 * n as f64) - 1.0).abs() < 1e-4, "{curvature}");
    }
}
