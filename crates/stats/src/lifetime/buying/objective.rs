//! The likelihood of any of the models over all histories, with covariates.

use super::covariates::standard;
use super::model::Buying;
use super::row::{History, log_likelihood};
use crate::chunks;
use crate::covariates::Scale;
use crate::maximise::Objective;

/// The log-likelihood less the penalty. Parameters: four logarithms, then a coefficient for each standardised column.
pub(super) struct Rows<'a> {
    pub(super) model: Buying,
    pub(super) frequency: &'a [f64],
    pub(super) recency: &'a [f64],
    pub(super) age: &'a [f64],
    pub(super) weight: Option<&'a [f64]>,
    /// What the times are divided by.
    pub(super) unit: f64,
    /// What the weights are divided by.
    pub(super) weight_unit: f64,
    /// Columns, those on purchases first.
    pub(super) columns: &'a [&'a [f64]],
    pub(super) scales: &'a [Scale],
    /// How many act on purchases.
    pub(super) on_purchase: usize,
    /// Every so many rows counts.
    pub(super) stride: usize,
    /// Penalty times customers.
    pub(super) penalty: f64,
}

/// Sign with which a customer's linear predictors of purchase and of dropout enter each logarithm.
pub(super) fn signs(model: Buying) -> [[f64; 4]; 2] {
    match model {
        Buying::BgNbd | Buying::MbgNbd => [[0.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]],
        Buying::ParetoNbd => [[0.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, -1.0]],
    }
}

impl Objective for Rows<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let k = parameters.len();
        let Some((logs, coefficients)) = parameters.split_first_chunk::<4>() else {
            return f64::NAN;
        };
        let typical = logs.map(f64::exp);
        let signs = signs(self.model);
        let rows = self.age.len().div_ceil(self.stride);
        let sums = chunks::sum(rows, k + 1, |range, sums| {
            for at in range {
                let row = at * self.stride;
                let weight = self.weight.map_or(1.0, |weight| weight[row] / self.weight_unit);
                let history = History {
                    frequency: self.frequency[row],
                    recency: self.recency[row] / self.unit,
                    age: self.age[row] / self.unit,
                };
                let own = if coefficients.is_empty() {
                    typical
                } else {
                    let effects = self.effects(coefficients, row);
                    std::array::from_fn(|i| (logs[i] + signs[0][i] * effects[0] + signs[1][i] * effects[1]).exp())
                };
                let (value, slopes) = log_likelihood(self.model, &own, &history);
                sums[0] += weight * value;
                for i in 0..4 {
                    sums[1 + i] += weight * slopes[i];
                }
                for (j, (column, scale)) in self.columns.iter().zip(self.scales).enumerate() {
                    let sign = &signs[usize::from(j >= self.on_purchase)];
                    let slope: f64 = sign.iter().zip(&slopes).map(|(sign, slope)| sign * slope).sum();
                    sums[5 + j] += weight * slope * standard(scale, column[row]);
                }
            }
        });
        gradient.copy_from_slice(&sums[1..]);
        self.subtract_penalty(parameters, sums[0], gradient)
    }
}

impl Rows<'_> {
    /// Linear predictors of purchase and of dropout.
    fn effects(&self, coefficients: &[f64], row: usize) -> [f64; 2] {
        let mut effects = [0.0; 2];
        for (j, ((column, scale), coefficient)) in self.columns.iter().zip(self.scales).zip(coefficients).enumerate() {
            effects[usize::from(j >= self.on_purchase)] += coefficient * standard(scale, column[row]);
        }
        effects
    }

    fn subtract_penalty(&self, parameters: &[f64], value: f64, gradient: &mut [f64]) -> f64 {
        let mut value = value;
        for (i, (&parameter, slope)) in parameters.iter().zip(gradient).enumerate() {
            // A logarithm's own parameter, a coefficient as it is.
            let (size, by_itself) = if i < 4 {
                (parameter.exp(), parameter.exp())
            } else {
                (parameter, 1.0)
            };
            value -= self.penalty * size * size;
            *slope -= 2.0 * self.penalty * size * by_itself;
        }
        value
    }
}
