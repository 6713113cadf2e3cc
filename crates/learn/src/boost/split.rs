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
    /// Whether it parts missing values from all others.
    pub only_missing_right: bool,
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

/// What the values of a node's leaves may be, before shrinkage: the bounds that monotone splits above it leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
}

impl Bounds {
    /// Any value.
    pub const NONE: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// The value of a leaf with these sums: the Newton step, held within the bounds.
    pub fn value(&self, sums: Pair, lambda: f64) -> f64 {
        (-sums[0] / (sums[1] + lambda)).clamp(self.low, self.high)
    }

    /// Reduction of the penalised loss by that leaf, times two.
    fn worth(&self, sums: Pair, lambda: f64) -> f64 {
        let curvature = sums[1] + lambda;
        if *self == Self::NONE {
            return sums[0] * sums[0] / curvature;
        }
        let value = self.value(sums, lambda);
        -(2.0 * sums[0] + curvature * value) * value
    }
}

/// What splits must keep.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Settings of the booster.
    pub settings: &'a BoostSettings,
    /// Bounds of the node.
    pub bounds: Bounds,
    /// Direction that the column must keep: 1 rising, −1 falling, 0 either.
    pub direction: i8,
}

impl Rules<'_> {
    /// Gain of the partition, `None` when a side is too small or the direction is not kept.
    #[inline]
    fn gain(&self, left: Pair, right: Pair, parent: f64, lambda: f64) -> Option<f64> {
        let smallest = self.settings.min_hessian;
        if left[1] < smallest || right[1] < smallest {
            return None;
        }
        if self.direction != 0 {
            let rise = self.bounds.value(right, lambda) - self.bounds.value(left, lambda);
            if rise * f64::from(self.direction) < 0.0 {
                return None;
            }
        }
        let gain = self.bounds.worth(left, lambda) + self.bounds.worth(right, lambda) - parent;
        (gain > SMALLEST_GAIN).then_some(gain)
    }
}

/// The best split over all columns of the layout; ties go to the first column.
pub fn best(
    layout: &Layout,
    ordered: &[bool],
    histogram: &[Pair],
    total: Pair,
    settings: &BoostSettings,
) -> Option<Split> {
    let rules = Rules {
        settings,
        bounds: Bounds::NONE,
        direction: 0,
    };
    let mut best: Option<Split> = None;
    for (k, &column) in layout.columns.iter().enumerate() {
        let block = &histogram[layout.offsets[k]..layout.offsets[k + 1]];
        let found = of_column(column, ordered[column as usize], block, total, &rules);
        if let Some(found) = found
            && best.as_ref().is_none_or(|b| found.gain > b.gain)
        {
            best = Some(found);
        }
    }
    best
}

/// The best split of one column with the bins `block`.
pub fn of_column(column: u32, ordered: bool, block: &[Pair], total: Pair, rules: &Rules) -> Option<Split> {
    if ordered {
        numeric(column, block, total, rules)
    } else {
        categorical(column, block, total, rules)
    }
}

fn minus(a: Pair, b: Pair) -> Pair {
    [a[0] - b[0], a[1] - b[1]]
}

fn plus(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

fn numeric(column: u32, block: &[Pair], total: Pair, rules: &Rules) -> Option<Split> {
    let lambda = rules.settings.lambda;
    let parent = rules.bounds.worth(total, lambda);
    let missing = block[0];
    let has_missing = missing[1] > EMPTY;
    // (gain, last bin on the left, whether missing goes left, left sums)
    let mut best: Option<(f64, usize, bool, Pair)> = None;
    let mut consider = |rules: &Rules, left: Pair, bin: usize, missing_left: bool| {
        if let Some(gain) = rules.gain(left, minus(total, left), parent, lambda)
            && best.is_none_or(|b| gain > b.0)
        {
            best = Some((gain, bin, missing_left, left));
        }
    };
    let last = block.len() - 1;
    let mut below = [0.0; 2];
    for (bin, &sums) in block.iter().enumerate().take(last).skip(1) {
        // A cut after an empty bin is the cut before it.
        if sums[1] <= EMPTY {
            continue;
        }
        below = plus(below, sums);
        consider(rules, below, bin, false);
        if has_missing {
            consider(rules, plus(below, missing), bin, true);
        }
    }
    if has_missing && last > 0 {
        // The last cut separates missing values from all others, which have no order between them.
        let free = Rules { direction: 0, ..*rules };
        consider(&free, plus(below, block[last]), last, false);
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
        only_missing_right: last + 1 == block.len(),
    })
}

fn categorical(column: u32, block: &[Pair], total: Pair, rules: &Rules) -> Option<Split> {
    let mut present: Vec<(f64, usize)> = (0..block.len())
        .filter(|&b| block[b][1] > EMPTY)
        .map(|b| (block[b][0] / (block[b][1] + CATEGORY_SMOOTH), b))
        .collect();
    if present.len() < 2 {
        return None;
    }
    let many = present.len() > FEW_CATEGORIES;
    let lambda = rules.settings.lambda + if many { rules.settings.category_lambda } else { 0.0 };
    let parent = rules.bounds.worth(total, lambda);
    present.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut best: Option<(f64, usize, Pair)> = None;
    let mut left = [0.0; 2];
    for (position, &(_, bin)) in present.iter().enumerate().take(present.len() - 1) {
        left = plus(left, block[bin]);
        if let Some(gain) = rules.gain(left, minus(total, left), parent, lambda)
            && best.is_none_or(|b| gain > b.0)
        {
            best = Some((gain, position, left));
        }
    }
    let (gain, last, left) = best?;
    let right = minus(total, left);
    let mut left_bins = BinSet::default();
    for &(_, bin) in &present[..=last] {
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
        only_missing_right: false,
    })
}
