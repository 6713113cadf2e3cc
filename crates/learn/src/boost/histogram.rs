//! Sums of gradients and curvatures by bin.

use rayon::prelude::*;

/// Gradient and curvature of one row, or their sums in one bin.
pub type Pair = [f64; 2];

/// Histograms of the chosen columns of one node, laid end to end.
pub struct Layout {
    /// Column of each block.
    pub columns: Vec<u32>,
    /// First bin of each block; one entry more than columns.
    pub offsets: Vec<usize>,
}

impl Layout {
    /// Lays out the histograms of `columns`.
    pub fn new(columns: Vec<u32>, bins: &[usize]) -> Self {
        let mut offsets = Vec::with_capacity(columns.len() + 1);
        offsets.push(0);
        for &column in &columns {
            offsets.push(offsets.last().copied().unwrap_or(0) + bins[column as usize]);
        }
        Self { columns, offsets }
    }

    /// Bins of all columns together.
    pub fn bins(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0)
    }
}

/// Below this many additions a thread costs more than it saves.
const PARALLEL_FROM: usize = 1 << 16;

/// Fills `out` with the sums over `rows`; `ordered[i]` belongs to `rows[i]`.
///
/// Each column is summed by one thread in row order: the result does not depend on the number of threads.
pub fn build(layout: &Layout, columns: &[&[u8]], rows: &[u32], ordered: &[[f32; 2]], out: &mut [Pair]) {
    let mut blocks: Vec<(usize, &mut [Pair])> = Vec::with_capacity(layout.columns.len());
    let mut rest = out;
    for (k, window) in layout.offsets.windows(2).enumerate() {
        let (block, tail) = rest.split_at_mut(window[1] - window[0]);
        blocks.push((k, block));
        rest = tail;
    }
    let fill = |(k, block): (usize, &mut [Pair])| {
        block.fill([0.0; 2]);
        let column = columns[layout.columns[k] as usize];
        if rows.len() == column.len() {
            for (&bin, pair) in column.iter().zip(ordered) {
                add(block, bin, pair);
            }
        } else {
            for (&row, pair) in rows.iter().zip(ordered) {
                add(block, column[row as usize], pair);
            }
        }
    };
    if rows.len() * layout.columns.len() >= PARALLEL_FROM {
        blocks.into_par_iter().for_each(fill);
    } else {
        blocks.into_iter().for_each(fill);
    }
}

#[inline]
fn add(block: &mut [Pair], bin: u8, pair: &[f32; 2]) {
    let slot = &mut block[usize::from(bin)];
    slot[0] += f64::from(pair[0]);
    slot[1] += f64::from(pair[1]);
}

/// `parent -= child`: what is left is the histogram of the sibling.
pub fn subtract(parent: &mut [Pair], child: &[Pair]) {
    for (p, c) in parent.iter_mut().zip(child) {
        p[0] -= c[0];
        p[1] -= c[1];
    }
}
