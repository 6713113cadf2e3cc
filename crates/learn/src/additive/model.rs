//! The fitted additive model: tables that are looked up and added.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bins::ColumnBins;
use crate::contract::predict::{Contributions, Predict};
use crate::frame::Frame;

/// Rows that are predicted at a time: their bins stay in the cache.
const CHUNK: usize = 1024;

/// A fitted additive model: log-odds = intercept + Σ terms. Every term has a weighted mean of 0 over the training rows, so that the intercept is
/// the mean log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdditiveModel {
    /// Mean log-odds over the training rows; with it the mean probability is the churn rate.
    pub intercept: f64,
    /// How each column of the schema is cut; `None` where no term reads it.
    pub bins: Vec<Option<ColumnBins>>,
    /// Main effects in the order of their columns, then pairs, the surest first.
    pub terms: Vec<Term>,
}

/// One function of one column or of two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// What it reads.
    pub columns: TermColumns,
    /// Log-odds by bin; of a pair by cell, `first · second bins + second`.
    pub values: Vec<f64>,
    /// Half of the 95 % interval of each value, by bin or cell, in log-odds.
    pub half_widths: Vec<f64>,
    /// Weight of the training rows in each bin or cell.
    pub weights: Vec<f64>,
    /// Weighted mean of the absolute value over the training rows, in log-odds.
    pub importance: f64,
}

/// What a term reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TermColumns {
    /// One column, by its bins.
    Main {
        /// Column of the schema.
        column: usize,
    },
    /// Two columns, by coarser bins.
    Pair {
        /// Columns of the schema.
        columns: [usize; 2],
        /// Coarser bin of each bin of either column.
        coarse: [Vec<u8>; 2],
        /// Number of coarser bins of either column.
        bins: [usize; 2],
    },
}

impl TermColumns {
    /// Whether a column is read.
    pub fn touches(&self, column: usize) -> bool {
        match self {
            Self::Main { column: own } => *own == column,
            Self::Pair { columns, .. } => columns.contains(&column),
        }
    }
}

impl Term {
    /// Adds the values of the term to `out`, by row; `bins` gives the bins of a column, at least as many as `out` is long.
    pub(super) fn add<'a>(&self, bins: impl Fn(usize) -> &'a [u8], out: &mut [f64]) {
        match &self.columns {
            TermColumns::Main { column } => {
                for (sum, &bin) in out.iter_mut().zip(bins(*column)) {
                    *sum += self.values[usize::from(bin)];
                }
            }
            TermColumns::Pair {
                columns: [first, second],
                coarse,
                bins: [_, width],
            } => {
                for ((sum, &a), &b) in out.iter_mut().zip(bins(*first)).zip(bins(*second)) {
                    let (a, b) = (coarse[0][usize::from(a)], coarse[1][usize::from(b)]);
                    *sum += self.values[usize::from(a) * width + usize::from(b)];
                }
            }
        }
    }
}

/// Bins of some rows, column after column; columns that no term reads are left empty.
struct Chunk {
    bins: Vec<u8>,
    rows: usize,
}

impl Chunk {
    fn new(model: &AdditiveModel, frame: &Frame, rows: &[u32]) -> Self {
        let mut bins = vec![0u8; rows.len() * model.bins.len()];
        for ((cuts, feature), out) in model.bins.iter().zip(&frame.columns).zip(bins.chunks_mut(rows.len())) {
            if let Some(cuts) = cuts {
                cuts.write(&feature.data, rows, out);
            }
        }
        Self { bins, rows: rows.len() }
    }

    fn column(&self, column: usize) -> &[u8] {
        &self.bins[column * self.rows..(column + 1) * self.rows]
    }
}

impl Predict for AdditiveModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let mut out = vec![self.intercept; rows.len()];
        out.par_chunks_mut(CHUNK)
            .zip(rows.par_chunks(CHUNK))
            .for_each(|(out, rows)| {
                let chunk = Chunk::new(self, frame, rows);
                for term in &self.terms {
                    term.add(|column| chunk.column(column), out);
                }
            });
        out
    }

    /// Exact: the value of each main effect goes to its column, the value of a pair in equal halves to its two columns.
    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let columns = self.bins.len();
        let mut out = Contributions::zero(self.intercept, rows.len(), columns);
        out.values
            .par_chunks_mut(CHUNK * columns)
            .zip(rows.par_chunks(CHUNK))
            .for_each(|(out, rows)| {
                let chunk = Chunk::new(self, frame, rows);
                let mut values = vec![0.0; rows.len()];
                for term in &self.terms {
                    values.fill(0.0);
                    term.add(|column| chunk.column(column), &mut values);
                    match &term.columns {
                        TermColumns::Main { column } => {
                            for (row, value) in out.chunks_mut(columns).zip(&values) {
                                row[*column] += value;
                            }
                        }
                        TermColumns::Pair { columns: [a, b], .. } => {
                            for (row, value) in out.chunks_mut(columns).zip(&values) {
                                row[*a] += value / 2.0;
                                row[*b] += value / 2.0;
                            }
                        }
                    }
                }
            });
        out
    }
}
