//! Which calibration, by cross-validated log loss.

use super::calibrator::{Calibrator, Kind};
use super::inputs::Inputs;
use crate::check;
use crate::error::StatsError;
use crate::special::log1p_exp;

/// What cross-validation says of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The kind.
    pub kind: Kind,
    /// Mean log loss of rows that its calibration was not fitted on.
    pub log_loss: f64,
    /// How much worse than the best kind, mean over rows; 0 for the best.
    pub worse: f64,
    /// Standard error of that paired difference.
    pub worse_se: f64,
}

/// The chosen calibration and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Fitted on all rows.
    pub calibrator: Calibrator,
    /// All kinds that were tried, simplest first.
    pub judged: Vec<Judged>,
}

/// Takes the simplest of `kinds` whose cross-validated log loss is within one standard error (of the paired difference between rows) of the
/// best, and fits it on all rows.
///
/// `log_odds`, `labels` and `weights` as in [`super::platt::Platt::fit`]; `fold_of` gives each row's fold, rows of one customer in one fold. Every
/// fold is calibrated by the others. `kinds`: at least one; [`Kind::ALL`], or without [`Kind::Isotonic`] where reasons have to add up.
///
/// # Errors
/// Those of the kinds' `fit` (`OneClass` also where the rest of a fold has one class), `LengthMismatch` of the folds, `TooFew` for fewer
/// than two folds or no kind.
pub fn choose(
    log_odds: &[f64],
    labels: &[bool],
    weights: &[f64],
    fold_of: &[u8],
    kinds: &[Kind],
) -> Result<Chosen, StatsError> {
    let inputs = Inputs::new(log_odds, labels, weights)?;
    check::same_length(fold_of.len(), labels.len())?;
    let mut folds: Vec<u8> = fold_of.to_vec();
    folds.sort_unstable();
    folds.dedup();
    let few = |name, needed, found: usize| StatsError::TooFew {
        name,
        needed,
        found: found as u64,
    };
    if folds.len() < 2 {
        return Err(few("folds", 2, folds.len()));
    }
    let mut kinds = kinds.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return Err(few("kinds of calibration", 1, 0));
    }
    let mut losses = vec![vec![0.0; inputs.len()]; kinds.len()];
    for &fold in &folds {
        let rows: Vec<usize> = (0..inputs.len()).filter(|&row| fold_of[row] != fold).collect();
        let z: Vec<f64> = rows.iter().map(|&row| log_odds[row]).collect();
        let y: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
        let w: Vec<f64> = rows.iter().map(|&row| inputs.weight(row)).collect();
        for (kind, losses) in kinds.iter().zip(&mut losses) {
            let fitted = kind.fit(&z, &y, &w)?;
            for row in (0..inputs.len()).filter(|&row| fold_of[row] == fold) {
                let z = fitted.apply(log_odds[row]);
                losses[row] = log1p_exp(if labels[row] { -z } else { z });
            }
        }
    }
    let judged = judge(&inputs, &kinds, &losses);
    let kind = judged
        .iter()
        .find(|one| one.worse <= one.worse_se)
        .map_or(kinds[0], |one| one.kind);
    Ok(Chosen {
        calibrator: kind.fit(log_odds, labels, weights)?,
        judged,
    })
}

fn judge(inputs: &Inputs, kinds: &[Kind], losses: &[Vec<f64>]) -> Vec<Judged> {
    let (churned, retained) = inputs.totals();
    let all = churned + retained;
    let mean = |value: &dyn Fn(usize) -> f64| {
        (0..inputs.len())
            .map(|row| inputs.weight(row) * value(row))
            .sum::<f64>()
            / all
    };
    let means: Vec<f64> = losses.iter().map(|losses| mean(&|row| losses[row])).collect();
    let best = (0..kinds.len())
        .min_by(|&a, &b| means[a].total_cmp(&means[b]).then(a.cmp(&b)))
        .unwrap_or(0);
    kinds
        .iter()
        .enumerate()
        .map(|(k, &kind)| {
            let worse = means[k] - means[best];
            let variance = mean(&|row| (losses[k][row] - losses[best][row] - worse).powi(2));
            Judged {
                kind,
                log_loss: means[k],
                worse,
                worse_se: (variance / all).sqrt(),
            }
        })
        .collect()
}
