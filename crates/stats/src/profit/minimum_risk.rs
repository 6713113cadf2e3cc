//! Whom to contact when every customer has a value: the decision of least expected loss, customer by customer.

use serde::{Deserialize, Serialize};

use super::spread::minor;
use crate::check;
use crate::error::StatsError;

/// An offer at one acceptance; money in minor units (分, cents).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Probability that a churner who is contacted accepts and stays, 0–1.
    pub acceptance: f64,
    /// Probability that a contacted customer who would have stayed takes the offer, 0–1; 1 in the literature.
    pub taken_by_stayers: f64,
    /// Cost of an offer that is taken, 0 or more.
    pub offer_minor: i64,
    /// Cost of a contact, 0 or more.
    pub contact_minor: i64,
}

/// Whom to contact.
#[derive(Clone, Debug, PartialEq)]
pub struct MinimumRisk {
    /// Per customer: expected return of a contact, in minor units, may be negative. Rank by it where contacts are scarce.
    pub gain_minor: Vec<f64>,
    /// Per customer: contact above this probability; `None` where no probability makes a contact worth it.
    pub threshold: Vec<Option<f64>>,
    /// Customers whose gain is above 0.
    pub contacted: u64,
    /// Sum of their gains, in minor units.
    pub expected_minor: i64,
}

impl Offer {
    /// Expected return of contacting a customer with churn probability `p` who is worth `value_minor` when kept:
    /// p·γ·(v − d) − (1 − p)·w·d − f.
    pub fn gain_minor(&self, p: f64, value_minor: i64) -> f64 {
        p * self.acceptance * self.margin(value_minor) - (1.0 - p) * self.wasted() - self.contact_minor as f64
    }

    /// The probability at which that is 0: (w·d + f)/(γ·(v − d) + w·d). `None` where it is not below 1, so that no
    /// probability is above it.
    pub fn threshold(&self, value_minor: i64) -> Option<f64> {
        let slope = self.acceptance * self.margin(value_minor) + self.wasted();
        let cost = self.wasted() + self.contact_minor as f64;
        (slope > cost).then(|| cost / slope)
    }

    pub(super) fn margin(&self, value_minor: i64) -> f64 {
        value_minor as f64 - self.offer_minor as f64
    }

    /// What a customer who would have stayed costs on average.
    fn wasted(&self) -> f64 {
        self.taken_by_stayers * self.offer_minor as f64
    }

    pub(super) fn check(&self) -> Result<(), StatsError> {
        let share = |v: f64| (0.0..=1.0).contains(&v);
        let checks = [
            (share(self.acceptance), "acceptance", self.acceptance, "between 0 and 1"),
            (
                share(self.taken_by_stayers),
                "taken_by_stayers",
                self.taken_by_stayers,
                "between 0 and 1",
            ),
            (
                self.offer_minor >= 0,
                "offer cost",
                self.offer_minor as f64,
                "0 or more",
            ),
            (
                self.contact_minor >= 0,
                "contact cost",
                self.contact_minor as f64,
                "0 or more",
            ),
        ];
        match checks.into_iter().find(|(fits, ..)| !fits) {
            None => Ok(()),
            Some((_, name, value, expected)) => Err(StatsError::OutOfRange { name, value, expected }),
        }
    }
}

/// Bayes minimum risk with costs of each customer's own (Elkan 2001; Bahnsen, Aouada & Ottersten 2015): contact whoever
/// has an expected return above 0. No threshold is the same for everybody unless values are.
///
/// `p` are calibrated probabilities, `values_minor` what each customer is worth when kept.
///
/// Errors: lengths differ, no rows, a value outside 0–1, an offer out of range, overflow.
pub fn minimum_risk(p: &[f64], values_minor: &[i64], offer: &Offer) -> Result<MinimumRisk, StatsError> {
    offer.check()?;
    check::same_length(p.len(), values_minor.len())?;
    check::probabilities(p)?;
    let gain_minor: Vec<f64> = (p.iter().zip(values_minor))
        .map(|(&p, &value)| offer.gain_minor(p, value))
        .collect();
    let positive = || gain_minor.iter().filter(|&&gain| gain > 0.0);
    Ok(MinimumRisk {
        contacted: positive().count() as u64,
        expected_minor: minor("the expected return", positive().sum())?,
        threshold: values_minor.iter().map(|&value| offer.threshold(value)).collect(),
        gain_minor,
    })
}
