//! Harrell's C.

use super::order::{self, dense_ranks};
use super::pairs::{Pairs, Sequence};
use crate::check;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// How well a risk ranks who churns first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concordance {
    /// (concordant + ½·tied) / comparable, 0–1; ½ is guessing, higher is better.
    pub value: f64,
    /// Weight (number) of pairs in which the customer with the higher risk churned first.
    pub concordant: f64,
    /// Weight of pairs in which the one with the lower risk churned first.
    pub discordant: f64,
    /// Weight of pairs of equal risk.
    pub tied_risk: f64,
    /// Weight of all pairs of which it is known who stayed longer.
    pub comparable: f64,
    /// Standard error of `value` by the infinitesimal jackknife, 0 or more.
    pub se: f64,
}

/// Part of the pairs below which a difference of weighted counts is rounding.
const ROUNDING: f64 = 1e-13;

/// Concordance index of Harrell, Lee & Mark (1996): does the higher `risk` churn first?
///
/// A pair (i, j) is comparable when i churned at tᵢ and j was then under observation and outlasted it: entryⱼ < tᵢ < tⱼ,
/// or tᵢ = tⱼ with j censored. Churn of both at one time is not comparable. It is concordant where riskᵢ > riskⱼ; equal
/// risks count half (exactly equal: scikit-survival takes 1e-8 for equal). This is lifelines' `concordance_index` of
/// −risk. A pair weighs wᵢ·wⱼ.
///
/// `risk`: one finite number a row, in any unit; only its order matters. Standard error: √Σ wᵢ(∂C/∂wᵢ)², which for
/// weights of 1 is that of R's `concordance`; where weights are counts R squares them, here a weight of 2 is the row
/// twice. O(n log n), the same on any number of threads.
///
/// # Errors
/// Those of [`Spells::check`], lengths that differ, a risk that is not finite, more than 2³⁰ rows, weights that sum to
/// less than 1e-100 or more than 1e100, [`StatsError::NoComparison`] without a comparable pair.
pub fn concordance(spells: &Spells<'_>, risk: &[f64]) -> Result<Concordance, StatsError> {
    order::check(spells)?;
    check::same_length(spells.len(), risk.len())?;
    check::finite(risk)?;
    let ranks = dense_ranks(risk);
    let exits = Sequence::of_exits(spells.exit, spells.event);
    let found = count(&exits, &ranks, spells);
    let all = found.comparable;
    let (mut concordant, mut tied, mut comparable) = (found.concordant, found.tied, all);
    // By row: weight of pairs won and of all pairs.
    let mut won = vec![[0.0; 2]; spells.len()];
    spread(&exits, &found, 1.0, &mut won);
    if let Some(entry) = spells.entry {
        // Those who entered at or after the churn were not there; all of them outlasted it.
        let churned: Vec<u32> = (0..spells.len() as u32)
            .filter(|&row| spells.event[row as usize])
            .collect();
        let entries = Sequence::of_entries(spells.exit, entry, &churned);
        let absent = count(&entries, &ranks, spells);
        concordant = (concordant - absent.concordant).max(0.0);
        tied = (tied - absent.tied).max(0.0);
        comparable -= absent.comparable;
        spread(&entries, &absent, -1.0, &mut won);
    }
    check::no_overflow("the weight of pairs", all)?;
    if comparable <= ROUNDING * all {
        return Err(StatsError::NoComparison);
    }
    let value = ((concordant + 0.5 * tied) / comparable).clamp(0.0, 1.0);
    let variance: f64 = (won.iter().enumerate())
        .map(|(row, [wins, pairs])| spells.weight_of(row) * ((wins - value * pairs) / comparable).powi(2))
        .sum();
    Ok(Concordance {
        value,
        concordant,
        discordant: (comparable - concordant - tied).max(0.0),
        tied_risk: tied,
        comparable,
        se: check::no_overflow("the standard error of the concordance", variance.sqrt())?,
    })
}

fn count(sequence: &Sequence, ranks: &[u32], spells: &Spells<'_>) -> Pairs {
    match spells.weight {
        None => sequence.count(ranks, |_| 1.0, |_| 1.0),
        Some(weight) => {
            let of = |at: usize| weight[sequence.rows[at] as usize];
            sequence.count(ranks, of, of)
        }
    }
}

/// Adds what elements won, and the pairs they took part in, to their rows.
fn spread(sequence: &Sequence, pairs: &Pairs, sign: f64, won: &mut [[f64; 2]]) {
    for (at, &row) in sequence.rows.iter().enumerate() {
        let slot = &mut won[row as usize];
        slot[0] += sign * pairs.wins[at];
        slot[1] += sign * pairs.partners[at];
    }
}
