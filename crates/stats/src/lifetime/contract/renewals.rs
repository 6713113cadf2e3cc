//! How long contracts last when the chance to renew differs between customers.

use crate::error::StatsError;
use crate::lifetime::discount::{factor, fading_sum, falling_sum, ln_stay};
use crate::lifetime::parameters::positive;

/// Each customer has their own chance θ ~ Beta(`alpha`, `beta`) not to renew; with `shape` c they survive t periods with
/// probability (1 − θ)^(tᶜ).
///
/// c = 1 is the shifted beta-geometric model of Fader & Hardie (2007), where everybody's chance is constant and retention
/// rises only because the restless leave first. c above 1: a customer's own chance to leave grows with age; below 1: it
/// falls. That is the beta-discrete-Weibull model of Fader, Hardie, Liu, Davin & Steenburgh (2018), who write γ, δ, c.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renewals {
    /// α (γ of the beta-discrete-Weibull), above 0.
    pub alpha: f64,
    /// β (δ), above 0.
    pub beta: f64,
    /// c, above 0; 1 for the shifted beta-geometric.
    pub shape: f64,
}

const NAME: &str = "the residual lifetime";

impl Renewals {
    /// Checks that all three are above 0 and finite.
    pub fn new(alpha: f64, beta: f64, shape: f64) -> Result<Self, StatsError> {
        Ok(Self {
            alpha: positive("alpha", alpha)?,
            beta: positive("beta", beta)?,
            shape: positive("shape", shape)?,
        })
    }

    /// Share still there after `periods`: S(t) = B(α, β + tᶜ)/B(α, β), 0–1; S(0) = 1.
    pub fn survival(&self, periods: u32) -> f64 {
        self.ln_survival(periods).exp()
    }

    /// Share of those there before `period` (from 1 on) who renew at its end: S(t)/S(t − 1), 0–1; period 0: 1.
    pub fn retention(&self, period: u32) -> f64 {
        self.ln_retention(period).exp()
    }

    /// Discounted expected residual lifetime (DERL) in periods of a customer who has `survived` so many periods, seen just
    /// before the next renewal: Σ over k ≥ 0 of S(n + 1 + k)/S(n)/(1 + d)ᵏ, n = `survived`, `discount` d of a period.
    ///
    /// Fader & Hardie (2010), whose n is `survived` + 1, the renewal that is due; a payment at it is not discounted. Closed form for c = 1, else summed to 1e-14. Errors: d below 0.0001 or not finite.
    pub fn residual_lifetime(&self, survived: u32, discount: f64) -> Result<f64, StatsError> {
        let z = factor(discount)?;
        let age = self.exposure(survived);
        if self.shape == 1.0 {
            let b = self.beta + age;
            return Ok(b / (self.alpha + b) * fading_sum(NAME, b + 1.0, self.alpha, z)?);
        }
        falling_sum(NAME, z, |k| {
            let exposure = self.exposure(survived.saturating_add(k).saturating_add(1));
            ln_stay(self.beta + age, self.alpha, exposure - age).exp()
        })
    }

    /// Discounted expected lifetime of a customer who is yet to begin: Σ over t ≥ 0 of S(t)/(1 + d)ᵗ; the first payment,
    /// at the beginning, is certain and not discounted.
    ///
    /// Errors: d below 0.0001 or not finite.
    pub fn new_lifetime(&self, discount: f64) -> Result<f64, StatsError> {
        Ok(1.0 + factor(discount)? * self.residual_lifetime(0, discount)?)
    }

    /// ln S(t).
    pub(crate) fn ln_survival(&self, periods: u32) -> f64 {
        ln_stay(self.beta, self.alpha, self.exposure(periods))
    }

    /// ln of the retention, with all its digits near 0.
    pub(crate) fn ln_retention(&self, period: u32) -> f64 {
        let Some(before) = period.checked_sub(1) else {
            return 0.0;
        };
        let age = self.exposure(before);
        if self.shape == 1.0 {
            return (-self.alpha / (self.alpha + self.beta + age)).ln_1p();
        }
        ln_stay(self.beta + age, self.alpha, self.exposure(period) - age)
    }

    /// tᶜ: how often the constant chance has been taken.
    pub(crate) fn exposure(&self, periods: u32) -> f64 {
        let t = f64::from(periods);
        if self.shape == 1.0 { t } else { t.powf(self.shape) }
    }
}
