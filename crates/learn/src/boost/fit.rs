//! Fitting: one tree a round on the slopes of the log loss, stopped early on validation rows.

use std::borrow::Cow;

use holdfast_stats::special::sigmoid;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::grow::{self, Ground, Span};
use super::histogram::Layout;
use super::lines::Lines;
use super::settings::BoostSettings;
use super::tree::{FittedBooster, Tree};
use super::watch::Watch;
use super::whole_sums::{self, Packed, Scale};
use crate::contract::row_key::mix;
use crate::encode::binner::Binned;
use crate::error::LearnError;
use crate::folds::check_classes;

/// A fitted booster and how its loss on the validation rows fell.
#[derive(Debug)]
pub struct BoostFit {
    /// The booster with every tree fitted; truncate it to the best number of trees.
    pub booster: FittedBooster,
    /// Mean log loss on the validation rows after 0, 1, 2… trees; empty without validation rows.
    pub curve: Vec<f64>,
}

/// Rows to learn from and rows to watch, of a table that is binned once for many fits.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The table.
    pub binned: &'a Binned,
    /// Whether each row of the table churned.
    pub labels: &'a [bool],
    /// Weight of each row of the table; empty: 1 each. A whole weight is that many equal rows, to the bit.
    pub weights: &'a [f64],
    /// Key of each row of the table that row draws go by; empty: its number.
    pub keys: &'a [u64],
    /// Direction that the prediction must keep along each column: 1 rising, −1 falling, 0 either; empty: 0 each.
    pub directions: &'a [i8],
    /// Rows to learn from.
    pub train: &'a [u32],
    /// Rows that early stopping looks at; empty: all rounds are fitted.
    pub validation: &'a [u32],
}

/// [`fit_rows`] without weights or directions.
///
/// # Errors
/// See [`fit_rows`].
pub fn fit(
    binned: &Binned,
    labels: &[bool],
    train: &[u32],
    validation: &[u32],
    settings: &BoostSettings,
) -> Result<BoostFit, LearnError> {
    let rows = Rows {
        binned,
        labels,
        weights: &[],
        keys: &[],
        directions: &[],
        train,
        validation,
    };
    fit_rows(&rows, settings)
}

/// Fits on the rows `train`, stopping early on the rows `validation` if there are any.
///
/// The log loss is minimised by Newton steps on shrunken trees (Friedman 2001; Chen and Guestrin 2016, eq. 5–7). The result depends on
/// the rows as a set with weights, the settings and the seed; not on the order of the rows or the number of threads.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::OneClass`], [`LearnError::NoColumns`].
pub fn fit_rows(rows: &Rows, settings: &BoostSettings) -> Result<BoostFit, LearnError> {
    if rows.binned.columns.is_empty() {
        return Err(LearnError::NoColumns);
    }
    let churned = rows.train.iter().filter(|&&r| rows.labels[r as usize]).count();
    check_classes(rows.train.len(), churned, 1)?;
    let mut train = rows.train.to_vec();
    // Rising, so that reads of the table run forward.
    train.sort_unstable();
    let mut grower = Grower::new(rows, &train, settings);
    let mut booster = FittedBooster {
        base: grower.base,
        trees: Vec::with_capacity(settings.rounds),
    };
    let mut watch = Watch::new(rows, grower.base);
    for _ in 0..settings.rounds {
        // A draw of columns may hold none that splits; the fit ends when all columns together hold none.
        let Some(tree) = grower.grow(false).or_else(|| grower.grow(true)) else {
            break;
        };
        watch.add(&tree);
        booster.trees.push(tree);
        if watch.rounds_since_best() >= settings.patience {
            break;
        }
    }
    Ok(BoostFit {
        booster,
        curve: watch.curve,
    })
}

impl Rows<'_> {
    /// Weight of a row of the table.
    pub(super) fn weight(&self, row: u32) -> f64 {
        self.weights.get(row as usize).copied().unwrap_or(1.0)
    }
}

/// Rows renewed by one thread at a time: fixed, so that sums do not depend on the number of threads.
pub(super) const CHUNK: usize = 8192;

/// Sum of whole weights up to which rows are counted rather than weighed: as many roundings take a 256th of the room that sums have.
const COUNTED: f64 = (1u64 << 22) as f64;

/// The state that trees are grown from. Rows are numbered within the training rows.
struct Grower<'a> {
    lines: Lines,
    columns: Vec<Cow<'a, [u8]>>,
    rows: &'a Rows<'a>,
    labels: Vec<bool>,
    /// Weights, empty where all are 1.
    weights: Vec<f64>,
    /// Whether weights are counts.
    counted: bool,
    keys: Vec<u64>,
    base: f64,
    margins: Vec<f64>,
    pairs: Vec<[f32; 2]>,
    packed: Vec<Packed>,
    order: Vec<u32>,
    spare: Vec<u32>,
    settings: &'a BoostSettings,
    rng: Xoshiro256PlusPlus,
    round: u64,
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

