//! The columns that a purchase model is fitted on.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::score::{BuyingScoreIntervals, score_with_intervals};
use holdfast_stats::lifetime::estimate::Estimate;
use rayon::prelude::*;

use super::base::Base;
use crate::columns::design::Design;

/// Columns of the customers that are fitted.
pub struct Columns {
    /// Repeat purchases.
    pub frequency: Vec<f64>,
    /// Time of the last purchase since the first.
    pub recency: Vec<f64>,
    /// Time observed.
    pub age: Vec<f64>,
    weight: Option<Vec<f64>>,
    /// Columns that act on the purchase rate.
    pub purchase: Design,
    /// Columns that act on the dropout.
    pub dropout: Design,
}

impl Columns {
    /// The rows `seen` of the base.
    pub fn of(base: &Base, seen: &[usize]) -> Self {
        let pick = |column: &[f64]| -> Vec<f64> { seen.iter().map(|&i| column[i]).collect() };
        let design = |design: &Design| Design {
            names: design.names.clone(),
            bases: design.bases.clone(),
            columns: design.columns.iter().map(|column| pick(column)).collect(),
        };
        Self {
            frequency: pick(&base.frequency),
            recency: pick(&base.recency),
            age: pick(&base.age),
            weight: base.weight.as_deref().map(pick),
            purchase: design(&base.purchase),
            dropout: design(&base.dropout),
        }
    }

    /// As the estimators take them.
    pub fn histories(&self) -> Histories<'_> {
        Histories {
            frequency: &self.frequency,
            recency: &self.recency,
            age: &self.age,
            weight: self.weight.as_deref(),
        }
    }

    /// Calls with the covariates, which borrow lists of slices.
    pub fn with_covariates<T>(&self, call: impl FnOnce(&BuyingCovariates<'_>) -> T) -> T {
        let (purchase, dropout) = (self.purchase.slices(), self.dropout.slices());
        call(&BuyingCovariates {
            purchase: Covariates {
                names: &self.purchase.names,
                columns: &purchase,
            },
            dropout: Covariates {
                names: &self.dropout.names,
                columns: &dropout,
            },
        })
    }

    /// Fits a model.
    ///
    /// # Errors
    /// What the estimator says; indices are rows of these columns.
    pub fn fit(&self, model: Buying, settings: &BuyingSettings) -> Result<FittedBuying, StatsError> {
        self.with_covariates(|covariates| fit(&self.histories(), covariates, model, settings))
    }

    /// Scores every row; rows with the same history, which are most of a large table, once.
    ///
    /// # Errors
    /// What the estimator says; indices are rows of these columns.
    pub fn score(&self, fitted: &FittedBuying, horizon: f64) -> Result<BuyingScoreIntervals, StatsError> {
        if !self.purchase.columns.is_empty() || !self.dropout.columns.is_empty() {
            return self
                .with_covariates(|covariates| score_with_intervals(fitted, &self.histories(), covariates, horizon));
        }
        let key = |row: u32| {
            let row = row as usize;
            [self.frequency[row], self.recency[row], self.age[row]].map(f64::to_bits)
        };
        let mut order: Vec<u32> = (0..self.frequency.len() as u32).collect();
        order.par_sort_unstable_by_key(|&row| key(row));
        let alike: Vec<&[u32]> = order.chunk_by(|&a, &b| key(a) == key(b)).collect();
        let first = |column: &[f64]| -> Vec<f64> { alike.iter().map(|rows| column[rows[0] as usize]).collect() };
        let (frequency, recency, age) = (first(&self.frequency), first(&self.recency), first(&self.age));
        let distinct = Histories {
            frequency: &frequency,
            recency: &recency,
            age: &age,
            weight: None,
        };
        let scores = score_with_intervals(fitted, &distinct, &BuyingCovariates::NONE, horizon)?;
        let spread = |values: &[Estimate]| {
            let mut out = values.first().map_or_else(Vec::new, |&first| vec![first; order.len()]);
            for (rows, &value) in alike.iter().zip(values) {
                for &row in *rows {
                    out[row as usize] = value;
                }
            }
            out
        };
        Ok(BuyingScoreIntervals {
            p_alive: spread(&scores.p_alive),
            expected_purchases: spread(&scores.expected_purchases),
        })
    }

    /// The law of customer `i` of these columns.
    ///
    /// # Errors
    /// Parameters at the edge of what can be counted with.
    pub fn law(&self, fitted: &FittedBuying, i: usize) -> Result<BuyingLaw, StatsError> {
        let row = |design: &Design| -> Vec<f64> { design.columns.iter().map(|column| column[i]).collect() };
        fitted.law_for(&row(&self.purchase), &row(&self.dropout))
    }
}
