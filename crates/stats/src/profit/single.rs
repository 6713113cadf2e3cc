//! Maximum profit at one acceptance.

use super::terms::Terms;
use crate::check;
use crate::error::StatsError;
use crate::ranking::Ranking;

/// The best cut of a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaximumProfit {
    /// Profit per customer in the base, in the currency unit of the terms, 0 or more.
    pub profit: f64,
    /// Share of customers targeted, 0–1.
    pub fraction: f64,
    /// Lowest score targeted; target whoever scores at least this. Infinite if targeting anybody loses money.
    pub threshold: f64,
}

/// Maximum profit (MPC) of Verbeke et al. (EJOR 218(1), 2012) at the mean acceptance of the terms.
///
/// max over cuts of γ·(V − d)·(churned above) − f·(churned above) − (d + f)·(retained above), per customer in the
/// base, where customers with the same score are targeted together. Of equally good cuts the one that targets fewest.
///
/// Errors: lengths differ, no rows, a score that is not finite, one class only, terms out of range.
pub fn maximum_profit(scores: &[f64], labels: &[bool], terms: &Terms) -> Result<MaximumProfit, StatsError> {
    terms.check()?;
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let from_lost = terms.acceptance() * (terms.customer_value - terms.offer_cost) - terms.contact_cost;
    let from_retained = -(terms.offer_cost + terms.contact_cost);
    let n = ranking.customers() as f64;
    let mut best = MaximumProfit {
        profit: 0.0,
        fraction: 0.0,
        threshold: f64::INFINITY,
    };
    let (mut lost, mut retained) = (0_u64, 0_u64);
    for tie in &ranking.ties {
        lost += tie.lost;
        retained += tie.retained;
        let profit = (from_lost * lost as f64 + from_retained * retained as f64) / n;
        if profit > best.profit {
            best = MaximumProfit {
                profit,
                fraction: (lost + retained) as f64 / n,
                threshold: tie.score,
            };
        }
    }
    check::no_overflow("the profit", best.profit)?;
    Ok(best)
}
