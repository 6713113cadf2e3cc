//! What a model with its parameters says of a customer.

use super::discounted;
use super::histories::check_history;
use super::model::Buying;
use super::probability;
use super::purchases::expected_purchases;
use super::row::{self, History, stayed};
use crate::check;
use crate::error::StatsError;
use crate::interval::Z_975;
use crate::lifetime::estimate::Estimate;
use crate::maximise::delta_se;
use crate::special::sigmoid;

/// A model with known or estimated parameters. Times are in the unit of the histories it was fitted on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuyingLaw {
    model: Buying,
    logs: [f64; 4],
    parameters: [f64; 4],
    /// Of the logarithms, row by row.
    covariance: [f64; 16],
}

impl BuyingLaw {
    /// With parameters that are known, in the order of [`Buying::parameter_names`]; intervals have no width.
    ///
    /// # Errors
    /// [`StatsError::BadValue`] with the parameter that is not a finite number above 0.
    pub fn known(model: Buying, parameters: [f64; 4]) -> Result<Self, StatsError> {
        if let Some(index) = parameters.iter().position(|p| !(p.is_finite() && *p > 0.0)) {
            return Err(StatsError::BadValue {
                name: model.parameter_names()[index],
                index,
                value: parameters[index],
                expected: "a number above 0",
            });
        }
        Ok(Self {
            model,
            logs: parameters.map(f64::ln),
            parameters,
            covariance: [0.0; 16],
        })
    }

    /// From logarithms and their covariance.
    pub(super) fn estimated(model: Buying, logs: [f64; 4], covariance: [f64; 16]) -> Result<Self, StatsError> {
        let parameters = logs.map(f64::exp);
        for value in parameters {
            check::no_overflow("a parameter", value)?;
            check::no_overflow("a parameter", value.recip())?;
        }
        Ok(Self {
            model,
            logs,
            parameters,
            covariance,
        })
    }

    /// The model.
    pub fn model(&self) -> Buying {
        self.model
    }

    /// r, alpha, a, b or r, alpha, s, beta.
    pub fn parameters(&self) -> [f64; 4] {
        self.parameters
    }

    /// Question: is a customer with this history still there at the end of observation?
    ///
    /// P(alive | x, t_x, T), 0–1: 1/(1 + a/(b+x−1)·((α+T)/(α+t_x))^(r+x)) in BG/NBD, and 1 without repeat purchase; b + x in
    /// MBG/NBD; the share of the likelihood in which the customer is alive in Pareto/NBD. Arguments as in
    /// [`super::histories::Histories`], index 0 in errors.
    ///
    /// # Errors
    /// Those of [`super::histories::Histories::check`].
    pub fn p_alive(&self, frequency: f64, recency: f64, age: f64) -> Result<f64, StatsError> {
        let history = history(frequency, recency, age)?;
        check::no_overflow("P(alive)", p_alive(self.model, &self.parameters, &history))
    }

    /// [`Self::p_alive`] with its delta-method interval on the scale of log-odds, so within 0–1.
    ///
    /// # Errors
    /// Those of [`Self::p_alive`].
    pub fn p_alive_with_interval(&self, frequency: f64, recency: f64, age: f64) -> Result<Estimate, StatsError> {
        let history = history(frequency, recency, age)?;
        self.estimate_probability("P(alive)", |parameters| p_alive(self.model, parameters, &history))
    }

    /// Question: how many repeat purchases will a customer have made at `horizon` after the first?
    ///
    /// E X(t), 0 or more and at most r/α·t; t ≥ 0 in the unit of the histories. BG/NBD: equation (9) of Fader, Hardie & Lee.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] for a horizon that is not a finite number of 0 or more; [`StatsError::Overflow`].
    pub fn expected_purchases(&self, horizon: f64) -> Result<f64, StatsError> {
        check_horizon(horizon)?;
        check::no_overflow(
            "expected purchases",
            expected_of_new(self.model, &self.parameters, horizon),
        )
    }

    /// [`Self::expected_purchases`] with its delta-method interval on the logarithmic scale, so above 0.
    ///
    /// # Errors
    /// Those of [`Self::expected_purchases`].
    pub fn expected_purchases_with_interval(&self, horizon: f64) -> Result<Estimate, StatsError> {
        check_horizon(horizon)?;
        self.estimate("expected purchases", |parameters| {
            expected_of_new(self.model, parameters, horizon)
        })
    }

