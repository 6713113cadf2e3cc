//! What makes customers buy more often or leave sooner.

use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;
use crate::matrix::Factor;

/// Columns that act on how often customers buy and on how they leave; each set may be empty, a column may be in both.
///
/// Purchase: α_i = α·exp(−γ'z), so that a customer buys exp(γ'z) times as often. Dropout, Pareto/NBD: β_i = β·exp(−γ'z), so
/// that a customer leaves at exp(γ'z) times the rate. Dropout, BG/NBD and MBG/NBD: a_i = a·exp(γ'z) and b_i = b·exp(γ'z), as
/// CLVTools does: the mean dropout probability a/(a+b) stays, and a higher γ'z makes customers more alike in it.
/// Fader & Hardie (2007), with one γ for both a and b.
#[derive(Clone, Copy, Debug)]
pub struct BuyingCovariates<'a> {
    /// On the purchase rate.
    pub purchase: Covariates<'a>,
    /// On dropout.
    pub dropout: Covariates<'a>,
}

impl BuyingCovariates<'_> {
    /// No covariates.
    pub const NONE: BuyingCovariates<'static> = BuyingCovariates {
        purchase: Covariates::NONE,
        dropout: Covariates::NONE,
    };

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.purchase.columns.is_empty() && self.dropout.columns.is_empty()
    }

    /// Scales of all columns, purchase first.
    pub(super) fn check(&self, rows: usize) -> Result<Vec<Scale>, StatsError> {
        let mut scales = Vec::new();
        for set in [&self.purchase, &self.dropout] {
            let own = set.check(rows)?;
            independent(set, &own)?;
            scales.extend(own);
        }
        Ok(scales)
    }

    /// All columns, purchase first.
    pub(super) fn columns(&self) -> Vec<&[f64]> {
        self.purchase
            .columns
            .iter()
            .chain(self.dropout.columns)
            .copied()
            .collect()
    }
}

/// No column is a linear function of the others.
pub(crate) fn independent(set: &Covariates<'_>, scales: &[Scale]) -> Result<(), StatsError> {
    let k = set.columns.len();
    let mut products = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..=i {
            let pairs = set.columns[i].iter().zip(set.columns[j]);
            let product: f64 = pairs
                .map(|(a, b)| standard(&scales[i], *a) * standard(&scales[j], *b))
                .sum();
            products[i * k + j] = product;
            products[j * k + i] = product;
        }
    }
    match Factor::new(&products, k) {
        Ok(_) => Ok(()),
        Err(singular) => Err(StatsError::CollinearColumn {
            name: set.names[singular.at].clone(),
        }),
    }
}

/// A value in standard deviations from the mean, without overflow.
pub(crate) fn standard(scale: &Scale, value: f64) -> f64 {
    value / scale.sd - scale.mean / scale.sd
}
