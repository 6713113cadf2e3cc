//! What a fitted mixture cure model says of a customer.

use super::cure::FittedCure;
use super::predict_aft::{gradient, location, scale};
use super::prediction::{Prediction, check_time, of_log_hazard};
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};
use crate::maximise::delta_se;
use crate::special::{log1p_exp, sigmoid};

impl FittedCure {
    /// P(never leaves) = 1 − π for a row of the incidence covariates. Interval: delta method on the log-odds.
    ///
    /// # Errors
    /// A row of another length or with a value that is not finite.
    pub fn never_leaves(&self, incidence_row: &[f64]) -> Result<Prediction, StatsError> {
        let odds = location(incidence_row, &self.incidence)?;
        let mut by: Vec<f64> = incidence_row.to_vec();
        by.push(1.0);
        by.resize(self.incidence.len() + self.latency.len(), 0.0);
        let se = delta_se(&by, &self.covariance);
        let value = sigmoid(-odds);
        Ok(Prediction {
            value,
            se: value * sigmoid(odds) * se,
            interval: Interval {
                low: sigmoid(-odds - Z_975 * se),
                high: sigmoid(-odds + Z_975 * se),
            },
        })
    }

    /// P(T > t), those who never leave included. Interval: delta method on ln(−ln S), so within 0–1.
    ///
    /// # Errors
    /// As [`Self::never_leaves`], a time below 0.
    pub fn survival_at(&self, incidence_row: &[f64], latency_row: &[f64], t: f64) -> Result<Prediction, StatsError> {
        check_time(t)?;
        let odds = location(incidence_row, &self.incidence)?;
        let (line, shape) = self.latency_parts();
        let place = location(latency_row, line)?;
        if t == 0.0 {
            return Ok(of_log_hazard(f64::NEG_INFINITY, 0.0));
        }
        let scale = scale(self.family, shape.map(|shape| shape.coef));
        let w = (t.ln() - place) / scale;
        let curve = self.family.survival(w, 0.0);
        // 1 − S = π·F, which keeps its digits where S is nearly 1.
        let log_churned = self.family.distribution(w, 0.0).value - log1p_exp(-odds);
        let log_survival = (-log_churned.exp()).ln_1p();
        let log_hazard = (-log_survival).ln();
        if !log_hazard.is_finite() {
            // Before anybody leaves.
            return Ok(of_log_hazard(f64::NEG_INFINITY, 0.0));
        }
        let still = sigmoid(odds + curve.value);
        let by_odds = (still - sigmoid(odds)) / log_survival;
        // A slope of −∞ comes with nobody left of those who leave.
        let by_w = if still > 0.0 {
            still * curve.slope / log_survival
        } else {
            0.0
        };
        let mut by: Vec<f64> = incidence_row.iter().map(|z| z * by_odds).collect();
        by.push(by_odds);
        by.extend(gradient(self.family, latency_row, w, by_w, scale));
        Ok(of_log_hazard(log_hazard, delta_se(&by, &self.covariance)))
    }

    /// Slopes with intercept, and the shape.
    fn latency_parts(&self) -> (&[Coefficient], Option<&Coefficient>) {
        match self.latency.split_last() {
            Some((shape, line)) if self.family.has_scale() => (line, Some(shape)),
            _ => (&self.latency, None),
        }
    }
}
