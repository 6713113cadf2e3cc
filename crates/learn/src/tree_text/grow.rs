//! Growing: every node is divided where that lowers the impurity most.

use rayon::prelude::*;

use super::bins::{BinnedColumn, Meaning};
use super::fit::{Impurity, TreeSettings};
use super::tree::{LeftIf, Node, Split};

/// Weight of churned and of all customers.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) churned: f64,
    pub(super) all: f64,
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        Self {
            churned: self.churned + other.churned,
            all: self.all + other.all,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            churned: self.churned - other.churned,
            all: self.all - other.all,
        }
    }
}

/// The rows that trees are grown on.
pub(super) struct Ground<'a> {
    pub(super) columns: &'a [BinnedColumn],
    /// Label of each row.
    pub(super) labels: &'a [bool],
    /// Weight of each row.
    pub(super) weights: &'a [f64],
}

/// Weight × impurity of a node, in units of the log loss or of Gini's index.
pub(super) fn impurity(kind: Impurity, sum: Sum) -> f64 {
    let p = (sum.churned / sum.all).clamp(0.0, 1.0);
    if sum.all <= 0.0 || p == 0.0 || p == 1.0 {
        return 0.0;
    }
    sum.all
        * match kind {
            Impurity::LogLoss => -(p * p.ln() + (1.0 - p) * (-p).ln_1p()),
            Impurity::Gini => 2.0 * p * (1.0 - p),
        }
}

/// The best division of a node.
struct Best {
    gain: f64,
    column: usize,
    left_bins: Vec<bool>,
    /// Bins that hold a customer of the node.
    present: Vec<bool>,
}

/// Grows to the full depth on the positions `rows`; nodes with the root first.
pub(super) fn grow(ground: &Ground, rows: Vec<u32>, settings: &TreeSettings) -> Vec<Node> {
    let mut nodes = Vec::new();
    let sum = ground.sum(&rows);
    nodes.push(node(sum));
    let mut open = vec![(0_usize, rows, 0_usize)];
    while let Some((at, rows, depth)) = open.pop() {
        if depth == settings.max_depth {
            continue;
        }
        let Some(best) = ground.best(&rows, settings) else {
            continue;
        };
        let column = &ground.columns[best.column];
        let (left, right): (Vec<u32>, Vec<u32>) = rows
            .into_iter()
            .partition(|&row| best.left_bins[column.bins[row as usize] as usize]);
        let (first, second) = (nodes.len(), nodes.len() + 1);
        nodes.push(node(ground.sum(&left)));
        nodes.push(node(ground.sum(&right)));
        nodes[at].split = Some(Split {
            column: column.column,
            left_if: column.left_if(&best),
            missing_left: best.left_bins[0],
            missing_seen: best.present[0],
            left: first,
            right: second,
        });
        open.push((second, right, depth + 1));
        open.push((first, left, depth + 1));
    }
    nodes
}

fn node(sum: Sum) -> Node {
    Node {
        customers: sum.all,
        churned: sum.churned,
        split: None,
    }
}

impl Ground<'_> {
    pub(super) fn sum(&self, rows: &[u32]) -> Sum {
        rows.iter().fold(Sum::default(), |sum, &row| {
            let weight = self.weights[row as usize];
            sum.plus(Sum {
                churned: if self.labels[row as usize] { weight } else { 0.0 },
                all: weight,
            })
        })
    }

    /// `None` where no division leaves both sides large enough and gains anything.
    fn best(&self, rows: &[u32], settings: &TreeSettings) -> Option<Best> {
        let whole = self.sum(rows);
        let own = impurity(settings.impurity, whole);
        if own <= 0.0 || whole.all < 2.0 * settings.min_leaf {
            return None;
        }
        let by_column: Vec<Option<Best>> = self
            .columns
            .par_iter()
            .enumerate()
            .map(|(number, column)| {
                let mut bins = vec![Sum::default(); column.count()];
                for &row in rows {
                    let weight = self.weights[row as usize];
                    let bin = &mut bins[column.bins[row as usize] as usize];
                    bin.all += weight;
                    bin.churned += if self.labels[row as usize] { weight } else { 0.0 };
                }
                divide(number, column, &bins, whole, own, settings)
            })
            .collect();
        by_column
            .into_iter()
            .flatten()
            // The first of (nearly) equal columns: rounding must not choose.
            .reduce(|best, next| {
                if next.gain > best.gain * (1.0 + 1e-9) {
                    next
                } else {
                    best
                }
            })
            .filter(|best| best.gain > 1e-9 * own)
    }
}

