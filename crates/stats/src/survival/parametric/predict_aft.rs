//! What a fitted accelerated failure time model says of a customer.

use super::aft::FittedAft;
use super::family::{Curve, Family};
use super::generalised_gamma::log_moment;
use super::prediction::{Prediction, check_row, check_share, check_time, of_log_hazard, of_log_time};
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::maximise::delta_se;
use statrs::function::gamma::ln_gamma;

impl FittedAft {
    /// P(T > t) for a row of covariates in their order. Interval: delta method on ln(−ln S), so within 0–1.
    ///
    /// # Errors
    /// A row of another length or with a value that is not finite, a time below 0.
    pub fn survival_at(&self, row: &[f64], t: f64) -> Result<Prediction, StatsError> {
        check_time(t)?;
        let location = self.location(row)?;
        if t == 0.0 {
            return Ok(of_log_hazard(f64::NEG_INFINITY, 0.0));
        }
        let w = (t.ln() - location) / self.scale();
        let curve = log_cumulative_hazard(self.family, w, self.q());
        if !curve.value.is_finite() {
            return Ok(of_log_hazard(curve.value, 0.0));
        }
        let gradient = self.gradient(row, w, curve.slope, curve.by_q);
        Ok(of_log_hazard(curve.value, delta_se(&gradient, &self.covariance)))
    }

    /// The time by which `share` (above 0, below 1) of customers like this have churned. Interval: delta method on ln t.
    ///
    /// # Errors
    /// As [`Self::survival_at`], a share outside its range, a time that overflows.
    pub fn quantile(&self, row: &[f64], share: f64) -> Result<Prediction, StatsError> {
        check_share(share)?;
        let location = self.location(row)?;
        let (w, w_by_q) = standard_quantile(self.family, share, self.q());
        let scale = self.scale();
        // ln t = location + σ·w.
        let gradient = self.gradient(row, w, -scale, scale * w_by_q);
        of_log_time(location + scale * w, delta_se(&gradient, &self.covariance))
    }

    /// The time by which half have churned.
    ///
    /// # Errors
    /// As [`Self::quantile`].
    pub fn median(&self, row: &[f64]) -> Result<Prediction, StatsError> {
        self.quantile(row, 0.5)
    }

    /// The mean time to churn; `None` where it is infinite (log-logistic with σ ≥ 1, generalised gamma with σQ ≤ −1).
    ///
    /// # Errors
    /// As [`Self::survival_at`], a mean that overflows.
    pub fn mean(&self, row: &[f64]) -> Result<Option<f64>, StatsError> {
        let location = self.location(row)?;
        let scale = self.scale();
        let moment = match self.family {
            Family::Exponential | Family::Weibull => Some(ln_gamma(1.0 + scale)),
            Family::LogNormal => Some(0.5 * scale * scale),
            // Γ(1 + σ)·Γ(1 − σ).
            Family::LogLogistic if scale < 1.0 => Some(ln_gamma(1.0 + scale) + ln_gamma(1.0 - scale)),
            Family::LogLogistic => None,
            Family::GeneralisedGamma => log_moment(scale, self.q()),
        };
        moment
            .map(|moment| check::no_overflow("a predicted time", (location + moment).exp()))
            .transpose()
    }

    /// P(T > t) of every row, without intervals.
    ///
    /// # Errors
    /// As [`Self::location_of`], a time below 0.
    pub fn survival_of(&self, covariates: &Covariates<'_>, t: f64) -> Result<Vec<f64>, StatsError> {
        check_time(t)?;
        let mut survival = self.location_of(covariates)?;
        let (scale, q) = (self.scale(), self.q());
        for at in &mut survival {
            *at = if t == 0.0 {
                1.0
            } else {
                self.family.survival((t.ln() - *at) / scale, q).value.exp()
            };
        }
        Ok(survival)
    }

    /// Intercept + xβ of every row: the higher, the longer they stay.
    ///
    /// # Errors
    /// Other columns than were fitted, columns that differ in length, values that are not finite.
    pub fn location_of(&self, covariates: &Covariates<'_>) -> Result<Vec<f64>, StatsError> {
        let slopes = self.slopes();
        linear(covariates, &self.coefficients[..slopes], self.coefficients[slopes].coef)
    }

    fn slopes(&self) -> usize {
        self.coefficients.len() - 1 - super::aft::shape_names(self.family).len()
    }

    fn location(&self, row: &[f64]) -> Result<f64, StatsError> {
        let slopes = self.slopes();
        location(row, &self.coefficients[..slopes + 1])
    }

    fn scale(&self) -> f64 {
        scale(
            self.family,
            self.coefficients.get(self.slopes() + 1).map(|shape| shape.coef),
        )
    }

    fn q(&self) -> f64 {
        self.coefficients.get(self.slopes() + 2).map_or(0.0, |shape| shape.coef)
    }

