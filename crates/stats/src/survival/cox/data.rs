//! What a Cox regression is fitted to, and how.

use crate::check;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// Rows are kept as 32-bit indices with one bit to spare.
const MOST_ROWS: usize = 1 << 31;

/// Spells with what may explain them, one row each. A customer may have several rows that follow each other
/// (covariates that change with time): give their entries, and the customer as `cluster`.
#[derive(Clone, Copy, Debug)]
pub struct CoxData<'a> {
    /// Who was observed from when to when, and whether they churned.
    pub spells: Spells<'a>,
    /// Columns that explain; may be none, then only the baseline is estimated.
    pub covariates: Covariates<'a>,
    /// Rows with the same number share a baseline hazard; `None`: all rows do.
    pub strata: Option<&'a [u32]>,
    /// Added to the linear predictor as it is, one finite number a row.
    pub offset: Option<&'a [f64]>,
    /// Rows with the same number belong to one customer, for robust errors; `None`: each row is its own.
    pub cluster: Option<&'a [u32]>,
}

impl<'a> CoxData<'a> {
    /// Without strata, offset and clusters.
    pub fn new(spells: Spells<'a>, covariates: Covariates<'a>) -> Self {
        Self {
            spells,
            covariates,
            strata: None,
            offset: None,
            cluster: None,
        }
    }

    /// Checks all columns; returns the scales of the covariates.
    pub(super) fn check(&self) -> Result<Vec<Scale>, StatsError> {
        self.spells.check()?;
        let n = self.spells.len();
        if n >= MOST_ROWS {
            return Err(StatsError::OutOfRange {
                name: "the number of rows",
                value: n as f64,
                expected: "below 2,147,483,648",
            });
        }
        for codes in [self.strata, self.cluster].into_iter().flatten() {
            check::same_length(n, codes.len())?;
        }
        if let Some(offset) = self.offset {
            check::same_length(n, offset.len())?;
            check::finite(offset)?;
        }
        if !self.spells.event.contains(&true) {
            return Err(StatsError::NoEvents {
                name: "Cox regression",
                n: n as u64,
            });
        }
        self.covariates.check(n)
    }
}

/// How customers who churn at the same time are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// Efron (1977): the churned leave the risk set in equal parts one after the other. Close to exact.
    #[default]
    Efron,
    /// Breslow (1974): all of them are at risk for each of them. Coefficients shrink where ties are many.
    Breslow,
}

/// Where standard errors come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errors {
    /// The inverse of the information: right if the model is.
    #[default]
    Model,
    /// The sandwich of Lin & Wei (1989), rows summed by cluster: right for several rows a customer and for weights that
    /// are not counts.
    Robust,
}

/// How to fit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoxSettings {
    /// How ties are counted.
    pub ties: Ties,
    /// Where standard errors come from.
    pub errors: Errors,
    /// Strength λ ≥ 0 of the penalty n·λ·(α·Σ|b| + ½(1−α)·Σb²), n rows, b the coefficient of the column divided by its
    /// standard deviation (n − 1 in the denominator): lifelines' `penalizer`.
    pub penalty: f64,
    /// Share α of the absolute values in the penalty, 0 (ridge) to 1 (lasso): lifelines' `l1_ratio`.
    pub l1_share: f64,
}

impl CoxSettings {
    pub(super) fn check(&self) -> Result<(), StatsError> {
        if !(self.penalty.is_finite() && self.penalty >= 0.0) {
            return Err(StatsError::OutOfRange {
                name: "the penalty",
                value: self.penalty,
                expected: "0 or more",
            });
        }
        if !(0.0..=1.0).contains(&self.l1_share) {
            return Err(StatsError::OutOfRange {
                name: "the share of absolute values in the penalty",
                value: self.l1_share,
                expected: "0 to 1",
            });
        }
        Ok(())
    }
}
