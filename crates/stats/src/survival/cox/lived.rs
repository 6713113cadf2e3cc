//! What each row has lived through at the coefficients of a fit: the ground of residuals and robust errors.

use super::data::{CoxData, Ties};
use super::design::Unit;
use super::fitted::FittedCox;
use super::likelihood::FARTHEST;
use super::order::Order;
use super::risk::{Risk, tied};
use crate::covariates::Scale;
use crate::error::StatsError;

/// Everything by position of `order`.
pub(super) struct Lived {
    pub(super) order: Order,
    /// Empty: 1 everywhere.
    pub(super) weight: Vec<f64>,
    /// Weight × exp(linear predictor), up to a factor for each stratum.
    pub(super) risk: Vec<f64>,
    pub(super) hazards: Risk,
    pub(super) ties: Ties,
}

/// Of one column, at one time of an event.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passed {
    /// Mean over those at risk, the churned leaving in turn.
    pub(super) mean: f64,
    /// Mean × hazard, summed over this time and those before.
    pub(super) hazard: f64,
    /// What rounding took from it.
    pub(super) lost: f64,
    /// What of this time the churned themselves did not live through.
    pub(super) spared: f64,
}

impl Lived {
    /// Of the data of a fit; also returns the scales of its columns.
    pub(super) fn new(fitted: &FittedCox, data: &CoxData<'_>) -> Result<(Self, Vec<Scale>), StatsError> {
        let scales = data.check()?;
        let predictors = fitted.linear_predictors(&data.covariates, data.offset)?;
        let order = Order::new(&data.spells, data.strata);
        let weight = weights(data, &order);
        let mut risk: Vec<f64> = if predictors.is_empty() {
            vec![0.0; order.rows.len()]
        } else {
            order.rows.iter().map(|&row| predictors[row as usize]).collect()
        };
        for stratum in &order.strata {
            let risk = &mut risk[stratum.positions.clone()];
            let mean = risk.iter().sum::<f64>() / risk.len() as f64;
            for (index, risk) in risk.iter_mut().enumerate() {
                // Twice: as far for the offset as for the columns.
                if *risk - mean > 2.0 * FARTHEST {
                    return Err(StatsError::Overflow {
                        name: "exp(linear predictor)",
                    });
                }
                *risk = weight.get(stratum.positions.start + index).unwrap_or(&1.0) * (*risk - mean).exp();
            }
        }
        let ties = fitted.settings.ties;
        let mut hazards = Risk::new(&order);
        hazards.update(&order, ties, &risk, &weight);
        if hazards.terms.iter().any(|term| !term.hazard.is_finite()) {
            return Err(StatsError::Overflow {
                name: "the baseline hazard",
            });
        }
        let lived = Self {
            order,
            weight,
            risk,
            hazards,
            ties,
        };
        Ok((lived, scales))
    }

    /// A column in units of its standard deviation, by position.
    pub(super) fn column(&self, column: &[f64], scale: &Scale) -> Vec<f64> {
        let unit = Unit::new(scale);
        self.order
            .rows
            .iter()
            .map(|&row| unit.of(column[row as usize]))
            .collect()
    }

    /// The means of a column (by position) among those at risk, one for each section.
    pub(super) fn passed(&self, x: &[f64]) -> Vec<Passed> {
        let mut passed = vec![Passed::default(); self.order.sections.len()];
        let mut sum = 0.0;
        let mut lost = 0.0;
        let sections = self.order.sections.iter().zip(&self.hazards.terms);
        for (passed, (section, term)) in passed.iter_mut().zip(sections) {
            if section.first {
                (sum, lost) = (0.0, 0.0);
            }
            if section.deaths == 0 {
                continue;
            }
            for at in section.rows() {
                add(&mut sum, &mut lost, self.risk[at] * x[at]);
            }
            for &at in self.order.leaving.get(section.left()).unwrap_or(&[]) {
                add(&mut sum, &mut lost, -self.risk[at as usize] * x[at as usize]);
            }
            let deaths = section.first_death()..section.end as usize;
            let own = if tied(section, self.ties) {
                deaths.map(|at| self.risk[at] * x[at]).sum::<f64>() / term.at_risk
            } else {
                0.0
            };
            let at_risk = (sum + lost) / term.at_risk;
            *passed = Passed {
                mean: term.mean(at_risk, own),
                hazard: term.passed(at_risk, own),
                lost: 0.0,
                spared: term.passed_by(at_risk, own),
            };
        }
        let (mut hazard, mut lost) = (0.0, 0.0);
        for (passed, section) in passed.iter_mut().zip(&self.order.sections).rev() {
            add(&mut hazard, &mut lost, passed.hazard);
            (passed.hazard, passed.lost) = (hazard, lost);
            if section.first {
                (hazard, lost) = (0.0, 0.0);
            }
        }
        passed
    }

    pub(super) fn weight_at(&self, position: usize) -> f64 {
        *self.weight.get(position).unwrap_or(&1.0)
    }

    /// Values by position as values by row.
    pub(super) fn by_row(&self, values: &[f64]) -> Vec<f64> {
        let mut by_row = vec![0.0; values.len()];
        for (&row, value) in self.order.rows.iter().zip(values) {
            by_row[row as usize] = *value;
        }
        by_row
    }
}

fn add(sum: &mut f64, lost: &mut f64, part: f64) {
    let (next, error) = super::running::two_sum(*sum, part);
    *sum = next;
    *lost += error;
}

/// Weights by position; empty where all are 1.
pub(super) fn weights(data: &CoxData<'_>, order: &Order) -> Vec<f64> {
    match data.spells.weight {
        None => Vec::new(),
        Some(weight) => order.rows.iter().map(|&row| weight[row as usize]).collect(),
    }
}