    /// Question: how often will a customer with this history buy in the next `horizon`?
    ///
    /// E(X(T, T+t) | x, t_x, T), 0 or more: P(alive) times what is expected of a customer who is alive. BG/NBD: equation
    /// (10) of Fader, Hardie & Lee; Pareto/NBD: equation (41) of Fader & Hardie (2005), with its limit at s = 1.
    ///
    /// # Errors
    /// Those of [`Self::p_alive`] and of [`Self::expected_purchases`].
    pub fn conditional_expected_purchases(
        &self,
        horizon: f64,
        frequency: f64,
        recency: f64,
        age: f64,
    ) -> Result<f64, StatsError> {
        check_horizon(horizon)?;
        let history = history(frequency, recency, age)?;
        let value = expected_of(self.model, &self.parameters, &history, horizon);
        check::no_overflow("expected purchases", value)
    }

    /// [`Self::conditional_expected_purchases`] with its delta-method interval on the logarithmic scale.
    ///
    /// # Errors
    /// Those of [`Self::conditional_expected_purchases`].
    pub fn conditional_expected_purchases_with_interval(
        &self,
        horizon: f64,
        frequency: f64,
        recency: f64,
        age: f64,
    ) -> Result<Estimate, StatsError> {
        check_horizon(horizon)?;
        let history = history(frequency, recency, age)?;
        self.estimate("expected purchases", |parameters| {
            expected_of(self.model, parameters, &history, horizon)
        })
    }

    /// Question: what are all future purchases of a customer with this history worth today, counted in purchases (DERT)?
    ///
    /// E ∫ e^(−δt) dX(T+t) over all t > 0, with the continuous discount rate δ = `discount_rate` > 0 per unit of time:
    /// ln(1 + d) for a rate of d per unit of time. Pareto/NBD: Fader, Hardie & Lee (2005, "RFM and CLV"), whose confluent
    /// hypergeometric function is here its integral. BG/NBD and MBG/NBD have no closed form: the same integral averaged over
    /// the dropout probability, which is the limit of the discounted sum of expected purchases over ever shorter periods.
    ///
    /// # Errors
    /// Those of [`Self::p_alive`]; [`StatsError::OutOfRange`] for a rate that is not a finite number above 0.
    pub fn discounted_expected_transactions(
        &self,
        discount_rate: f64,
        frequency: f64,
        recency: f64,
        age: f64,
    ) -> Result<f64, StatsError> {
        check_rate(discount_rate)?;
        let history = history(frequency, recency, age)?;
        let value = discounted::transactions(self.model, &self.parameters, &history, discount_rate);
        check::no_overflow("discounted transactions", value)
    }

    /// [`Self::discounted_expected_transactions`] with its delta-method interval on the logarithmic scale.
    ///
    /// # Errors
    /// Those of [`Self::discounted_expected_transactions`].
    pub fn discounted_expected_transactions_with_interval(
        &self,
        discount_rate: f64,
        frequency: f64,
        recency: f64,
        age: f64,
    ) -> Result<Estimate, StatsError> {
        check_rate(discount_rate)?;
        let history = history(frequency, recency, age)?;
        self.estimate("discounted transactions", |parameters| {
            discounted::transactions(self.model, parameters, &history, discount_rate)
        })
    }

    /// Question: which part of customers will have made exactly `x` repeat purchases at `horizon` after the first?
    ///
    /// P(X(t) = x), 0–1; sums to 1 over x. BG/NBD: equation (8) of Fader, Hardie & Lee. `x` up to 10⁹.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`]; [`StatsError::NoConvergence`] where x is so large that its beta function cannot be had.
    pub fn probability_of_x_purchases(&self, x: u64, horizon: f64) -> Result<f64, StatsError> {
        check_horizon(horizon)?;
        probability::of_count(self.model, &self.parameters, x, horizon)
    }

    fn estimate(&self, name: &'static str, f: impl Fn(&[f64; 4]) -> f64) -> Result<Estimate, StatsError> {
        let (value, se) = self.with_error(name, f)?;
        // A value of exactly 0, for a horizon of 0, is certain.
        let factor = if value > 0.0 { (Z_975 * se / value).exp() } else { 1.0 };
        let ci_high = check::no_overflow(name, value * factor)?;
        Ok(Estimate {
            value,
            se,
            ci_low: value / factor,
            ci_high,
        })
    }

