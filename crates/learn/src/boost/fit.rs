//! Fitting: one tree a round, grown level by level.

use std::borrow::Cow;

use holdfast_stats::special::{log1p_exp, sigmoid};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::histogram::{self, Layout, Pair};
use super::settings::BoostSettings;
use super::split::{self, Split};
use super::tree::{FittedBooster, Node, Tree};
use crate::encode::binner::Binned;
use crate::error::LearnError;
use crate::folds::check_classes;

/// A fitted booster and how its loss on the validation rows fell.
#[derive(Debug)]
pub struct BoostFit {
    /// The booster with every tree fitted; truncate it to `best_rounds`.
    pub booster: FittedBooster,
    /// Mean log loss on the validation rows after 0, 1, 2… trees; empty without validation rows.
    pub curve: Vec<f64>,
}

/// Fits on the rows `train`, stopping early on the rows `validation` if there are any.
///
/// `labels` are by row of `binned`. The log loss is minimised by Newton steps on shrunken trees (Friedman 2001; Chen and
/// Guestrin 2016, eq. 5–7). The result depends on the data, the settings and the seed, not on the number of threads.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::OneClass`], [`LearnError::NoColumns`].
pub fn fit(
    binned: &Binned,
    labels: &[bool],
    train: &[u32],
    validation: &[u32],
    settings: &BoostSettings,
) -> Result<BoostFit, LearnError> {
    if binned.columns.is_empty() {
        return Err(LearnError::NoColumns);
    }
    let churned = train.iter().filter(|&&r| labels[r as usize]).count();
    check_classes(train.len(), churned, 1)?;
    let base = (churned as f64 / (train.len() - churned) as f64).ln();
    let mut grower = Grower::new(binned, labels, train, base, settings);
    let mut booster = FittedBooster {
        base,
        trees: Vec::with_capacity(settings.rounds),
    };
    let mut watched: Vec<f64> = vec![base; validation.len()];
    let mut curve = Vec::new();
    let mut best = (f64::INFINITY, 0);
    if !validation.is_empty() {
        curve.push(mean_log_loss(&watched, validation, labels));
    }
    for round in 0..settings.rounds {
        // A draw of columns may hold none that splits; the fit ends when all columns together hold none.
        let Some(tree) = grower.grow(false).or_else(|| grower.grow(true)) else {
            break;
        };
        if !validation.is_empty() {
            watched
                .par_iter_mut()
                .with_min_len(4096)
                .zip(validation)
                .for_each(|(margin, &row)| *margin += tree.predict(&binned.columns, row as usize));
            let loss = mean_log_loss(&watched, validation, labels);
            curve.push(loss);
            if loss < best.0 {
                best = (loss, round);
            }
        }
        booster.trees.push(tree);
        if !validation.is_empty() && round - best.1 >= settings.patience {
            break;
        }
    }
    Ok(BoostFit { booster, curve })
}

fn mean_log_loss(margins: &[f64], rows: &[u32], labels: &[bool]) -> f64 {
    let losses: Vec<f64> = margins
        .par_chunks(8192)
        .zip(rows.par_chunks(8192))
        .map(|(margins, rows)| {
            margins
                .iter()
                .zip(rows)
                .map(|(&m, &r)| log1p_exp(if labels[r as usize] { -m } else { m }))
                .sum::<f64>()
        })
        .collect();
    losses.iter().sum::<f64>() / rows.len() as f64
}

/// The state that trees are grown from. Rows are numbered within the training rows.
struct Grower<'a> {
    columns: Vec<Cow<'a, [u8]>>,
    bins: &'a [usize],
    ordered: &'a [bool],
    labels: Vec<bool>,
    margins: Vec<f64>,
    gradients: Vec<[f32; 2]>,
    rows: Vec<u32>,
    spare: Vec<u32>,
    gathered: Vec<[f32; 2]>,
    settings: &'a BoostSettings,
    rng: Xoshiro256PlusPlus,
}

/// The bins of the rows `rows`, column by column; borrowed where those are all rows in order.
pub(crate) fn columns_of<'a>(binned: &'a Binned, rows: &[u32]) -> Vec<Cow<'a, [u8]>> {
    let whole = rows.len() == binned.rows && rows.iter().enumerate().all(|(i, &r)| i == r as usize);
    let columns = binned.columns.par_iter();
    columns
        .map(|column| {
            if whole {
                Cow::Borrowed(column.as_slice())
            } else {
                Cow::Owned(rows.iter().map(|&r| column[r as usize]).collect())
            }
        })
        .collect()
}

/// A share of the columns 0..`all`, at least one, drawn without replacement and kept in rising order.
pub(crate) fn draw_columns(all: usize, share: f64, rng: &mut Xoshiro256PlusPlus) -> Vec<u32> {
    let count = ((all as f64 * share).ceil() as usize).clamp(1, all);
    let mut columns: Vec<u32> = (0..all as u32).collect();
    if count < all {
        columns.shuffle(rng);
        columns.truncate(count);
        columns.sort_unstable();
    }
    columns
}

