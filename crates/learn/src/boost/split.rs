//! The best split of a node.

use super::histogram::{Layout, Pair};
use super::settings::BoostSettings;
use super::tree::BinSet;

/// A split and what falls on either side.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// Reduction of the penalised loss, times two.
    pub gain: f64,
    /// Column that decides.
    pub column: u32,
    /// Bins that go left.
    pub left_bins: BinSet,
    /// Sums on the left.
    pub left: Pair,
    /// Sums on the right.
    pub right: Pair,
}

/// Gains below this are noise of the summation.
const SMALLEST_GAIN: f64 = 1e-6;

/// Curvature below which a bin counts as empty: less than one row whose probability is within 1e-6 of 0 or 1.
const EMPTY: f64 = 1e-7;

/// Categories with at most this many bins in the node are not penalised further (LightGBM's `max_cat_to_onehot`).
const FEW_CATEGORIES: usize = 4;

/// Curvature added when categories are ordered by their mean gradient (LightGBM's `cat_smooth` is 10 rows): a level with
/// little evidence takes its place in the middle.
const CATEGORY_SMOOTH: f64 = 20.0;

/// The best split over all columns of the layout; ties go to the first column.
pub fn best(
    layout: &Layout,
    ordered: &[bool],
    histogram: &[Pair],
    total: Pair,
    settings: &BoostSettings,
) -> Option<Split> {
    let mut best: Option<Split> = None;
    for (k, &column) in layout.columns.iter().enumerate() {
        let block = &histogram[layout.offsets[k]..layout.offsets[k + 1]];
        let found = if ordered[column as usize] {
            numeric(column, block, total, settings)
        } else {
            categorical(column, block, total, settings)
        };
        if let Some(found) = found
            && best.as_ref().is_none_or(|b| found.gain > b.gain)
        {
            best = Some(found);
        }
    }
    best
}

fn score(sums: Pair, lambda: f64) -> f64 {
    sums[0] * sums[0] / (sums[1] + lambda)
}

fn minus(a: Pair, b: Pair) -> Pair {
    [a[0] - b[0], a[1] - b[1]]
}

fn plus(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

/// Gain of the partition, `None` when a side is too small.
fn gain(left: Pair, right: Pair, parent: f64, lambda: f64, settings: &BoostSettings) -> Option<f64> {
    if left[1] < settings.min_hessian || right[1] < settings.min_hessian {
        return None;
    }
    let gain = score(left, lambda) + score(right, lambda) - parent;
    (gain > SMALLEST_GAIN).then_some(gain)
}

fn numeric(column: u32, block: &[Pair], total: Pair, settings: &BoostSettings) -> Option<Split> {
    let parent = score(total, settings.lambda);
    let missing = block[0];
    let has_missing = missing[1] > EMPTY;
    // (gain, last bin on the left, whether missing goes left, left sums)
    let mut best: Option<(f64, usize, bool, Pair)> = None;
    let mut below = [0.0; 2];
    for (bin, &sums) in block.iter().enumerate().skip(1) {
        below = plus(below, sums);
        // The last cut separates missing values from all others.
        if bin + 1 == block.len() && !has_missing {
            break;
        }
        for missing_left in [false, true] {
            if missing_left && (!has_missing || bin + 1 == block.len()) {
                continue;
            }
            let left = if missing_left { plus(below, missing) } else { below };
            let right = minus(total, left);
            if let Some(gain) = gain(left, right, parent, settings.lambda, settings)
                && best.is_none_or(|b| gain > b.0)
            {
                best = Some((gain, bin, missing_left, left));
            }
        }
    }
    let (gain, last, missing_left, left) = best?;
    let right = minus(total, left);
    let mut left_bins = BinSet::default();
    for bin in 1..=last {
        left_bins.insert(bin as u8);
    }
    // Where the node has no missing value, later ones follow the larger side.
    if missing_left || (!has_missing && left[1] > right[1]) {
        left_bins.insert(0);
    }
    Some(Split {
        gain,
        column,
        left_bins,
        left,
        right,
    })
}

fn categorical(column: u32, block: &[Pair], total: Pair, settings: &BoostSettings) -> Option<Split> {
    let mut present: Vec<usize> = (0..block.len()).filter(|&b| block[b][1] > EMPTY).collect();
    if present.len() < 2 {
        return None;
    }
    let many = present.len() > FEW_CATEGORIES;
    let lambda = settings.lambda + if many { settings.category_lambda } else { 0.0 };
    let parent = score(total, lambda);
    let key = |b: usize| block[b][0] / (block[b][1] + CATEGORY_SMOOTH);
    present.sort_by(|&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
    let mut best: Option<(f64, usize, Pair)> = None;
    let mut left = [0.0; 2];
    for (position, &bin) in present.iter().enumerate().take(present.len() - 1) {
        left = plus(left, block[bin]);
        if let Some(gain) = gain(left, minus(total, left), parent, lambda, settings)
            && best.is_none_or(|b| gain > b.0)
        {
            best = Some((gain, position, left));
        }
    }
    let (gain, last, left) = best?;
    let right = minus(total, left);
    let mut left_bins = BinSet::default();
    for &bin in &present[..=last] {
        left_bins.insert(bin as u8);
    }
    if left[1] > right[1] {
        for bin in (0..block.len()).filter(|&b| block[b][1] <= EMPTY) {
            left_bins.insert(bin as u8);
        }
    }
    Some(Split {
        gain,
        column,
        left_bins,
        left,
        right,
    })
}