/// The best division by one column: known values in order (levels by churn rate: for two classes no other subset is better, Breiman et
/// al. 1984), those without a value on either side, or alone.
fn divide(
    number: usize,
    column: &BinnedColumn,
    bins: &[Sum],
    whole: Sum,
    own: f64,
    settings: &TreeSettings,
) -> Option<Best> {
    let mut order: Vec<usize> = (1..bins.len()).filter(|&bin| bins[bin].all > 0.0).collect();
    if matches!(column.meaning, Meaning::Levels(_)) {
        let rate = |bin: usize| bins[bin].churned / bins[bin].all;
        order.sort_by(|&a, &b| rate(a).total_cmp(&rate(b)).then(a.cmp(&b)));
    }
    // Gain, known bins that go left, whether those without a value do.
    let mut best: Option<(f64, usize, bool)> = None;
    let missing = bins[0];
    let mut left = Sum::default();
    for (known, &bin) in order.iter().enumerate() {
        left = left.plus(bins[bin]);
        for missing_left in [false, true] {
            if missing_left && (missing.all == 0.0 || known + 1 == order.len()) {
                continue;
            }
            let left = if missing_left { left.plus(missing) } else { left };
            let right = whole.less(left);
            // Weights add up with rounding.
            let enough = |side: Sum| side.all >= settings.min_leaf * (1.0 - 1e-9);
            if !enough(left) || !enough(right) {
                continue;
            }
            let gain = own - impurity(settings.impurity, left) - impurity(settings.impurity, right);
            if best.is_none_or(|(most, ..)| gain > most * (1.0 + 1e-9)) {
                best = Some((gain, known + 1, missing_left));
            }
        }
    }
    let (gain, known, missing_left) = best?;
    // Where nobody lacks a value here, later customers who do follow the larger side.
    let weight: f64 = order[..known].iter().map(|&bin| bins[bin].all).sum();
    let missing_left = if missing.all > 0.0 {
        missing_left
    } else {
        weight >= whole.all - weight
    };
    let mut left_bins = vec![false; bins.len()];
    order[..known].iter().for_each(|&bin| left_bins[bin] = true);
    left_bins[0] = missing_left;
    if let Meaning::Cuts(_) = column.meaning {
        // Intervals that are empty here belong to the side that their neighbours below are on.
        let last = order[known - 1];
        let all = known == order.len();
        (1..bins.len()).for_each(|bin| left_bins[bin] = all || bin <= last);
    }
    Some(Best {
        gain,
        column: number,
        left_bins,
        present: bins.iter().map(|bin| bin.all > 0.0).collect(),
    })
}

impl BinnedColumn {
    fn left_if(&self, best: &Best) -> LeftIf {
        match &self.meaning {
            Meaning::Cuts(cuts) => match best.left_bins.iter().rposition(|&left| left) {
                Some(last) if last >= 1 && last <= cuts.len() => LeftIf::AtMost(cuts[last - 1]),
                _ => LeftIf::Known,
            },
            Meaning::Levels(codes) => {
                // A level that the node lacks is one that the split does not know.
                let side = |left: bool| -> Vec<u32> {
                    let codes = codes.iter().zip(&best.left_bins[1..]).zip(&best.present[1..]);
                    codes
                        .filter(|((_, own), present)| **own == left && **present)
                        .map(|((&code, _), _)| code)
                        .collect()
                };
                LeftIf::Levels {
                    left: side(true),
                    right: side(false),
                }
            }
        }
    }
}
