//! From columns to the terms of a linear model, fitted on training rows only.

use holdfast_stats::quantile;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::shape::ColumnShape;
use crate::encode::binner::{BinSettings, Binner, ColumnBins};
use crate::frame::{FeatureData, Frame, MISSING};

/// Pieces of the piecewise-linear function of a number, of about equally many customers: ten, fewer in wide tables.
const PIECES: (usize, usize) = (3, 10);
/// Terms of all numbers together that wide tables aim at: the cost of a fit grows with their square.
const NUMBER_TERMS: usize = 150;
/// Terms of all columns together at most. Of wider tables the columns that alone say most about churn are used; the
/// booster sees them all.
const MAX_TERMS: usize = 300;
/// Numbers are cut off at these quantiles: one absurd value must not tilt the line.
const CLIP: (f64, f64) = (0.01, 0.99);
/// Levels with a term of their own.
const LEVELS: BinSettings = BinSettings {
    number_bins: 8,
    levels: 60,
    rare_below: 15,
};

/// The terms of every column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Design {
    columns: Vec<ColumnTerms>,
    /// Number of dense terms (of numeric columns); they come first.
    pub dense: usize,
    /// Number of all terms, the intercept not counted.
    pub terms: usize,
}

/// The terms of one column.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum ColumnTerms {
    Number(NumberTerms),
    Category {
        bins: ColumnBins,
        first: usize,
    },
    /// Left out of a wide table.
    Unused,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct NumberTerms {
    low: f64,
    high: f64,
    scale: f64,
    knots: Vec<f64>,
    /// Mean of each basis function over the training rows; subtracted, so that a missing value adds nothing.
    centers: Vec<f64>,
    first: usize,
    missing_term: bool,
}

impl NumberTerms {
    fn fit(values: &[f64], rows: &[u32], first: usize, pieces: usize) -> Self {
        let mut seen: Vec<f64> = rows
            .iter()
            .map(|&r| values[r as usize])
            .filter(|v| !v.is_nan())
            .collect();
        let missing_term = seen.len() < rows.len();
        if seen.is_empty() {
            return Self {
                low: 0.0,
                high: 0.0,
                scale: 1.0,
                knots: vec![],
                centers: vec![0.0],
                first,
                missing_term,
            };
        }
        seen.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile::quantile(&seen, CLIP.0), quantile::quantile(&seen, CLIP.1));
        // A column that is nearly always one value has equal quantiles: then its whole range counts.
        let (low, high) = if low < high {
            (low, high)
        } else {
            (seen[0], seen[seen.len() - 1])
        };
        let clipped = || seen.iter().map(|v| v.clamp(low, high));
        let mean = clipped().sum::<f64>() / seen.len() as f64;
        let variance = clipped().map(|v| (v - mean) * (v - mean)).sum::<f64>() / seen.len() as f64;
        let scale = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        let mut knots = quantile::cut_points(&seen, pieces);
        knots.retain(|&k| k > low && k < high);
        let mut terms = Self {
            low,
            high,
            scale,
            knots,
            centers: Vec::new(),
            first,
            missing_term,
        };
        let mut sums = vec![0.0; terms.knots.len() + 1];
        let mut basis = vec![0.0; sums.len()];
        terms.centers = vec![0.0; sums.len()];
        for &value in &seen {
            terms.basis(value, &mut basis);
            sums.iter_mut().zip(&basis).for_each(|(s, b)| *s += b);
        }
        terms.centers = sums.into_iter().map(|s| s / seen.len() as f64).collect();
        terms
    }

    fn count(&self) -> usize {
        self.centers.len() + usize::from(self.missing_term)
    }

    /// Centred basis functions at a value that is not missing.
    fn basis(&self, value: f64, out: &mut [f64]) {
        let value = value.clamp(self.low, self.high);
        out[0] = (value - self.low) / self.scale - self.centers[0];
        for (k, &knot) in self.knots.iter().enumerate() {
            out[k + 1] = (value - knot).max(0.0) / self.scale - self.centers[k + 1];
        }
    }

    fn shape(&self, beta: &[f64]) -> ColumnShape<'static> {
        let constant = -self.centers.iter().zip(beta).map(|(c, b)| c * b).sum::<f64>();
        ColumnShape::Number {
            low: self.low,
            high: self.high,
            knots: std::iter::once(self.low).chain(self.knots.iter().copied()).collect(),
            slopes: beta[..self.centers.len()].iter().map(|b| b / self.scale).collect(),
            constant,
            missing: if self.missing_term { beta[beta.len() - 1] } else { 0.0 },
        }
    }

    fn fill(&self, value: f64, out: &mut [f64]) {
        if value.is_nan() {
            out.fill(0.0);
            if self.missing_term
                && let Some(last) = out.last_mut()
            {
                *last = 1.0;
            }
        } else {
            self.basis(value, out);
            if self.missing_term
                && let Some(last) = out.last_mut()
            {
                *last = 0.0;
            }
        }
    }
}

