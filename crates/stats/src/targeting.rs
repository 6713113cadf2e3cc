//! What contacting the customers with the highest scores would have brought, at every share of the base.

use crate::check;
use crate::error::StatsError;
use crate::profit::Terms;
use crate::ranking::{Cut, Ranking};

/// A point of the gains, lift, response, profit and return curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetingPoint {
    /// Share of customers contacted, above 0 and at most 1.
    pub share: f64,
    /// Lowest score among them.
    pub threshold: f64,
    /// Share of all churners among them, 0–1.
    pub gains: f64,
    /// Churn rate among them ÷ churn rate of all.
    pub lift: f64,
    /// Churn rate among them, 0–1.
    pub response: f64,
    /// Profit per customer in the base, in the currency unit of the terms; may be negative.
    pub profit: f64,
    /// Profit ÷ money expected to be spent on offers and contacts; `None` where nothing is spent.
    pub roi: Option<f64>,
}

/// The curves at shares 1/points, 2/points, … 1, highest scores first.
///
/// A churner who is contacted accepts with the mean acceptance γ and stays: γ·(value − offer) − contact, at a spend of
/// γ·offer + contact. Anybody else takes the offer: −(offer + contact), all of it spent. A share cuts exactly share·n
/// customers: the group of tied customers at the cut counts in proportion, so that the row order does not matter.
///
/// Errors: lengths differ, no rows, a score that is not finite, one class only, terms out of range, no points.
pub fn curve(scores: &[f64], labels: &[bool], terms: &Terms, points: usize) -> Result<Vec<TargetingPoint>, StatsError> {
    terms.check()?;
    check::count("points", points, 1, "at least 1")?;
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let mut cursor = ranking.cursor();
    (1..=points)
        .map(|k| {
            // One rounding only, so that a share of whole customers is hit exactly.
            let customers = ranking.customers() as f64 * k as f64 / points as f64;
            let share = k as f64 / points as f64;
            point(&ranking, share, customers, cursor.advance_to(customers), terms)
        })
        .collect()
}

fn point(ranking: &Ranking, share: f64, customers: f64, cut: Cut, terms: &Terms) -> Result<TargetingPoint, StatsError> {
    let n = ranking.customers() as f64;
    let gamma = terms.acceptance();
    let (lost, retained) = (cut.lost / n, cut.retained / n);
    let full_cost = terms.offer_cost + terms.contact_cost;
    let spent = lost * (gamma * terms.offer_cost + terms.contact_cost) + retained * full_cost;
    let profit = lost * gamma * terms.customer_value - spent;
    check::no_overflow("the profit", profit)?;
    let response = cut.lost / customers;
    Ok(TargetingPoint {
        share,
        threshold: cut.threshold,
        gains: cut.lost / ranking.lost as f64,
        lift: response / ranking.churn_rate(),
        response,
        profit,
        roi: Some(profit / spent).filter(|roi| roi.is_finite()),
    })
}
