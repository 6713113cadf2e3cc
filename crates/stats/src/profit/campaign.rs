//! What a campaign would return if acceptance were this and costs were that.

use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;

use super::minimum_risk::Offer;
use super::spread::{Mixture, minor};
use crate::check;
use crate::error::StatsError;

/// Points of the distribution of acceptance: its quantiles (k − ½)/400.
const GRID: usize = 400;

/// What is known about acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "law", rename_all = "snake_case")]
pub enum Acceptance {
    /// One number, 0–1.
    Fixed {
        /// The number.
        acceptance: f64,
    },
    /// Anything from low to high, equally likely; 0 ≤ low ≤ high ≤ 1.
    Range {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Beta(alpha, beta), both above 0 and at most 10,000: as after alpha acceptances and beta refusals.
    Beta {
        /// Acceptances.
        alpha: f64,
        /// Refusals.
        beta: f64,
    },
}

/// Where the belief in the offer's effect comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceKind {
    /// An assumption.
    Assumed,
    /// Earlier campaigns without a random control group: who was offered something differed from who was not.
    Observational,
    /// An experiment with a random control group.
    Randomised {
        /// Customers offered it.
        treated: u64,
        /// Customers held back.
        control: u64,
    },
}

impl EvidenceKind {
    /// Whether a return must be shown as hypothetical: everything but an experiment with both groups filled.
    pub fn is_hypothetical(self) -> bool {
        !matches!(self, Self::Randomised { treated, control } if treated > 0 && control > 0)
    }
}

/// A campaign to be thought through; money in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Customers contacted, the first ones given; at least 1.
    pub reach: u64,
    /// Acceptance of churners.
    pub acceptance: Acceptance,
    /// Probability that a contacted customer who would have stayed takes the offer, 0–1.
    pub taken_by_stayers: f64,
    /// Cost of an offer that is taken, 0 or more.
    pub offer_minor: i64,
    /// Cost of a contact, 0 or more.
    pub contact_minor: i64,
    /// Cost whatever the reach, 0 or more.
    pub fixed_minor: i64,
    /// Where acceptance comes from.
    pub evidence: EvidenceKind,
}

/// The return down to a depth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Depth {
    /// Customers contacted.
    pub customers: u64,
    /// Expected return so far, fixed cost included.
    pub expected_minor: i64,
    /// Expected return of one more customer, mean since the depth before.
    pub marginal_minor: f64,
}

/// What a campaign is expected to return.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhatIf {
    /// Where acceptance comes from.
    pub evidence: EvidenceKind,
    /// Whether the return must be shown as hypothetical.
    pub hypothetical: bool,
    /// Customers contacted: the reach, or all customers if there are fewer.
    pub contacted: u64,
    /// Churners expected among them.
    pub churners: f64,
    /// Churners expected to be kept.
    pub kept: f64,
    /// Expected spend: contacts, offers taken, fixed cost.
    pub cost_minor: i64,
    /// Expected return: value kept less spend.
    pub expected_minor: i64,
    /// The return is below this with probability 2.5 %.
    pub low_minor: i64,
    /// And above this with probability 2.5 %.
    pub high_minor: i64,
    /// P(return < 0), 0–1.
    pub loss_probability: f64,
    /// Mean acceptance at which the expected return is 0; `None` where no acceptance up to 1 suffices.
    pub break_even_acceptance: Option<f64>,
    /// Smallest number of contacts whose expected return is 0 or more; `None` where no number within all customers given is.
    pub break_even_reach: Option<u64>,
    /// Number of contacts with the largest expected return within all customers given; 0 if every number loses money.
    pub best_reach: u64,
    /// The return by depth down to the reach.
    pub depths: Vec<Depth>,
}

/// Thinks a campaign through. `p`: calibrated probabilities; `values_minor`: what each customer is worth when kept;
/// both in the order in which customers would be contacted. `points`: depths wanted, at least 1.
///
/// A churner accepts with probability γ: + v − d; somebody who would have stayed takes it with probability w: − d;
/// everybody costs f. Given γ the return is a sum of independent customers with exactly known mean and variance, taken
/// as normal; γ runs over 400 quantiles of its law. Nothing is drawn, so that no seed is needed.
///
/// Errors: lengths differ, no rows, a value outside 0–1, a campaign out of range, overflow.
pub fn what_if(p: &[f64], values_minor: &[i64], campaign: &Campaign, points: usize) -> Result<WhatIf, StatsError> {
    check::same_length(p.len(), values_minor.len())?;
    check::probabilities(p)?;
    check::count("points", points, 1, "at least 1")?;
    let grid = campaign.acceptance.grid()?;
    let mean_acceptance = grid.iter().sum::<f64>() / grid.len() as f64;
    let offer = Offer {
        acceptance: mean_acceptance,
        taken_by_stayers: campaign.taken_by_stayers,
        offer_minor: campaign.offer_minor,
        contact_minor: campaign.contact_minor,
    };
    offer.check()?;
    campaign.check()?;
    let contacted = usize::try_from(campaign.reach).map_or(p.len(), |reach| reach.min(p.len()));
    let fixed = campaign.fixed_minor as f64;
    let sums = Sums::of(&p[..contacted], &values_minor[..contacted], &offer);
    let mixture = Mixture {
        parts: grid.iter().map(|&gamma| sums.at(gamma, fixed)).collect(),
    };
    let walk = walk(p, values_minor, &offer, fixed, contacted, points)?;
    let needed = (sums.cost + fixed) / sums.benefit;
    let kept = mean_acceptance * sums.churners;
    let spend = sums.cost + fixed + kept * campaign.offer_minor as f64;
    Ok(WhatIf {
        evidence: campaign.evidence,
        hypothetical: campaign.evidence.is_hypothetical(),
        contacted: contacted as u64,
        churners: sums.churners,
        kept,
        cost_minor: minor("the cost", spend)?,
        expected_minor: minor("the return", mixture.mean())?,
        low_minor: minor("the return", mixture.quantile(0.025))?,
        high_minor: minor("the return", mixture.quantile(0.975))?,
        loss_probability: mixture.below(0.0),
        break_even_acceptance: (sums.benefit > 0.0 && needed <= 1.0).then_some(needed),
        break_even_reach: walk.break_even,
        best_reach: walk.best,
        depths: walk.depths,
    })
}

