//! What BG/BB says of a customer.

use super::likelihood::Tables;
use crate::error::StatsError;
use crate::lifetime::discount::{factor, fading_sum, ln_stay, rising_ratio_sum};
use crate::lifetime::parameters::positive;
use crate::lifetime::setting::MOST_PERIODS;

/// Each customer buys at an opportunity with their own chance p ~ Beta(`alpha`, `beta`) as long as they are there, and
/// leaves before each with their own chance θ ~ Beta(`gamma`, `delta`) (Fader, Hardie & Shang 2010).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BgBb {
    /// α, above 0.
    pub alpha: f64,
    /// β, above 0.
    pub beta: f64,
    /// γ, above 0.
    pub gamma: f64,
    /// δ, above 0.
    pub delta: f64,
}

/// What a customer has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Opportunities taken, x.
    pub frequency: u32,
    /// The last opportunity taken, tₓ: x to n, and 0 where x is 0.
    pub recency: u32,
    /// Opportunities there have been, n, at most 10,000.
    pub opportunities: u32,
}

impl BgBb {
    /// Checks that all four are above 0 and finite.
    pub fn new(alpha: f64, beta: f64, gamma: f64, delta: f64) -> Result<Self, StatsError> {
        Ok(Self {
            alpha: positive("alpha", alpha)?,
            beta: positive("beta", beta)?,
            gamma: positive("gamma", gamma)?,
            delta: positive("delta", delta)?,
        })
    }

    /// Probability that the customer is still there `ahead` opportunities after the last one observed (0: at that one;
    /// 1: at the next, as the paper has it), 0–1.
    ///
    /// Errors: a history that contradicts itself.
    pub fn p_alive(&self, history: &History, ahead: u32) -> Result<f64, StatsError> {
        Ok(self.ln_p_alive(history, ahead)?.exp())
    }

    /// Expected purchases at the next `ahead` opportunities (at most 10,000): P(alive at n)·(α + x)/(α + β + n)·Σ over
    /// 1 ≤ j ≤ `ahead` of (δ + n)ⱼ/(γ + δ + n)ⱼ. Equal to the paper's closed form, without its gap at γ = 1.
    ///
    /// Errors: a history that contradicts itself, `ahead` above 10,000.
    pub fn expected_visits(&self, history: &History, ahead: u32) -> Result<f64, StatsError> {
        let turns = self.turns(history.opportunities, ahead)?;
        Ok(self.p_alive(history, 0)? * self.p_buy(history) * turns)
    }

    /// Discounted expected residual transactions (DERT): the purchases at all opportunities to come, the next one
    /// discounted by 1/(1 + d), d the `discount` from one opportunity to the next.
    ///
    /// Errors: a history that contradicts itself, d below 0.0001 or not finite.
    pub fn discounted_residual_visits(&self, history: &History, discount: f64) -> Result<f64, StatsError> {
        let turns = self.discounted_turns(history.opportunities, discount)?;
        Ok(self.p_alive(history, 0)? * self.p_buy(history) * turns)
    }

    /// Expected purchases of a new customer at their first `opportunities` (at most 10,000).
    ///
    /// Errors: more of them.
    pub fn expected_new(&self, opportunities: u32) -> Result<f64, StatsError> {
        Ok(self.alpha / (self.alpha + self.beta) * self.turns(0, opportunities)?)
    }

    /// Chance of a customer who was there at opportunity n = `opportunities` to be there at the next,
    /// (δ + n)/(γ + δ + n), 0–1.
    pub fn retention(&self, opportunities: u32) -> f64 {
        let stay = self.delta + f64::from(opportunities);
        stay / (self.gamma + stay)
    }

    pub(crate) fn from_logs(logs: &[f64]) -> Result<Self, StatsError> {
        let value = |at: usize| logs.get(at).map_or(f64::NAN, |log| log.exp());
        Self::new(value(0), value(1), value(2), value(3))
    }

    pub(crate) fn ln_p_alive(&self, history: &History, ahead: u32) -> Result<f64, StatsError> {
        history.check()?;
        let tables = Tables::new(self, history.opportunities);
        let alive = tables.alive(history.frequency, history.opportunities).ln;
        let n = f64::from(history.opportunities);
        let stays = ln_stay(self.delta + n, self.gamma, f64::from(ahead));
        Ok((alive - tables.likelihood(history).ln + stays).min(0.0))
    }

    /// Mean chance to buy at an opportunity, given the history.
    pub(crate) fn p_buy(&self, history: &History) -> f64 {
        (self.alpha + f64::from(history.frequency)) / (self.alpha + self.beta + f64::from(history.opportunities))
    }

    /// Expected number of the next `ahead` opportunities at which a customer who is there at `opportunities` still is.
    pub(crate) fn turns(&self, opportunities: u32, ahead: u32) -> Result<f64, StatsError> {
        if ahead > MOST_PERIODS {
            return Err(StatsError::OutOfRange {
                name: "opportunities ahead",
                value: f64::from(ahead),
                expected: "at most 10,000",
            });
        }
        Ok(rising_ratio_sum(
            self.delta + f64::from(opportunities),
            self.gamma,
            ahead,
        ))
    }

    /// The same for ever, discounted.
    pub(crate) fn discounted_turns(&self, opportunities: u32, discount: f64) -> Result<f64, StatsError> {
        let z = factor(discount)?;
        let b = self.delta + f64::from(opportunities);
        Ok(b / (b + self.gamma) * z * fading_sum("the residual visits", b + 1.0, self.gamma, z)?)
    }
}

impl History {
    fn check(&self) -> Result<(), StatsError> {
        let (x, last, n) = (self.frequency, self.recency, self.opportunities);
        if n > MOST_PERIODS {
            return Err(StatsError::OutOfRange {
                name: "opportunities",
                value: f64::from(n),
                expected: "at most 10,000",
            });
        }
        if x > last || last > n || (x == 0 && last > 0) {
            return Err(StatsError::Contradiction {
                name: "frequency",
                value: f64::from(x),
                other_name: "recency",
                other: f64::from(last),
                index: 0,
                expected: "frequency ≤ recency ≤ opportunities, both 0 or none",
            });
        }
        Ok(())
    }
}
