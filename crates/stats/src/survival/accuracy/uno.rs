//! Uno's C.

use super::censoring::{Censoring, no_weight, refuse_late_entry};
use super::order::{self, dense_ranks};
use super::pairs::Sequence;
use crate::check;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// Concordance with inverse probability of censoring weights (Uno et al. 2011), 0–1: unlike Harrell's C, what it
/// estimates does not depend on who happened to be censored.
///
/// C = Σ wᵢwⱼ·Ĝ(tᵢ)⁻²·(1(rᵢ > rⱼ) + ½·1(rᵢ = rⱼ)) / Σ wᵢwⱼ·Ĝ(tᵢ)⁻² over pairs in which i churned at tᵢ < `tau` and j
/// outlasted it (at tᵢ = tⱼ: j censored); Ĝ is the Kaplan–Meier curve of censoring in `train`, taken at tᵢ (not before
/// it). Without `tau` all churn counts. `risk`: one finite number a test row, higher churns sooner; equal risks are
/// exactly equal ones. Equal to scikit-survival's `concordance_index_ipcw` but for its tolerance of 1e-8 for ties.
/// O(n log n).
///
/// # Errors
/// Those of [`Spells::check`] on either data, [`StatsError::WrongSetting`] for late entry, lengths that differ, a risk or
/// `tau` that is not finite, [`StatsError::BadValue`] with the row of a churn at which Ĝ is 0 or unknown (choose a
/// smaller `tau`), [`StatsError::NoComparison`], [`StatsError::Overflow`].
pub fn uno_concordance(
    train: &Spells<'_>,
    test: &Spells<'_>,
    risk: &[f64],
    tau: Option<f64>,
) -> Result<f64, StatsError> {
    for spells in [train, test] {
        order::check(spells)?;
        refuse_late_entry(spells, "Uno's concordance")?;
    }
    check::same_length(test.len(), risk.len())?;
    check::finite(risk)?;
    let tau = tau.unwrap_or(f64::INFINITY);
    if tau.is_nan() {
        return Err(StatsError::OutOfRange {
            name: "tau",
            value: tau,
            expected: "a time",
        });
    }
    let censoring = Censoring::new(train);
    let sequence = Sequence::of_exits(test.exit, test.event);
    let weight = |at: usize| test.weight_of(sequence.rows[at] as usize);
    let sources = source_weights(&censoring, test, &sequence, tau)?;
    let pairs = sequence.count(&dense_ranks(risk), |at| weight(at) * sources[at], weight);
    if pairs.comparable <= 0.0 {
        return Err(StatsError::NoComparison);
    }
    let value = (pairs.concordant + 0.5 * pairs.tied) / pairs.comparable;
    Ok(check::no_overflow("Uno's concordance", value)?.clamp(0.0, 1.0))
}

/// Ĝ⁻² of each churn before `tau`, by position; 0 for the others.
fn source_weights(
    censoring: &Censoring,
    test: &Spells<'_>,
    sequence: &Sequence,
    tau: f64,
) -> Result<Vec<f64>, StatsError> {
    let mut weights = vec![0.0; sequence.rows.len()];
    let mut last = (f64::NEG_INFINITY, 0.0);
    for (at, &row) in sequence.rows.iter().enumerate().filter(|&(at, _)| sequence.churned[at]) {
        let (index, time) = (row as usize, test.exit[row as usize]);
        if time >= tau {
            break;
        }
        if time != last.0 {
            let weight = censoring.weight_at(time).ok_or_else(|| no_weight(index, time))?;
            last = (time, weight * weight);
        }
        weights[at] = last.1;
    }
    Ok(weights)
}
