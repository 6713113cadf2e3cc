//! What a fitted piecewise exponential model says of a customer.

use super::piecewise::FittedPiecewise;
use super::prediction::{Prediction, check_row, check_share, check_time, of_log_hazard, of_log_time};
use crate::check;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::maximise::delta_se;

impl FittedPiecewise {
    /// P(T > t) for a row of covariates in their order. Interval: delta method on ln(−ln S), so within 0–1.
    ///
    /// # Errors
    /// A row of another length or with a value that is not finite, a time below 0.
    pub fn survival_at(&self, row: &[f64], t: f64) -> Result<Prediction, StatsError> {
        check_time(t)?;
        let predictor = self.predictor(row)?;
        let hazards = self.cumulative(t);
        let total: f64 = hazards.iter().sum();
        let log_hazard = total.ln() + predictor;
        if !log_hazard.is_finite() {
            return Ok(of_log_hazard(log_hazard, 0.0));
        }
        let gradient: Vec<f64> = row.iter().copied().chain(hazards.iter().map(|h| h / total)).collect();
        Ok(of_log_hazard(log_hazard, delta_se(&gradient, &self.covariance)))
    }

    /// The time by which `share` (above 0, below 1) of customers like this have churned; beyond the data the last hazard goes
    /// on. Interval: delta method on ln t.
    ///
    /// # Errors
    /// As [`Self::survival_at`], a share outside its range, a time that overflows.
    pub fn quantile(&self, row: &[f64], share: f64) -> Result<Prediction, StatsError> {
        check_share(share)?;
        let predictor = self.predictor(row)?;
        let target = -(-share).ln_1p() * (-predictor).exp();
        let mut passed = 0.0;
        let mut t = f64::INFINITY;
        let mut here = 0.0;
        for interval in &self.intervals {
            here = interval.log_hazard.coef.exp();
            let more = here * (interval.to - interval.from);
            if passed + more >= target {
                t = interval.from + (target - passed) / here;
                break;
            }
            passed += more;
        }
        check::no_overflow("a predicted time", t)?;
        // H(t)·e^(xβ) is constant: d ln t = −(Σ H_j·dα_j + H·x·dβ)/(h·t).
        let steep = here * t;
        let hazards = self.cumulative(t);
        let gradient: Vec<f64> = row
            .iter()
            .map(|x| -x * target / steep)
            .chain(hazards.iter().map(|h| -h / steep))
            .collect();
        of_log_time(t.ln(), delta_se(&gradient, &self.covariance))
    }

    /// The time by which half have churned.
    ///
    /// # Errors
    /// As [`Self::quantile`].
    pub fn median(&self, row: &[f64]) -> Result<Prediction, StatsError> {
        self.quantile(row, 0.5)
    }

    /// P(T > t) of every row, without intervals.
    ///
    /// # Errors
    /// As [`Self::log_risk_of`], a time below 0.
    pub fn survival_of(&self, covariates: &Covariates<'_>, t: f64) -> Result<Vec<f64>, StatsError> {
        check_time(t)?;
        let total: f64 = self.cumulative(t).iter().sum();
        let mut risks = self.log_risk_of(covariates)?;
        for risk in &mut risks {
            *risk = (-(total.ln() + *risk).exp()).exp();
        }
        Ok(risks)
    }

    /// xβ of every row: the higher, the sooner they leave.
    ///
    /// # Errors
    /// Other columns than were fitted, columns that differ in length, values that are not finite.
    pub fn log_risk_of(&self, covariates: &Covariates<'_>) -> Result<Vec<f64>, StatsError> {
        super::predict_aft::linear(covariates, &self.coefficients, 0.0)
    }

    fn predictor(&self, row: &[f64]) -> Result<f64, StatsError> {
        check_row(row, self.coefficients.len())?;
        let sum = self.coefficients.iter().zip(row).map(|(slope, x)| slope.coef * x).sum();
        check::no_overflow("a prediction", sum)
    }

    /// Cumulative hazard at covariates of 0 gathered in each interval up to t.
    fn cumulative(&self, t: f64) -> Vec<f64> {
        let times = self.intervals.iter().map(|interval| {
            let time = (t.min(interval.to) - interval.from).max(0.0);
            (interval, time)
        });
        times
            .map(|(interval, time)| {
                if time > 0.0 {
                    (interval.log_hazard.coef + time.ln()).exp()
                } else {
                    0.0
                }
            })
            .collect()
    }
}
