//! From columns to the terms of a linear model, fitted on training rows only.

use holdfast_stats::weighted::WeightedValues;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::shape::ColumnShape;
use crate::contract::draw::Cases;
use crate::encode::binner::ColumnBins;
use crate::encode::levels::LevelPlaces;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// Pieces of the piecewise-linear function of a number, of about equally many customers: ten, fewer in wide tables.
const PIECES: (usize, usize) = (3, 10);
/// Terms of all numbers together that wide tables aim at: the cost of a fit grows with their square.
const NUMBER_TERMS: usize = 150;
/// Terms of all columns together at most. Of wider tables the columns that alone say most about churn are used; the
/// booster sees them all.
const MAX_TERMS: usize = 300;
/// Numbers are cut off at these quantiles: one absurd value must not tilt the line.
const CLIP: (f64, f64) = (0.01, 0.99);
/// Levels with a term of their own, at most.
const LEVELS: usize = 60;
/// Weight from which a level is told apart from other rare ones.
const RARE_BELOW: f64 = 15.0;
/// Bins of a number when columns of a wide table are compared.
const SCREEN_BINS: usize = 8;

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
    fn fit(values: &[f64], cases: &Cases, first: usize, pieces: usize) -> Self {
        let sorted = weighted(values, cases);
        let seen = sorted.pairs();
        let missing_term = seen.len() < cases.rows.len();
        let quantiles = (sorted.quantile(CLIP.0), sorted.quantile(CLIP.1), sorted.range());
        let (Some(low), Some(high), Some(range)) = quantiles else {
            return Self {
                low: 0.0,
                high: 0.0,
                scale: 1.0,
                knots: vec![],
                centers: vec![0.0],
                first,
                missing_term,
            };
        };
        // A column that is nearly always one value has equal quantiles: then its whole range counts.
        let (low, high) = if low < high { (low, high) } else { range };
        let total = sorted.total();
        let clipped = || seen.iter().map(|&(v, w)| (v.clamp(low, high), w));
        let mean = clipped().map(|(v, w)| w * v).sum::<f64>() / total;
        let variance = clipped().map(|(v, w)| w * ((v - mean) * (v - mean))).sum::<f64>() / total;
        // Values near the largest number overflow when squared: then their range is the scale.
        let scale = if variance.is_finite() && variance > 0.0 {
            variance.sqrt()
        } else if (high - low).is_finite() && high > low {
            high - low
        } else {
            1.0
        };
        let mut knots = sorted.cut_points(pieces);
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
        for &(value, weight) in seen {
            terms.basis(value, &mut basis);
            sums.iter_mut().zip(&basis).for_each(|(s, b)| *s += weight * b);
        }
        terms.centers = sums.into_iter().map(|s| s / total).collect();
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
    /// Fits scales, knots and levels on the cases; in wide tables their outcomes decide which columns are used.
    pub fn fit(cases: &Cases) -> Self {
        let features = &cases.frame.columns;
        let numbers = features
            .iter()
            .filter(|c| matches!(c.data, FeatureData::Number(_)))
            .count();
        let pieces = (NUMBER_TERMS / numbers.max(1)).clamp(PIECES.0, PIECES.1);
        let levels: Vec<Option<ColumnBins>> = features.par_iter().map(|feature| level_bins(feature, cases)).collect();
        let used = used_columns(cases, &levels, pieces);
        let mut columns = vec![ColumnTerms::Unused; features.len()];
        let mut next = 0;
        for (index, feature) in features.iter().enumerate().filter(|&(i, _)| used[i]) {
            if let FeatureData::Number(values) = &feature.data {
                let terms = NumberTerms::fit(values, cases, next, pieces);
                next += terms.count();
                columns[index] = ColumnTerms::Number(terms);
            }
        }
        let dense = next;
        for (index, bins) in levels.into_iter().enumerate().filter(|&(i, _)| used[i]) {
            if let Some(bins) = bins {
                let first = next;
                next += bins.bins();
                columns[index] = ColumnTerms::Category { bins, first };
            }
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

fn weighted(values: &[f64], cases: &Cases) -> WeightedValues {
    let pairs = cases.rows.iter().zip(cases.weights);
    WeightedValues::new(pairs.map(|(&row, &weight)| (values[row as usize], weight)))
}

/// Frequent levels of a category, each with a bin; `None` for a number.
fn level_bins(feature: &Feature, cases: &Cases) -> Option<ColumnBins> {
    let FeatureData::Category { codes, levels } = &feature.data else {
        return None;
    };
    let places = LevelPlaces::fit(codes, levels.len(), cases.rows, cases.weights, RARE_BELOW, LEVELS);
    Some(ColumnBins::Category {
        bin_of: (0..levels.len() as u32).map(|code| places.place(code) as u8).collect(),
        rare: (places.count() - 1) as u8,
        bins: places.count(),
    })
}

/// Which columns get terms: all of them within the budget, else those with the largest χ² of their bins against the
/// label, less its degrees of freedom.
fn used_columns(cases: &Cases, levels: &[Option<ColumnBins>], pieces: usize) -> Vec<bool> {
    let terms = |bins: &Option<ColumnBins>| bins.as_ref().map_or(pieces + 1, ColumnBins::bins);
    if levels.iter().map(terms).sum::<usize>() <= MAX_TERMS {
        return vec![true; levels.len()];
    }
    let (churned, all) = cases.totals();
    let rate = churned / all;
    let strength: Vec<f64> = levels
        .par_iter()
        .zip(&cases.frame.columns)
        .map(|(bins, feature)| {
            let counts = counts_by_bin(cases, bins.as_ref(), feature);
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
        let Some(rest) = left.checked_sub(terms(&levels[column])) else {
            continue;
        };
        left = rest;
        used[column] = true;
    }
    used
}

/// Weights of retained and churned rows in each bin of a column.
fn counts_by_bin(cases: &Cases, bins: Option<&ColumnBins>, feature: &Feature) -> Vec<[f64; 2]> {
    let mut counts = Vec::new();
    let mut add = |bin: usize, position: usize| {
        if counts.len() <= bin {
            counts.resize(bin + 1, [0.0f64; 2]);
        }
        counts[bin][usize::from(cases.label(position))] += cases.weights[position];
    };
    match (bins, &feature.data) {
        (Some(bins), data) => {
            for (position, &row) in cases.rows.iter().enumerate() {
                add(level_bin(bins, data, row), position);
            }
        }
        (None, FeatureData::Number(values)) => {
            let cuts = weighted(values, cases).cut_points(SCREEN_BINS);
            for (position, &row) in cases.rows.iter().enumerate() {
                add(
                    usize::from(ColumnBins::bin_of_number(&cuts, values[row as usize])),
                    position,
                );
            }
        }
        (None, FeatureData::Category { .. }) => {}
    }
    counts
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
