//! The terms of a retention campaign.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;

/// The largest parameter of the beta distribution for which its integral is exact to eight digits.
const LARGEST_SHAPE: f64 = 10_000.0;

/// Costs and benefits of a retention offer; all amounts in one currency unit.
///
/// A churner who is contacted accepts the offer with probability γ and then stays: + γ·(value − offer) − contact. A
/// customer who would have stayed takes the offer anyway: − offer − contact. γ is uncertain: Beta(alpha, beta).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// First parameter of the beta distribution of acceptance, above 0.
    pub alpha: f64,
    /// Second parameter, above 0.
    pub beta: f64,
    /// Mean value of a customer who is kept, above 0.
    pub customer_value: f64,
    /// Cost of an offer that is accepted, 0 or more.
    pub offer_cost: f64,
    /// Cost of contacting a customer, 0 or more.
    pub contact_cost: f64,
}

impl Terms {
    /// The defaults of Verbraken, Verbeke & Baesens (2013): α 6, β 14 (mean acceptance 30 %), value 200, offer 10,
    /// contact 1.
    pub fn verbraken() -> Self {
        Self {
            alpha: 6.0,
            beta: 14.0,
            customer_value: 200.0,
            offer_cost: 10.0,
            contact_cost: 1.0,
        }
    }

    /// Mean acceptance α/(α + β), 0–1.
    pub fn acceptance(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// Refuses terms outside the ranges above, with the offending one named.
    pub(crate) fn check(&self) -> Result<(), StatsError> {
        let shape = "above 0 and at most 10,000";
        let within_shape = |v: f64| v > 0.0 && v <= LARGEST_SHAPE;
        let is_cost = |v: f64| v >= 0.0 && v.is_finite();
        let value_fits = self.customer_value > 0.0 && self.customer_value.is_finite();
        let checks = [
            (within_shape(self.alpha), "alpha", self.alpha, shape),
            (within_shape(self.beta), "beta", self.beta, shape),
            (value_fits, "customer value", self.customer_value, "above 0"),
            (is_cost(self.offer_cost), "offer cost", self.offer_cost, "0 or more"),
            (
                is_cost(self.contact_cost),
                "contact cost",
                self.contact_cost,
                "0 or more",
            ),
        ];
        match checks.into_iter().find(|(fits, ..)| !fits) {
            None => Ok(()),
            Some((_, name, value, expected)) => Err(StatsError::OutOfRange { name, value, expected }),
        }
    }
}
