//! A Cox regression that has been fitted, and what it predicts.

use super::data::CoxSettings;
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;

/// A survival this near to the level asked for is the level but for rounding.
const ROUNDING: f64 = 1e-12;

/// A fitted Cox regression: hazard of a customer = baseline hazard of the stratum × exp(linear predictor).
#[derive(Clone, Debug, PartialEq)]
pub struct FittedCox {
    /// One a covariate, in the unit of its column. Where absolute values are penalised: exactly 0 (se 0, p 1) if left out.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance as asked for, row by row.
    pub covariance: Vec<f64>,
    /// The inverse of the information (with the ridge, if any), whatever errors were asked for.
    pub model_covariance: Vec<f64>,
    /// Log partial likelihood, without the penalty.
    pub log_likelihood: f64,
    /// The same with all coefficients 0.
    pub null_log_likelihood: f64,
    /// Rows.
    pub n: u64,
    /// Rows that ended with churn.
    pub events: u64,
    /// Newton steps made.
    pub iterations: u32,
    /// Fewer than 10 events a column: coefficients and errors are unsure (Peduzzi et al. 1995).
    pub few_events: bool,
    /// Whether the columns explain anything; absent where penalised or where there are no columns.
    pub tests: Option<CoxTests>,
    /// Mean of each column: the customer whose linear predictor is 0.
    pub means: Vec<f64>,
    /// Baseline of each stratum, strata rising.
    pub baselines: Vec<Baseline>,
    /// How it was fitted.
    pub settings: CoxSettings,
    /// Standard deviation of each column.
    pub(super) sds: Vec<f64>,
    /// `model_covariance` of the columns divided by their standard deviations.
    pub(super) unit_covariance: Vec<f64>,
}

/// The three tests that all coefficients are 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoxTests {
    /// Twice the gain in log-likelihood.
    pub likelihood_ratio: CoxTest,
    /// From the coefficients and their covariance, as asked for.
    pub wald: CoxTest,
    /// From the slope of the likelihood at 0: without ties the log-rank test.
    pub score: CoxTest,
}

/// A χ² test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoxTest {
    /// The statistic, 0 or more.
    pub chi_squared: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: u64,
    /// Probability of a statistic at least this large under the hypothesis, 0–1.
    pub p_value: f64,
}

/// Cumulative hazard of a customer with all columns at their means and offset 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// Number of the stratum; 0 where there are none.
    pub stratum: u32,
    /// Times at which somebody churned, rising; constant between them, 0 before the first.
    pub steps: Vec<BaselineStep>,
}

/// A time at which somebody churned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaselineStep {
    /// The time.
    pub time: f64,
    /// Cumulative hazard from this time on.
    pub cumulative_hazard: f64,
}

impl FittedCox {
    /// By how much is each customer's hazard above that of the average one, as a logarithm?
    ///
    /// Σ coefficient·(x − mean) + offset. `covariates`: the columns of the fit in the same order, any rows; `offset`: one
    /// number a row, `None`: 0. Without columns and offset there is nothing that tells the number of rows: empty.
    ///
    /// # Errors
    /// Another number of columns, columns that differ in length, values that are not finite, overflow.
    pub fn linear_predictors(
        &self,
        covariates: &Covariates<'_>,
        offset: Option<&[f64]>,
    ) -> Result<Vec<f64>, StatsError> {
        if covariates.columns.len() != self.coefficients.len() {
            return Err(StatsError::LengthMismatch {
                left: self.coefficients.len(),
                right: covariates.columns.len(),
            });
        }
        let rows = covariates.columns.first().map(|column| column.len());
        let mut predictors = match offset {
            Some(offset) => {
                check::finite(offset)?;
                offset.to_vec()
            }
            None => vec![0.0; rows.unwrap_or(0)],
        };
        for ((column, c), mean) in covariates.columns.iter().zip(&self.coefficients).zip(&self.means) {
            if column.len() != predictors.len() {
                return Err(StatsError::LengthMismatch {
                    left: predictors.len(),
                    right: column.len(),
                });
            }
            for (index, (predictor, &value)) in predictors.iter_mut().zip(*column).enumerate() {
                if !value.is_finite() {
                    return Err(StatsError::CovariateNotFinite {
                        name: c.name.clone(),
                        index,
                        value,
                    });
                }
                *predictor += c.coef * (value - mean);
            }
        }
        if predictors.iter().any(|p| !p.is_finite()) {
            return Err(StatsError::Overflow {
                name: "the linear predictor",
            });
        }
        Ok(predictors)
    }

    /// Cumulative hazard at `t` of a customer of `stratum` (0 where there are none): baseline × exp(linear predictor).
    /// Efron: Σ over the churned in turn of 1/(those still counted), as R; Breslow: d/Σ risk (also lifelines after
    /// Efron). After the last time of an event it stays where it is.
    ///
    /// # Errors
    /// A stratum that the fit does not know, numbers that are not finite, overflow.
    pub fn cumulative_hazard_at(&self, linear_predictor: f64, stratum: u32, t: f64) -> Result<f64, StatsError> {
        check::finite(&[linear_predictor, t])?;
        let steps = self.steps(stratum)?;
        let passed = steps.partition_point(|step| step.time <= t);
        let baseline = passed.checked_sub(1).map_or(0.0, |at| steps[at].cumulative_hazard);
        if baseline == 0.0 {
            return Ok(0.0);
        }
        let hazard = (linear_predictor + baseline.ln()).exp();
        if hazard.is_finite() {
            Ok(hazard)
        } else {
            Err(StatsError::Overflow {
                name: "the cumulative hazard",
            })
        }
    }

    /// Share of such customers who stay longer than `t`, 0–1: exp(−cumulative hazard). After the last observed time this is
    /// the last known value, an upper bound.
    ///
    /// # Errors
    /// As [`Self::cumulative_hazard_at`], but for overflow, which is 0.
    pub fn survival_at(&self, linear_predictor: f64, stratum: u32, t: f64) -> Result<f64, StatsError> {
        match self.cumulative_hazard_at(linear_predictor, stratum, t) {
            Ok(hazard) => Ok((-hazard).exp()),
            Err(StatsError::Overflow { .. }) => Ok(0.0),
            Err(error) => Err(error),
        }
    }

    /// The first time at which at most the share `p` (above 0, below 1) of such customers is left; `None` if more are
    /// left at the last time of an event. ½ is the median.
    ///
    /// # Errors
    /// `p` outside its range, a stratum that the fit does not know, a linear predictor that is not finite.
    pub fn quantile(&self, linear_predictor: f64, stratum: u32, p: f64) -> Result<Option<f64>, StatsError> {
        check::finite(&[linear_predictor])?;
        if !(p > 0.0 && p < 1.0) {
            return Err(StatsError::OutOfRange {
                name: "the share left",
                value: p,
                expected: "above 0 and below 1",
            });
        }
        let steps = self.steps(stratum)?;
        let needed = -(p + ROUNDING * p).ln();
        let before = steps.partition_point(|s| (linear_predictor + s.cumulative_hazard.ln()).exp() < needed);
        Ok(steps.get(before).map(|step| step.time))
    }

    fn steps(&self, stratum: u32) -> Result<&[BaselineStep], StatsError> {
        match self.baselines.binary_search_by_key(&stratum, |b| b.stratum) {
            Ok(at) => Ok(&self.baselines[at].steps),
            Err(_) => Err(StatsError::OutOfRange {
                name: "the stratum",
                value: f64::from(stratum),
                expected: "one that the fit has seen",
            }),
        }
    }
}