/// Rows ready for the optimiser: dense terms row by row, and one term number per categorical column.
pub struct Rows {
    /// Dense terms, `rows × dense`.
    pub dense: Vec<f32>,
    /// Active term of each categorical column, `rows × categories`.
    pub active: Vec<u32>,
    /// Number of categorical columns.
    pub categories: usize,
    /// Number of rows.
    pub rows: usize,
}

impl Design {
    /// Fits scales, knots and levels on the rows `rows`; in wide tables the labels of these rows decide which columns
    /// are used.
    pub fn fit(frame: &Frame, labels: &[bool], rows: &[u32]) -> Self {
        let binner = Binner::fit(frame, rows, LEVELS);
        let numbers = frame
            .columns
            .iter()
            .filter(|c| matches!(c.data, FeatureData::Number(_)))
            .count();
        let pieces = (NUMBER_TERMS / numbers.max(1)).clamp(PIECES.0, PIECES.1);
        let used = used_columns(frame, labels, rows, &binner, pieces);
        let mut columns = vec![ColumnTerms::Unused; frame.columns.len()];
        let mut next = 0;
        for (index, feature) in frame.columns.iter().enumerate().filter(|&(i, _)| used[i]) {
            if let FeatureData::Number(values) = &feature.data {
                let terms = NumberTerms::fit(values, rows, next, pieces);
                next += terms.count();
                columns[index] = ColumnTerms::Number(terms);
            }
        }
        let dense = next;
        for (index, bins) in binner
            .columns()
            .iter()
            .enumerate()
            .filter(|&(i, b)| used[i] && !b.ordered())
        {
            columns[index] = ColumnTerms::Category {
                bins: bins.clone(),
                first: next,
            };
            next += bins.bins();
        }
        Self {
            columns,
            dense,
            terms: next,
        }
    }

    /// Builds the rows `rows` of a frame with the same columns.
    pub fn rows(&self, frame: &Frame, rows: &[u32]) -> Rows {
        let categories = self
            .columns
            .iter()
            .filter(|c| matches!(c, ColumnTerms::Category { .. }))
            .count();
        let mut dense = vec![0f32; rows.len() * self.dense];
        let mut active = vec![0u32; rows.len() * categories];
        let mut category = 0;
        let mut scratch = vec![0.0; self.dense];
        for (terms, feature) in self.columns.iter().zip(&frame.columns) {
            match (terms, &feature.data) {
                (ColumnTerms::Number(terms), FeatureData::Number(values)) => {
                    let span = terms.first..terms.first + terms.count();
                    for (i, &row) in rows.iter().enumerate() {
                        terms.fill(values[row as usize], &mut scratch[span.clone()]);
                        let out = &mut dense[i * self.dense..(i + 1) * self.dense][span.clone()];
                        out.iter_mut()
                            .zip(&scratch[span.clone()])
                            .for_each(|(o, &s)| *o = s as f32);
                    }
                }
                (ColumnTerms::Category { bins, first }, data) => {
                    for (i, &row) in rows.iter().enumerate() {
                        active[i * categories + category] = (first + level_bin(bins, data, row)) as u32;
                    }
                    category += 1;
                }
                // A number column that became a category carries nothing the model knows: its terms stay 0.
                (ColumnTerms::Number(_), FeatureData::Category { .. }) | (ColumnTerms::Unused, _) => {}
            }
        }
        Rows {
            dense,
            active,
            categories,
            rows: rows.len(),
        }
    }