    fn estimate_probability(&self, name: &'static str, f: impl Fn(&[f64; 4]) -> f64) -> Result<Estimate, StatsError> {
        let (value, se) = self.with_error(name, f)?;
        let spread = value * (1.0 - value);
        let (mut ci_low, mut ci_high) = (value, value);
        if se > 0.0 && spread > 0.0 {
            let (odds, half) = (value.ln() - (-value).ln_1p(), Z_975 * se / spread);
            ci_low = sigmoid(odds - half).min(value);
            ci_high = sigmoid(odds + half).max(value);
        }
        Ok(Estimate {
            value,
            se,
            ci_low,
            ci_high,
        })
    }

    /// A value and its error, with a gradient by central differences in the logarithms.
    fn with_error(&self, name: &'static str, f: impl Fn(&[f64; 4]) -> f64) -> Result<(f64, f64), StatsError> {
        /// Fifth root of the machine precision, about: rounding and curvature both leave ten digits and more.
        const STEP: f64 = 1e-4;
        let value = check::no_overflow(name, f(&self.parameters))?;
        if self.covariance == [0.0; 16] {
            return Ok((value, 0.0));
        }
        let gradient: [f64; 4] = std::array::from_fn(|i| {
            let moved = |by: f64| {
                let mut parameters = self.parameters;
                parameters[i] = (self.logs[i] + by).exp();
                f(&parameters)
            };
            (moved(STEP) - moved(-STEP)) / (2.0 * STEP)
        });
        let se = check::no_overflow(name, delta_se(&gradient, &self.covariance))?;
        Ok((value, se))
    }
}

/// A single history, checked.
fn history(frequency: f64, recency: f64, age: f64) -> Result<History, StatsError> {
    check_history(frequency, recency, age, 0)?;
    Ok(History {
        frequency,
        recency,
        age,
    })
}

/// A horizon that can be.
pub(super) fn check_horizon(horizon: f64) -> Result<(), StatsError> {
    if horizon.is_finite() && horizon >= 0.0 {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        name: "horizon",
        value: horizon,
        expected: "a finite time of 0 or more",
    })
}

/// A rate that can be.
pub(super) fn check_rate(discount_rate: f64) -> Result<(), StatsError> {
    if discount_rate.is_finite() && discount_rate > 0.0 {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        name: "discount rate",
        value: discount_rate,
        expected: "above 0: without discount the sum has no end",
    })
}

/// See [`BuyingLaw::p_alive`].
pub(super) fn p_alive(model: Buying, parameters: &[f64; 4], history: &History) -> f64 {
    row::p_alive(model, parameters, history)
}

/// See [`BuyingLaw::expected_purchases`].
pub(super) fn expected_of_new(model: Buying, &[r, alpha, third, fourth]: &[f64; 4], horizon: f64) -> f64 {
    let y = horizon / alpha;
    match model {
        Buying::BgNbd => expected_purchases(r, y, third, fourth),
        Buying::MbgNbd => fourth / (third + fourth) * expected_purchases(r, y, third, fourth + 1.0),
        Buying::ParetoNbd => r / alpha * lifetime_within(horizon, third, fourth),
    }
}

/// See [`BuyingLaw::conditional_expected_purchases`].
pub(super) fn expected_of(model: Buying, parameters: &[f64; 4], history: &History, horizon: f64) -> f64 {
    p_alive(model, parameters, history) * expected_if_alive(model, parameters, history, horizon)
}

/// Purchases expected within `horizon` of a customer who is alive.
pub(super) fn expected_if_alive(model: Buying, parameters: &[f64; 4], history: &History, horizon: f64) -> f64 {
    let &[r, alpha, third, fourth] = parameters;
    let &History { frequency, age, .. } = history;
    match model {
        Buying::BgNbd | Buying::MbgNbd => {
            let b = fourth + stayed(model, frequency);
            expected_purchases(r + frequency, horizon / (alpha + age), third, b)
        }
        Buying::ParetoNbd => (r + frequency) / (alpha + age) * lifetime_within(horizon, third, fourth + age),
    }
}

/// ∫₀ᵗ (1 + v/β)^−s dv: the part of the time to t that a customer is expected to be there.
fn lifetime_within(horizon: f64, s: f64, beta: f64) -> f64 {
    let log = (horizon / beta).ln_1p();
    let w = (1.0 - s) * log;
    // (e^w − 1)/w, also at s = 1.
    let growth = if w == 0.0 { 1.0 } else { w.exp_m1() / w };
    beta * log * growth
}