    /// Of a function of w with derivatives `by_w` and `by_q`, in the reported parameters.
    fn gradient(&self, row: &[f64], w: f64, by_w: f64, by_q: f64) -> Vec<f64> {
        let mut gradient = gradient(self.family, row, w, by_w, self.scale());
        if self.family == Family::GeneralisedGamma {
            gradient.push(by_q);
        }
        gradient
    }
}

/// ln(−ln S) with its first derivatives, to all digits where S is nearly 1; infinite where S is 0 as far as numbers go.
fn log_cumulative_hazard(family: Family, w: f64, q: f64) -> Curve {
    if matches!(family, Family::Exponential | Family::Weibull) {
        return Curve::new(w, 1.0, 0.0);
    }
    let churned = family.distribution(w, q);
    if churned.value < -0.7 {
        // −ln S = −ln(1 − F), which is F where F is small.
        let share = churned.value.exp();
        let hazard = -(-share).ln_1p();
        let small = share < 1e-8;
        let factor = if small { 1.0 } else { share / ((1.0 - share) * hazard) };
        return Curve {
            value: if small { churned.value } else { hazard.ln() },
            slope: churned.slope * factor,
            bend: 0.0,
            by_q: churned.by_q * factor,
        };
    }
    let stays = family.survival(w, q);
    Curve {
        value: (-stays.value).ln(),
        slope: stays.slope / stays.value,
        bend: 0.0,
        by_q: stays.by_q / stays.value,
    }
}

/// σ from the reported shape, 1 if there is none.
pub(super) fn scale(family: Family, shape: Option<f64>) -> f64 {
    let log = shape.unwrap_or(0.0);
    if family.reports_shape() {
        (-log).exp()
    } else {
        log.exp()
    }
}

/// Intercept + xβ, of coefficients with the intercept last.
pub(super) fn location(row: &[f64], coefficients: &[Coefficient]) -> Result<f64, StatsError> {
    let Some((intercept, slopes)) = coefficients.split_last() else {
        return Err(StatsError::Empty);
    };
    check_row(row, slopes.len())?;
    let sum: f64 = slopes.iter().zip(row).map(|(slope, x)| slope.coef * x).sum();
    check::no_overflow("a prediction", intercept.coef + sum)
}

/// constant + Σ slope·x of every row of columns.
pub(super) fn linear(
    covariates: &Covariates<'_>,
    slopes: &[Coefficient],
    constant: f64,
) -> Result<Vec<f64>, StatsError> {
    if covariates.columns.len() != slopes.len() {
        return Err(StatsError::LengthMismatch {
            left: slopes.len(),
            right: covariates.columns.len(),
        });
    }
    let rows = covariates.columns.first().map_or(0, |column| column.len());
    let mut sums = vec![constant; rows];
    for (slope, column) in slopes.iter().zip(covariates.columns) {
        check::same_length(rows, column.len())?;
        for (index, (sum, &value)) in sums.iter_mut().zip(*column).enumerate() {
            if !value.is_finite() {
                return Err(StatsError::CovariateNotFinite {
                    name: slope.name.clone(),
                    index,
                    value,
                });
            }
            *sum += slope.coef * value;
        }
    }
    match sums.iter().find(|sum| !sum.is_finite()) {
        None => Ok(sums),
        Some(_) => Err(StatsError::Overflow { name: "a prediction" }),
    }
}

/// Of a function of w = (ln t − location)/σ with derivative `by_w`, in slopes, intercept and the reported shape.
pub(super) fn gradient(family: Family, row: &[f64], w: f64, by_w: f64, scale: f64) -> Vec<f64> {
    let by_location = -by_w / scale;
    let mut gradient: Vec<f64> = row.iter().map(|x| by_location * x).collect();
    gradient.push(by_location);
    if family.has_scale() {
        gradient.push(if family.reports_shape() { by_w * w } else { -by_w * w });
    }
    gradient
}

/// The w with P(W ≤ w) = share, and its derivative in Q. Bisection: exact in closed form only for two families.
fn standard_quantile(family: Family, share: f64, q: f64) -> (f64, f64) {
    let w = match family {
        Family::Exponential | Family::Weibull => (-(-share).ln_1p()).ln(),
        Family::LogLogistic => share.ln() - (-share).ln_1p(),
        Family::LogNormal | Family::GeneralisedGamma => bisect(family, share, q),
    };
    let curve = family.survival(w, q);
    // S(w(Q), Q) is constant.
    let w_by_q = if curve.slope == 0.0 {
        0.0
    } else {
        -curve.by_q / curve.slope
    };
    (w, w_by_q)
}

fn bisect(family: Family, share: f64, q: f64) -> f64 {
    // The smaller tail keeps its digits.
    let (target, upper) = if share > 0.5 {
        ((-share).ln_1p(), true)
    } else {
        (share.ln(), false)
    };
    let below = |w: f64| {
        if upper {
            family.survival(w, q).value > target
        } else {
            family.distribution(w, q).value < target
        }
    };
    let (mut low, mut high) = (-1.0, 1.0);
    for _ in 0..20 {
        if below(low) {
            break;
        }
        low *= 2.0;
    }
    for _ in 0..20 {
        if !below(high) {
            break;
        }
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