    /// Log-odds that column `column` adds to row `row`, given all coefficients.
    pub fn contribution(&self, frame: &Frame, column: usize, row: u32, coefficients: &[f64]) -> f64 {
        match (&self.columns[column], &frame.columns[column].data) {
            (ColumnTerms::Number(terms), FeatureData::Number(values)) => {
                let value = values[row as usize];
                let beta = &coefficients[terms.first..terms.first + terms.count()];
                if value.is_nan() {
                    return if terms.missing_term { beta[beta.len() - 1] } else { 0.0 };
                }
                let clipped = value.clamp(terms.low, terms.high);
                let mut sum = ((clipped - terms.low) / terms.scale - terms.centers[0]) * beta[0];
                for (k, &knot) in terms.knots.iter().enumerate() {
                    sum += ((clipped - knot).max(0.0) / terms.scale - terms.centers[k + 1]) * beta[k + 1];
                }
                sum
            }
            (ColumnTerms::Category { bins, first }, data) => coefficients[first + level_bin(bins, data, row)],
            (ColumnTerms::Number(_), FeatureData::Category { .. }) | (ColumnTerms::Unused, _) => 0.0,
        }
    }

    /// The function of column `column`, given all coefficients.
    pub fn shape<'a>(&'a self, column: usize, coefficients: &'a [f64]) -> ColumnShape<'a> {
        match &self.columns[column] {
            ColumnTerms::Number(terms) => terms.shape(&coefficients[terms.first..terms.first + terms.count()]),
            ColumnTerms::Category { bins, first } => ColumnShape::Levels {
                bins,
                values: &coefficients[*first..first + bins.bins()],
            },
            ColumnTerms::Unused => ColumnShape::Nothing,
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }
}

/// Which columns get terms: all of them within the budget, else those with the largest χ² of their bins against the
/// label, less its degrees of freedom.
fn used_columns(frame: &Frame, labels: &[bool], rows: &[u32], binner: &Binner, pieces: usize) -> Vec<bool> {
    let terms = |bins: &ColumnBins| if bins.ordered() { pieces + 1 } else { bins.bins() };
    if binner.columns().iter().map(terms).sum::<usize>() <= MAX_TERMS {
        return vec![true; frame.columns.len()];
    }
    let churned = rows.iter().filter(|&&r| labels[r as usize]).count() as f64;
    let rate = churned / rows.len() as f64;
    let strength: Vec<f64> = binner
        .columns()
        .par_iter()
        .zip(&frame.columns)
        .map(|(bins, feature)| {
            let mut counts = vec![[0.0f64; 2]; bins.bins()];
            for &row in rows {
                let bin = match (bins, &feature.data) {
                    (ColumnBins::Number { cuts }, FeatureData::Number(values)) => {
                        usize::from(ColumnBins::bin_of_number(cuts, values[row as usize]))
                    }
                    (bins, data) => level_bin(bins, data, row),
                };
                counts[bin][usize::from(labels[row as usize])] += 1.0;
            }
            let filled = counts.iter().filter(|c| c[0] + c[1] > 0.0);
            let chi: f64 = filled
                .clone()
                .map(|c| ((c[0] + c[1]) * rate - c[1]).powi(2) / (c[0] + c[1]))
                .sum();
            chi / (rate * (1.0 - rate)).max(f64::MIN_POSITIVE) - (filled.count() as f64 - 1.0)
        })
        .collect();
    let mut order: Vec<usize> = (0..strength.len()).collect();
    order.sort_by(|&a, &b| strength[b].total_cmp(&strength[a]).then(a.cmp(&b)));
    let mut used = vec![false; strength.len()];
    let mut left = MAX_TERMS;
    for column in order {
        let Some(rest) = left.checked_sub(terms(&binner.columns()[column])) else {
            continue;
        };
        left = rest;
        used[column] = true;
    }
    used
}

fn level_bin(bins: &ColumnBins, data: &FeatureData, row: u32) -> usize {
    match (bins, data) {
        (ColumnBins::Category { bin_of, rare, .. }, FeatureData::Category { codes, .. }) => {
            let code = codes[row as usize];
            if code == MISSING {
                0
            } else {
                usize::from(bin_of.get(code as usize).copied().unwrap_or(*rare))
            }
        }
        _ => 0,
    }
}
