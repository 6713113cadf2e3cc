//! A fitted model.

use super::fit::Totals;
use super::law::BuyingLaw;
use super::model::Buying;
use super::objective::signs;
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::Scale;
use crate::error::StatsError;
use crate::matrix::dot;
use crate::maximise::Maximum;

/// Parameters with their errors; predictions come from its laws.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedBuying {
    /// The model.
    pub model: Buying,
    /// r, alpha, a, b (Pareto/NBD: r, alpha, s, beta), of customers whose covariates are 0, with delta-method errors; then
    /// a coefficient for each covariate, `purchase:NAME` or `dropout:NAME`, per unit of the column.
    pub parameters: Vec<Coefficient>,
    /// Covariance of the logarithms of the four and of the coefficients, row by row.
    pub covariance: Vec<f64>,
    /// At the maximum, without the penalty, times in the unit that was given.
    pub log_likelihood: f64,
    /// Customers: the sum of weights.
    pub n: f64,
    /// Those of them who bought again.
    pub repeat_buyers: f64,
    /// Rows.
    pub rows: usize,
    /// Distinct histories, as far as they were joined.
    pub distinct: usize,
    /// Evaluations of the likelihood over all rows.
    pub evaluations: u32,
}

/// What a search gave, in its own units.
pub(super) struct Found<'a> {
    pub(super) model: Buying,
    pub(super) names: &'a [String],
    pub(super) maximum: Maximum,
    pub(super) scales: &'a [Scale],
    pub(super) on_purchase: usize,
    pub(super) totals: &'a Totals,
    pub(super) penalty: f64,
    pub(super) rows: usize,
    pub(super) distinct: usize,
}

impl FittedBuying {
    /// Back to the units of the caller.
    pub(super) fn new(found: Found<'_>) -> Result<Self, StatsError> {
        let Found { maximum, totals, .. } = &found;
        let k = maximum.parameters.len();
        let penalised: f64 = maximum
            .parameters
            .iter()
            .enumerate()
            .map(|(i, p)| if i < 4 { (2.0 * p).exp() } else { p * p })
            .sum();
        let inside = maximum.log_likelihood + found.penalty * penalised;
        let log_likelihood = inside * totals.weight_unit - totals.purchases * totals.age.ln();
        let transform = transform(&found, k);
        let mut values: Vec<f64> = transform
            .chunks_exact(k)
            .map(|row| dot(row, &maximum.parameters))
            .collect();
        values[1] += totals.age.ln();
        if found.model.fourth_is_time() {
            values[3] += totals.age.ln();
        }
        let covariance = transformed(&transform, &maximum.covariance, k, totals.weight_unit);
        let mut parameters = Vec::with_capacity(k);
        for (i, (name, &value)) in found.names.iter().zip(&values).enumerate() {
            let se = covariance[i * k + i].max(0.0).sqrt();
            let scale = if i < 4 { value.exp() } else { 1.0 };
            let estimate = check::no_overflow("a parameter", if i < 4 { scale } else { value })?;
            parameters.push(Coefficient::new(
                name,
                estimate,
                check::no_overflow("a standard error", scale * se)?,
            ));
        }
        Ok(Self {
            model: found.model,
            parameters,
            covariance,
            log_likelihood: check::no_overflow("the log-likelihood", log_likelihood)?,
            n: totals.customers,
            repeat_buyers: totals.repeat_buyers,
            rows: found.rows,
            distinct: found.distinct,
            evaluations: maximum.evaluations,
        })
    }

    /// The law of customers whose covariates are all 0; without covariates, of everybody.
    ///
    /// # Errors
    /// [`StatsError::Overflow`] never for a fitted model.
    pub fn law(&self) -> Result<BuyingLaw, StatsError> {
        let none = vec![0.0; self.parameters.len()];
        let on_purchase = self.on_purchase();
        self.law_for(&none[..on_purchase], &none[..self.parameters.len() - 4 - on_purchase])
    }

    /// The law of customers with these covariates, in the order and units in which the model was fitted.
    ///
    /// # Errors
    /// [`StatsError::LengthMismatch`] with the number of covariates, [`StatsError::NotFinite`], [`StatsError::Overflow`]
    /// where covariates are so far from those seen that a parameter is not a finite number.
    pub fn law_for(&self, purchase: &[f64], dropout: &[f64]) -> Result<BuyingLaw, StatsError> {
        let on_purchase = self.on_purchase();
        let on_dropout = self.parameters.len() - 4 - on_purchase;
        for (left, right) in [(on_purchase, purchase.len()), (on_dropout, dropout.len())] {
            if left != right {
                return Err(StatsError::LengthMismatch { left, right });
            }
        }
        check::finite(purchase)?;
        check::finite(dropout)?;
        // Each of the four logarithms is linear in all parameters.
        let k = self.parameters.len();
        let signs = signs(self.model);
        let mut jacobian = vec![0.0; 4 * k];
        let mut logs = [0.0; 4];
        for i in 0..4 {
            jacobian[i * k + i] = 1.0;
            logs[i] = self.parameters[i].coef.ln();
            let columns = purchase.iter().map(|x| (0, x)).chain(dropout.iter().map(|x| (1, x)));
            for (j, (part, x)) in columns.enumerate() {
                jacobian[i * k + 4 + j] = signs[part][i] * x;
                logs[i] += signs[part][i] * x * self.parameters[4 + j].coef;
            }
        }
        let mut covariance = [0.0; 16];
        for i in 0..4 {
            let row = &jacobian[i * k..(i + 1) * k];
            let carried: Vec<f64> = (0..k).map(|j| dot(row, &self.covariance[j * k..(j + 1) * k])).collect();
            for j in 0..4 {
                covariance[i * 4 + j] = dot(&carried, &jacobian[j * k..(j + 1) * k]);
            }
        }
        BuyingLaw::estimated(self.model, logs, covariance)
    }

    /// Covariates on purchases.
    pub(super) fn on_purchase(&self) -> usize {
        self.parameters
            .iter()
            .skip(4)
            .take_while(|p| p.name.starts_with("purchase:"))
            .count()
    }
}

/// From standardised columns to columns as they are: γ/sd, and the logarithms for columns at 0 instead of at their mean.
fn transform(found: &Found<'_>, k: usize) -> Vec<f64> {
    let signs = signs(found.model);
    let mut transform = vec![0.0; k * k];
    for i in 0..4 {
        transform[i * k + i] = 1.0;
        for (j, scale) in found.scales.iter().enumerate() {
            let sign = signs[usize::from(j >= found.on_purchase)][i];
            transform[i * k + 4 + j] = -sign * (scale.mean / scale.sd);
        }
    }
    for (j, scale) in found.scales.iter().enumerate() {
        transform[(4 + j) * k + 4 + j] = scale.sd.recip();
    }
    transform
}

/// J·Σ·Jᵀ divided by the unit of weights.
fn transformed(transform: &[f64], covariance: &[f64], k: usize, unit: f64) -> Vec<f64> {
    let mut carried = vec![0.0; k * k];
    let mut result = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..k {
            carried[i * k + j] = dot(&transform[i * k..(i + 1) * k], &covariance[j * k..(j + 1) * k]);
        }
    }
    for i in 0..k {
        for j in 0..k {
            result[i * k + j] = dot(&carried[i * k..(i + 1) * k], &transform[j * k..(j + 1) * k]) / unit;
        }
    }
    result
}
