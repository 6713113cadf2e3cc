//! Figures of one group.

use serde::{Deserialize, Serialize};

use crate::coefficient::normal_two_sided;
use crate::interval::{Interval, wilson};

/// A share with its Wilson interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Counted.
    pub count: u64,
    /// Out of.
    pub of: u64,
    /// count ÷ of, 0–1.
    pub share: f64,
    /// 95 %.
    pub interval: Interval,
}

impl Share {
    pub(super) fn new(count: u64, of: u64) -> Self {
        Self {
            count,
            of,
            share: count as f64 / of as f64,
            interval: wilson(count, of),
        }
    }
}

/// Observed ÷ expected churn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// 1 is ideal, above 1 the group's probabilities are too low.
    pub ratio: f64,
    /// 95 %: the Wilson interval of the observed rate ÷ the mean probability.
    pub interval: Interval,
}

/// A group less all other customers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// Difference of the two shares (offer and miss rate), or of observed and expected rate (calibration).
    pub difference: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Adjusted over all groups and figures of the audit.
    pub q_value: f64,
}

/// What needs outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Churn rate.
    pub churn: Share,
    /// Observed ÷ expected churn; `None` where none was expected.
    pub calibration: Option<Ratio>,
    /// Observed less expected churn rate of the group (not against the rest): tests calibration.
    pub miscalibration: Option<Contrast>,
    /// Share of the churned below the threshold: missed by the model.
    pub miss: Share,
    /// Miss rate less that of the rest; `None` where nobody else churned.
    pub miss_against_rest: Option<Contrast>,
}

/// Figures of a group that is large enough to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupFigures {
    /// Customers.
    pub customers: u64,
    /// Mean probability, 0–1.
    pub mean_score: f64,
    /// Share at or above the threshold: who gets the offer.
    pub offer: Share,
    /// Offer rate less that of the rest; `None` where there is nobody else.
    pub offer_against_rest: Option<Contrast>,
    /// `None` where outcomes are outstanding.
    pub outcomes: Option<Outcomes>,
}

/// Sums over a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) customers: u64,
    pub(super) score: f64,
    /// Σ p(1 − p).
    pub(super) variance: f64,
    pub(super) offered: u64,
    pub(super) lost: u64,
    pub(super) missed: u64,
}

impl Totals {
    pub(super) fn less(self, part: Self) -> Self {
        Self {
            customers: self.customers - part.customers,
            score: self.score - part.score,
            variance: self.variance - part.variance,
            offered: self.offered - part.offered,
            lost: self.lost - part.lost,
            missed: self.missed - part.missed,
        }
    }

    pub(super) fn figures(self, rest: Option<Self>, has_labels: bool) -> GroupFigures {
        GroupFigures {
            customers: self.customers,
            mean_score: self.score / self.customers as f64,
            offer: Share::new(self.offered, self.customers),
            offer_against_rest: rest
                .and_then(|rest| two_shares(self.offered, self.customers, rest.offered, rest.customers)),
            outcomes: has_labels.then(|| self.outcomes(rest)),
        }
    }

    fn outcomes(self, rest: Option<Self>) -> Outcomes {
        let churn = Share::new(self.lost, self.customers);
        let expected = self.score / self.customers as f64;
        let surprise = self.lost as f64 - self.score;
        Outcomes {
            churn,
            calibration: (expected > 0.0).then(|| Ratio {
                ratio: churn.share / expected,
                interval: Interval {
                    low: churn.interval.low / expected,
                    high: churn.interval.high / expected,
                },
            }),
            miscalibration: (self.variance > 0.0)
                .then(|| contrast(surprise / self.customers as f64, surprise / self.variance.sqrt())),
            miss: Share::new(self.missed, self.lost),
            miss_against_rest: rest.and_then(|rest| two_shares(self.missed, self.lost, rest.missed, rest.lost)),
        }
    }
}

/// Two-proportion z test with pooled variance; `None` where a side is empty.
fn two_shares(a: u64, of_a: u64, b: u64, of_b: u64) -> Option<Contrast> {
    if of_a == 0 || of_b == 0 {
        return None;
    }
    let (n, m) = (of_a as f64, of_b as f64);
    let pooled = (a + b) as f64 / (n + m);
    let difference = a as f64 / n - b as f64 / m;
    let variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m);
    let z = if variance > 0.0 {
        difference / variance.sqrt()
    } else {
        0.0
    };
    Some(contrast(difference, z))
}

fn contrast(difference: f64, z: f64) -> Contrast {
    let p_value = normal_two_sided(z);
    Contrast {
        difference,
        p_value,
        q_value: p_value,
    }
}