impl Campaign {
    fn check(&self) -> Result<(), StatsError> {
        let refused = |name, value: f64, expected| Err(StatsError::OutOfRange { name, value, expected });
        if self.reach == 0 {
            return refused("reach", 0.0, "at least 1");
        }
        if self.fixed_minor < 0 {
            return refused("fixed cost", self.fixed_minor as f64, "0 or more");
        }
        Ok(())
    }
}

impl Acceptance {
    /// Equally likely values.
    fn grid(self) -> Result<Vec<f64>, StatsError> {
        let refused = |name, value: f64, expected| Err(StatsError::OutOfRange { name, value, expected });
        let share = |v: f64| (0.0..=1.0).contains(&v);
        let levels = (0..GRID).map(|k| (k as f64 + 0.5) / GRID as f64);
        match self {
            Self::Fixed { acceptance } if share(acceptance) => Ok(vec![acceptance]),
            Self::Fixed { acceptance } => refused("acceptance", acceptance, "between 0 and 1"),
            Self::Range { low, high } if share(low) && share(high) && low <= high => {
                Ok(levels.map(|level| low + level * (high - low)).collect())
            }
            Self::Range { low, .. } => refused("lowest acceptance", low, "between 0 and 1 and not above the highest"),
            Self::Beta { alpha, beta } => {
                for (name, value) in [("alpha", alpha), ("beta", beta)] {
                    if !(value > 0.0 && value <= 10_000.0) {
                        return refused(name, value, "above 0 and at most 10,000");
                    }
                }
                Ok(levels.map(|level| beta_quantile(alpha, beta, level)).collect())
            }
        }
    }
}

fn beta_quantile(alpha: f64, beta: f64, level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if beta_reg(alpha, beta, middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Moments of the return that do not depend on acceptance.
struct Sums {
    churners: f64,
    /// Σ p(v − d).
    benefit: f64,
    /// Σ (1 − p)·w·d + f.
    cost: f64,
    /// Σ p(v − d)², Σ p²(v − d)².
    saved: [f64; 2],
    /// Σ (1 − p)·w·d² − ((1 − p)·w·d)².
    wasted_spread: f64,
    /// Σ p(v − d)·(1 − p)·w·d.
    cross: f64,
}

impl Sums {
    fn of(p: &[f64], values_minor: &[i64], offer: &Offer) -> Self {
        let (w, d) = (offer.taken_by_stayers, offer.offer_minor as f64);
        let mut sums = Self {
            churners: 0.0,
            benefit: 0.0,
            cost: 0.0,
            saved: [0.0; 2],
            wasted_spread: 0.0,
            cross: 0.0,
        };
        for (&p, &value) in p.iter().zip(values_minor) {
            let margin = offer.margin(value);
            let wasted = (1.0 - p) * w * d;
            sums.churners += p;
            sums.benefit += p * margin;
            sums.cost += wasted + offer.contact_minor as f64;
            sums.saved[0] += p * margin * margin;
            sums.saved[1] += p * p * margin * margin;
            sums.wasted_spread += wasted * d - wasted * wasted;
            sums.cross += p * margin * wasted;
        }
        sums
    }

    /// Mean and standard deviation of the return at acceptance γ.
    fn at(&self, gamma: f64, fixed: f64) -> (f64, f64) {
        let variance =
            gamma * self.saved[0] - gamma * gamma * self.saved[1] + self.wasted_spread + 2.0 * gamma * self.cross;
        (gamma * self.benefit - self.cost - fixed, variance.max(0.0).sqrt())
    }
}

/// What a walk down the list finds.
struct Walk {
    break_even: Option<u64>,
    best: u64,
    depths: Vec<Depth>,
}

fn walk(
    p: &[f64],
    values_minor: &[i64],
    offer: &Offer,
    fixed: f64,
    contacted: usize,
    points: usize,
) -> Result<Walk, StatsError> {
    let points = points.min(contacted) as u128;
    let mut walk = Walk {
        break_even: None,
        best: 0,
        depths: Vec::with_capacity(points as usize),
    };
    let (mut total, mut largest, mut last, mut from) = (-fixed, 0.0, -fixed, 0_usize);
    for (row, (&p, &value)) in p.iter().zip(values_minor).enumerate() {
        total += offer.gain_minor(p, value);
        let customers = row + 1;
        if total >= 0.0 && walk.break_even.is_none() {
            walk.break_even = Some(customers as u64);
        }
        if total > largest {
            (largest, walk.best) = (total, customers as u64);
        }
        let due = (walk.depths.len() as u128 + 1) * contacted as u128 / points.max(1);
        if customers <= contacted && customers as u128 == due {
            walk.depths.push(Depth {
                customers: customers as u64,
                expected_minor: minor("the return", total)?,
                marginal_minor: (total - last) / (customers - from) as f64,
            });
            (last, from) = (total, customers);
        }
    }
    Ok(walk)
}
