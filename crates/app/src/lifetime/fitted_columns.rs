//! The columns that a purchase model is fitted on.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;

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

    /// The law of customer `i` of these columns.
    ///
    /// # Errors
    /// Parameters at the edge of what can be counted with.
    pub fn law(&self, fitted: &FittedBuying, i: usize) -> Result<BuyingLaw, StatsError> {
        let row = |design: &Design| -> Vec<f64> { design.columns.iter().map(|column| column[i]).collect() };
        fitted.law_for(&row(&self.purchase), &row(&self.dropout))
    }
}