/// A node that may still be split.
struct Open {
    node: usize,
    start: usize,
    end: usize,
    total: Pair,
    histogram: Vec<Pair>,
}

impl<'a> Grower<'a> {
    fn new(binned: &'a Binned, labels: &[bool], train: &[u32], base: f64, settings: &'a BoostSettings) -> Self {
        Self {
            columns: columns_of(binned, train),
            bins: &binned.bins,
            ordered: &binned.ordered,
            labels: train.iter().map(|&r| labels[r as usize]).collect(),
            margins: vec![base; train.len()],
            gradients: vec![[0.0; 2]; train.len()],
            rows: (0..train.len() as u32).collect(),
            spare: vec![0; train.len()],
            gathered: vec![[0.0; 2]; train.len()],
            settings,
            rng: Xoshiro256PlusPlus::seed_from_u64(settings.seed),
        }
    }

    /// Grows one tree on a draw of columns, or on all of them, and adds it to the margins; `None` when no split helps.
    fn grow(&mut self, all_columns: bool) -> Option<Tree> {
        self.renew_gradients();
        let drawn = if all_columns {
            (0..self.columns.len() as u32).collect()
        } else {
            draw_columns(self.columns.len(), self.settings.column_share, &mut self.rng)
        };
        let layout = Layout::new(drawn, self.bins);
        // Stable partitions keep rows of a node in rising order, so reads of a column run forward.
        self.rows.iter_mut().enumerate().for_each(|(i, slot)| *slot = i as u32);
        let mut nodes = vec![Node::leaf(0.0)];
        let mut root = vec![[0.0; 2]; layout.bins()];
        self.fill(&layout, 0, self.rows.len(), &mut root);
        // Any column's bins add up to the node's total.
        let total = root[..layout.offsets[1]]
            .iter()
            .fold([0.0; 2], |t, p| [t[0] + p[0], t[1] + p[1]]);
        let mut open = vec![Open {
            node: 0,
            start: 0,
            end: self.rows.len(),
            total,
            histogram: root,
        }];
        let mut spans: Vec<(usize, usize, usize)> = Vec::new();
        for level in 0..self.settings.depth {
            let last = level + 1 == self.settings.depth;
            let mut next = Vec::with_capacity(open.len() * 2);
            for parent in open {
                match split::best(&layout, self.ordered, &parent.histogram, parent.total, self.settings) {
                    Some(split) => self.divide(&layout, parent, &split, last, &mut nodes, &mut next, &mut spans),
                    None => {
                        nodes[parent.node].value = self.leaf_value(parent.total);
                        spans.push((parent.node, parent.start, parent.end));
                    }
                }
            }
            open = next;
        }
        if nodes.len() == 1 {
            return None;
        }
        for (node, start, end) in spans {
            let value = nodes[node].value;
            for &row in &self.rows[start..end] {
                self.margins[row as usize] += value;
            }
        }
        Some(Tree { nodes })
    }

    fn renew_gradients(&mut self) {
        let labels = &self.labels;
        self.gradients
            .par_iter_mut()
            .with_min_len(8192)
            .zip(&self.margins)
            .zip(labels)
            .for_each(|((pair, &margin), &label)| {
                let p = sigmoid(margin);
                *pair = [(p - f64::from(u8::from(label))) as f32, (p * (1.0 - p)) as f32];
            });
    }

    fn fill(&mut self, layout: &Layout, start: usize, end: usize, out: &mut [Pair]) {
        let rows = &self.rows[start..end];
        let gathered = &mut self.gathered[..rows.len()];
        for (slot, &row) in gathered.iter_mut().zip(rows) {
            *slot = self.gradients[row as usize];
        }
        let columns: Vec<&[u8]> = self.columns.iter().map(AsRef::as_ref).collect();
        histogram::build(layout, &columns, rows, gathered, out);
    }

    #[allow(clippy::too_many_arguments)] // The growing tree's parts: a struct for them would live for one call.
    fn divide(
        &mut self,
        layout: &Layout,
        parent: Open,
        split: &Split,
        last: bool,
        nodes: &mut Vec<Node>,
        next: &mut Vec<Open>,
        spans: &mut Vec<(usize, usize, usize)>,
    ) {
        let middle = self.partition(parent.start, parent.end, split);
        let (left, right) = (nodes.len(), nodes.len() + 1);
        nodes[parent.node].column = split.column;
        nodes[parent.node].left_bins = split.left_bins;
        nodes[parent.node].left = left as u32;
        nodes[parent.node].right = right as u32;
        nodes.push(Node::leaf(self.leaf_value(split.left)));
        nodes.push(Node::leaf(self.leaf_value(split.right)));
        if last {
            spans.push((left, parent.start, middle));
            spans.push((right, middle, parent.end));
            return;
        }
        let left_is_smaller = middle - parent.start <= parent.end - middle;
        let (from, to) = if left_is_smaller {
            (parent.start, middle)
        } else {
            (middle, parent.end)
        };
        let mut small = vec![[0.0; 2]; layout.bins()];
        self.fill(layout, from, to, &mut small);
        let mut large = parent.histogram;
        histogram::subtract(&mut large, &small);
        let (left_histogram, right_histogram) = if left_is_smaller {
            (small, large)
        } else {
            (large, small)
        };
        next.push(Open {
            node: left,
            start: parent.start,
            end: middle,
            total: split.left,
            histogram: left_histogram,
        });
        next.push(Open {
            node: right,
            start: middle,
            end: parent.end,
            total: split.right,
            histogram: right_histogram,
        });
    }

