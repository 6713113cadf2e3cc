//! Expected maximum profit over an uncertain acceptance.

use statrs::function::beta::beta_reg;

use super::terms::Terms;
use crate::check;
use crate::error::StatsError;
use crate::ranking::Ranking;

/// Expected maximum profit and whom it targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Empc {
    /// Expected maximum profit per customer in the base, in the currency unit of the terms, 0 or more.
    pub profit: f64,
    /// Expected share of customers targeted, 0–1.
    pub fraction: f64,
    /// Share of customers targeted, 0–1, if one threshold has to be set: the first cut between different scores that
    /// reaches `fraction`. Equal to or above `fraction`, because customers with the same score go together.
    pub threshold_share: f64,
}

/// Expected maximum profit measure for churn of Verbraken, Verbeke & Baesens (IEEE TKDE 25(5), 2013).
///
/// Question: how much does a campaign earn per customer in the base if, for each acceptance γ, the threshold is set
/// best? ∫ max over cuts t of [γ·(V − d)·π₀F₀(t) − f·π₀F₀(t) − (d + f)·π₁F₁(t)] h(γ) dγ, with π₀F₀ the share of
/// customers who are above the cut and churned, π₁F₁ above and retained, V, d, f the terms' value, offer and contact
/// cost and h the density Beta(α, β). Only cuts on the convex hull of the ROC curve are ever best; between two of
/// their break-even acceptances the integral is a difference of incomplete beta functions. Tied scores are one step.
///
/// Errors: lengths differ, no rows, a score that is not finite, one class only, terms out of range.
pub fn empc(scores: &[f64], labels: &[bool], terms: &Terms) -> Result<Empc, StatsError> {
    terms.check()?;
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let saved = terms.customer_value - terms.offer_cost;
    let wasted = terms.offer_cost + terms.contact_cost;
    let (mut lost, mut retained) = (0_u64, 0_u64);
    let cuts: Vec<Cut> = ranking
        .ties
        .iter()
        .map(|tie| {
            lost += tie.lost;
            retained += tie.retained;
            Cut {
                benefit: saved * lost as f64,
                cost: terms.contact_cost * lost as f64 + wasted * retained as f64,
                targeted: (lost + retained) as f64,
            }
        })
        .collect();
    expected_maximum(&cuts, terms)
}

/// Totals over the customers above a threshold; the profit at acceptance γ is γ·benefit − cost.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) benefit: f64,
    pub(super) cost: f64,
    pub(super) targeted: f64,
}

/// A cut that is best for every acceptance from `from` to the next one's `from`.
struct Best {
    cut: Cut,
    from: f64,
}

/// Integrates the upper envelope over Beta(α, β). `cuts` are in falling order of score, the last is every customer.
pub(super) fn expected_maximum(cuts: &[Cut], terms: &Terms) -> Result<Empc, StatsError> {
    let envelope = envelope(cuts);
    let customers = cuts.last().map_or(1.0, |cut| cut.targeted);
    let (mut profit, mut targeted) = (0.0, 0.0);
    for (k, best) in envelope.iter().enumerate() {
        let until = envelope.get(k + 1).map_or(1.0, |next| next.from.min(1.0));
        if best.from >= until {
            continue;
        }
        let mass = beta_between(terms.alpha, terms.beta, best.from, until);
        // ∫ γ·h(γ) dγ is the mean times the mass under Beta(α + 1, β).
        let moment = terms.acceptance() * beta_between(terms.alpha + 1.0, terms.beta, best.from, until);
        profit += best.cut.benefit * moment - best.cut.cost * mass;
        targeted += best.cut.targeted * mass;
    }
    let fraction = (targeted / customers).clamp(0.0, 1.0);
    // A customer's hair's breadth of slack: the mass of the whole range may round to just below one.
    let reached = cuts.iter().find(|cut| cut.targeted >= targeted - 1e-6);
    let threshold_share = match reached {
        Some(cut) if targeted > 1e-6 => cut.targeted / customers,
        _ => 0.0,
    };
    Ok(Empc {
        profit: check::no_overflow("the profit", profit / customers)?.max(0.0),
        fraction,
        threshold_share,
    })
}

/// The cuts that are best for some acceptance ≥ 0, by rising acceptance: the upper hull of benefit over cost. The first
/// targets nobody. Costs do not fall from one cut to the next.
fn envelope(cuts: &[Cut]) -> Vec<Best> {
    let nobody = Cut {
        benefit: 0.0,
        cost: 0.0,
        targeted: 0.0,
    };
    let mut hull = vec![Best { cut: nobody, from: 0.0 }];
    for &cut in cuts {
        while let Some(top) = hull.last() {
            if cut.benefit <= top.cut.benefit {
                // Costs no less and brings no more.
                break;
            }
            let from = (cut.cost - top.cut.cost) / (cut.benefit - top.cut.benefit);
            if from <= top.from && hull.len() > 1 {
                hull.pop();
                continue;
            }
            hull.push(Best { cut, from });
            break;
        }
    }
    hull
}

fn beta_between(alpha: f64, beta: f64, low: f64, high: f64) -> f64 {
    (beta_reg(alpha, beta, high) - beta_reg(alpha, beta, low)).max(0.0)
}
