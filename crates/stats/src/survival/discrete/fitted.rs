//! A fitted discrete-time hazard and its predictions.

use super::cells::{Cell, Kind};
use super::data::Link;
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::special::sigmoid;

/// Survival is a running product; a value this near to ½ is ½ but for rounding.
const ROUNDING: f64 = 1e-12;

/// A fitted model: link(h) = intercept of the period + Σ coefficients·columns.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedDiscrete {
    /// One for each column.
    pub coefficients: Vec<Coefficient>,
    /// Covariance of the coefficients, row by row.
    pub covariance: Vec<f64>,
    /// Stretches of periods in order, from 1 to the last period seen.
    pub baseline: Vec<BaselinePiece>,
    /// Log-likelihood of all person-periods, without a penalty.
    pub log_likelihood: f64,
    /// −2·log-likelihood + 2·(coefficients + estimated intercepts).
    pub aic: f64,
    /// Rows.
    pub n: u64,
    /// Rows that churned.
    pub events: u64,
    /// Weight of all person-periods at risk.
    pub person_periods: f64,
    /// Newton steps.
    pub iterations: u32,
    pub(super) link: Link,
    pub(super) centres: Vec<Centre>,
}

/// A stretch of periods with one hazard.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselinePiece {
    /// First period.
    pub first: u32,
    /// Last period.
    pub last: u32,
    /// Weight of person-periods at risk.
    pub at_risk: f64,
    /// Weight of churn.
    pub events: f64,
    /// Linear predictor where every column is 0; `None` where nobody or everybody at risk churned, or nobody was at risk.
    pub intercept: Option<f64>,
    /// Standard error of the intercept; `None` with it.
    pub se: Option<f64>,
    /// Chance to churn in a period of the stretch at the means of the columns, 0–1; `None` where nobody was at risk.
    pub hazard: Option<f64>,
    pub(super) at_means: Option<f64>,
}

/// How a column enters the linear predictor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Centre {
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) beta: f64,
}

impl BaselinePiece {
    /// The counts of a stretch; its hazard where the counts alone say it.
    pub(super) fn new(cell: &Cell) -> Self {
        Self {
            first: cell.first,
            last: cell.last,
            at_risk: cell.at_risk,
            events: cell.events,
            intercept: None,
            se: None,
            hazard: match cell.kind {
                Kind::Never => Some(0.0),
                Kind::Always => Some(1.0),
                Kind::Unseen | Kind::Free => None,
            },
            at_means: None,
        }
    }

    fn hazard_of(&self, linear_predictor: f64, link: Link) -> Option<f64> {
        match self.at_means {
            Some(at_means) => Some(link.hazard(at_means + linear_predictor)),
            None => self.hazard,
        }
    }
}

impl Link {
    /// The hazard of a linear predictor, 0–1.
    pub(super) fn hazard(self, linear_predictor: f64) -> f64 {
        match self {
            Self::Logit => sigmoid(linear_predictor),
            Self::CompLogLog => -(-linear_predictor.exp()).exp_m1(),
        }
    }
}

impl FittedDiscrete {
    /// Σ coefficients·(column − mean of the column in the fit) of each row: 0 is the average customer, higher churns
    /// sooner. The columns are those of the fit, in its order.
    ///
    /// # Errors
    /// Another number of columns, columns that differ in length, a value that is not finite or whose predictor is not.
    pub fn linear_predictors(&self, covariates: &Covariates<'_>) -> Result<Vec<f64>, StatsError> {
        if covariates.columns.len() != self.centres.len() {
            return Err(StatsError::LengthMismatch {
                left: self.centres.len(),
                right: covariates.columns.len(),
            });
        }
        let rows = covariates.columns.first().map_or(0, |column| column.len());
        let mut predictors = vec![0.0; rows];
        for ((centre, coefficient), column) in self.centres.iter().zip(&self.coefficients).zip(covariates.columns) {
            if column.len() != rows {
                return Err(StatsError::LengthMismatch {
                    left: rows,
                    right: column.len(),
                });
            }
            for (index, (sum, &value)) in predictors.iter_mut().zip(*column).enumerate() {
                *sum += centre.beta * (value / centre.sd - centre.mean / centre.sd);
                if !sum.is_finite() {
                    return Err(StatsError::CovariateNotFinite {
                        name: coefficient.name.clone(),
                        index,
                        value,
                    });
                }
            }
        }
        Ok(predictors)
    }

    /// Chance to churn in `period` (from 1) of a customer who is still there, 0–1. `None` for a period in which nobody
    /// was at risk, such as those after the last.
    pub fn hazard(&self, linear_predictor: f64, period: u32) -> Option<f64> {
        let at = self.baseline.partition_point(|piece| piece.last < period);
        let piece = self.baseline.get(at).filter(|piece| piece.first <= period)?;
        piece.hazard_of(linear_predictor, self.link)
    }

    /// Chance to be there past the end of `period`, 0–1, never rising; 1 for period 0. `None` where the hazard of a period
    /// up to it is unknown.
    pub fn survival(&self, linear_predictor: f64, period: u32) -> Option<f64> {
        let mut survival = 1.0;
        let mut reached = 0;
        for piece in self.baseline.iter().take_while(|piece| piece.first <= period) {
            let stay = 1.0 - piece.hazard_of(linear_predictor, self.link)?;
            reached = piece.last.min(period);
            survival *= stay.powf(f64::from(reached - piece.first + 1));
        }
        (reached == period).then_some(survival)
    }

    /// The first period at whose end at most half are left; `None` where that is not reached while hazards are known.
    pub fn median(&self, linear_predictor: f64) -> Option<u32> {
        let mut survival = 1.0_f64;
        for piece in &self.baseline {
            let stay = 1.0 - piece.hazard_of(linear_predictor, self.link)?;
            let length = piece.last - piece.first + 1;
            let after = survival * stay.powf(f64::from(length));
            if after <= 0.5 + ROUNDING {
                let needed = if stay > 0.0 {
                    (0.5 / survival).ln() / stay.ln()
                } else {
                    1.0
                };
                let needed = (needed - ROUNDING).ceil();
                return Some(piece.first - 1 + needed.clamp(1.0, f64::from(length)) as u32);
            }
            survival = after;
        }
        None
    }
}