    /// Moves the rows that go left to the front, both sides in their old order; returns where the right side begins.
    fn partition(&mut self, start: usize, end: usize, split: &Split) -> usize {
        let column = &self.columns[split.column as usize];
        let rows = &mut self.rows[start..end];
        let spare = &mut self.spare[..rows.len()];
        let (mut left, mut right) = (0, 0);
        for i in 0..rows.len() {
            let row = rows[i];
            if split.left_bins.contains(column[row as usize]) {
                rows[left] = row;
                left += 1;
            } else {
                spare[right] = row;
                right += 1;
            }
        }
        rows[left..].copy_from_slice(&spare[..right]);
        start + left
    }

    fn leaf_value(&self, sums: Pair) -> f64 {
        -sums[0] / (sums[1] + self.settings.lambda) * self.settings.learning_rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows are 0..n; the label is an exclusive-or of two columns, which no single split can see.
    fn exclusive_or(n: usize) -> (Binned, Vec<bool>) {
        let a: Vec<u8> = (0..n).map(|i| 1 + (i % 2) as u8).collect();
        let b: Vec<u8> = (0..n).map(|i| 1 + (i / 2 % 2) as u8).collect();
        let noise: Vec<u8> = (0..n).map(|i| 1 + (i * 7 % 11) as u8).collect();
        // One in ten labels is flipped so that the probability is not degenerate.
        let labels = (0..n).map(|i| (a[i] != b[i]) != (i % 10 == 3)).collect();
        let binned = Binned {
            columns: vec![a, b, noise],
            bins: vec![3, 3, 12],
            ordered: vec![true, false, true],
            rows: n,
        };
        (binned, labels)
    }

    #[test]
    fn trees_learn_an_interaction_and_validate_early_stopping() {
        let (binned, labels) = exclusive_or(2000);
        let (train, test): (Vec<u32>, Vec<u32>) = (0..2000).partition(|r| r % 5 != 0);
        let settings = BoostSettings {
            column_share: 1.0,
            rounds: 300,
            ..BoostSettings::default()
        };
        let fit = fit(&binned, &labels, &train, &test, &settings).unwrap();
        let last = *fit.curve.last().unwrap();
        assert!(fit.curve[0] > 0.69, "{}", fit.curve[0]);
        // The entropy of a 1-in-10 flip is 0.325.
        assert!(last < 0.36, "{last}");
        assert!(fit.curve.len() < 301, "stopped early");
        assert_eq!(fit.curve.len(), fit.booster.trees.len() + 1);
    }

    #[test]
    fn margins_during_the_fit_equal_predictions() {
        let (binned, labels) = exclusive_or(500);
        let train: Vec<u32> = (0..500).collect();
        let settings = BoostSettings {
            rounds: 20,
            ..BoostSettings::default()
        };
        let fit = fit(&binned, &labels, &train, &train, &settings).unwrap();
        let margins = fit.booster.margins(&binned, &train);
        let loss = mean_log_loss(&margins, &train, &labels);
        assert!((loss - fit.curve.last().unwrap()).abs() < 1e-12);
    }

    #[test]
    fn columns_without_a_split_do_not_end_the_fit() {
        let (mut binned, labels) = exclusive_or(2000);
        for k in 0..20 {
            // A flag set in three rows: too few for a leaf.
            binned
                .columns
                .push((0..2000).map(|i| 1 + u8::from(i < 3 + k % 2)).collect());
            binned.bins.push(3);
            binned.ordered.push(true);
        }
        let train: Vec<u32> = (0..2000).collect();
        let settings = BoostSettings {
            column_share: 0.1,
            rounds: 60,
            ..BoostSettings::default()
        };
        assert_eq!(
            fit(&binned, &labels, &train, &[], &settings)
                .unwrap()
                .booster
                .trees
                .len(),
            60
        );
    }

    #[test]
    fn one_class_and_no_rows_are_named() {
        let (binned, _) = exclusive_or(10);
        let settings = BoostSettings::default();
        assert!(matches!(
            fit(&binned, &[false; 10], &[0, 1], &[], &settings),
            Err(LearnError::OneClass {
                rows: 2,
                class: "retained"
            })
        ));
        assert!(matches!(
            fit(&binned, &[false; 10], &[], &[], &settings),
            Err(LearnError::Empty)
        ));
    }
}