impl<'a> Grower<'a> {
    fn new(rows: &'a Rows, train: &[u32], settings: &'a BoostSettings) -> Self {
        let labels: Vec<bool> = train.iter().map(|&r| rows.labels[r as usize]).collect();
        let weights: Vec<f64> = if rows.weights.is_empty() {
            Vec::new()
        } else {
            train.iter().map(|&r| rows.weight(r)).collect()
        };
        let weight = |i: usize| weights.get(i).copied().unwrap_or(1.0);
        let all: f64 = (0..train.len()).map(weight).sum();
        let churned: f64 = (0..train.len()).filter(|&i| labels[i]).map(weight).sum();
        let base = (churned / (all - churned)).ln();
        let counted = weights.iter().all(|w| w.fract() == 0.0) && (weights.is_empty() || all <= COUNTED);
        Self {
            lines: Lines::of(rows.binned, train),
            columns: columns_of(rows.binned, train),
            keys: train
                .iter()
                .map(|&r| rows.keys.get(r as usize).copied().unwrap_or_else(|| mix(u64::from(r))))
                .collect(),
            rows,
            labels,
            counted,
            base,
            margins: vec![base; train.len()],
            pairs: vec![[0.0; 2]; train.len()],
            packed: vec![0; train.len()],
            order: (0..train.len() as u32).collect(),
            spare: vec![0; train.len()],
            weights,
            settings,
            rng: Xoshiro256PlusPlus::seed_from_u64(settings.seed),
            round: 0,
        }
    }

    /// Grows one tree on a draw of columns, or on all of them, and adds it to the margins; `None` when no split helps.
    fn grow(&mut self, all_columns: bool) -> Option<Tree> {
        let scale = self.renew();
        let share = if all_columns { 1.0 } else { self.settings.column_share };
        let drawn = draw_columns(self.columns.len(), share, &mut self.rng);
        self.draw_rows();
        let layout = Layout::new(drawn, &self.rows.binned.bins);
        let places = whole_sums::places(&layout, self.lines.blocks.len());
        let ground = Ground {
            lines: &self.lines,
            columns: &self.columns,
            ordered: &self.rows.binned.ordered,
            directions: self.rows.directions,
            layout,
            places,
            packed: &self.packed,
            scale,
            settings: self.settings,
        };
        let drawn_rows = self.order.len();
        let (tree, spans) = grow::tree(&ground, &mut self.order, &mut self.spare[..drawn_rows])?;
        if drawn_rows == self.margins.len() {
            self.add_spans(&spans);
        } else {
            let lines = &self.lines;
            self.margins
                .par_iter_mut()
                .with_min_len(4096)
                .enumerate()
                .for_each(|(row, margin)| *margin += tree.predict_by(|column| lines.bin(row, column)));
        }
        Some(tree)
    }

    /// The rows that the next tree learns from, in rising order. Equal rows are drawn alike.
    fn draw_rows(&mut self) {
        self.round += 1;
        let rows = self.margins.len() as u32;
        self.order.clear();
        if self.settings.row_share >= 1.0 {
            self.order.extend(0..rows);
            return;
        }
        let below = (self.settings.row_share * u64::MAX as f64) as u64;
        let stream = mix(self.settings.seed ^ mix(self.round));
        self.order
            .extend((0..rows).filter(|&row| mix(self.keys[row as usize] ^ stream) < below));
        if self.order.is_empty() {
            self.order.extend(0..rows);
        }
    }

    /// Adds a tree's values to the margins of the rows that it was grown on. A chunk of rows finds its part of each leaf: every leaf
    /// holds its rows in rising order.
    fn add_spans(&mut self, spans: &[Span]) {
        let order = &self.order;
        self.margins.par_chunks_mut(CHUNK).enumerate().for_each(|(k, margins)| {
            let first = (k * CHUNK) as u32;
            let end = first + margins.len() as u32;
            for span in spans {
                let rows = &order[span.from..span.to];
                let from = rows.partition_point(|&row| row < first);
                for &row in rows[from..].iter().take_while(|&&row| row < end) {
                    margins[(row - first) as usize] += span.value;
                }
            }
        });
    }

    /// Slopes of the loss at the present margins, as whole numbers; gives their scale.
    fn renew(&mut self) -> Scale {
        let (labels, weights, margins) = (&self.labels, &self.weights, &self.margins);
        let weight = |row: usize| weights.get(row).copied().unwrap_or(1.0);
        let counted = self.counted;
        let parts: Vec<[f64; 2]> = self
            .pairs
            .par_chunks_mut(CHUNK)
            .enumerate()
            .map(|(k, pairs)| {
                let mut sums = [0.0; 2];
                for (i, pair) in pairs.iter_mut().enumerate() {
                    let row = k * CHUNK + i;
                    let p = sigmoid(margins[row]);
                    let (slope, curvature) = (p - f64::from(u8::from(labels[row])), p * (1.0 - p));
                    let w = weight(row);
                    sums[0] += w * slope.abs();
                    sums[1] += w * curvature;
                    *pair = [slope as f32, curvature as f32];
                }
                sums
            })
            .collect();
        let [slopes, curvatures] = parts.iter().fold([0.0; 2], |t, p| [t[0] + p[0], t[1] + p[1]]);
        // A rounding is off by half a unit, and a row counts at least one unit of curvature.
        let roundings = if counted && !weights.is_empty() {
            weights.iter().sum()
        } else {
            margins.len() as f64
        };
        let scale = Scale::new(slopes, curvatures, roundings);
        self.packed
            .par_iter_mut()
            .with_min_len(CHUNK)
            .zip(&self.pairs)
            .enumerate()
            .for_each(|(row, (packed, &pair))| {
                *packed = if counted {
                    scale.pack(pair, 1.0) * weight(row) as i64
                } else {
                    scale.pack(pair, weight(row))
                };
            });
        scale
    }
}

#[cfg(test)]
mod tests {
    use holdfast_stats::special::log1p_exp;

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
        let losses = margins.iter().zip(&labels);
        let losses = losses.map(|(&margin, &label)| log1p_exp(if label { -margin } else { margin }));
        let loss = losses.sum::<f64>() / 500.0;
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
