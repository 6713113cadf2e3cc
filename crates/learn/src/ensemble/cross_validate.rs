//! Cross-validation: every row is predicted by a model of which nothing (cut points, trees, blend, calibration) saw it.

use holdfast_stats::special::sigmoid;

use super::candidate::Candidate;
use super::fit::{self, Choice, EnsembleSettings, FittedEnsemble};
use crate::error::LearnError;
use crate::folds::stratified;
use crate::frame::Frame;

/// Out-of-fold predictions of all rows.
#[derive(Clone, Debug)]
pub struct CrossValidated {
    /// Fold of each row.
    pub fold_of: Vec<u8>,
    /// Number of folds.
    pub folds: usize,
    /// Probability by the candidate chosen in the row's fold.
    pub probabilities: Vec<f64>,
    /// Probability by each candidate, in the order of [`Candidate::ALL`].
    pub by_candidate: [Vec<f64>; 3],
    /// Log-odds of the two components.
    pub margins: [Vec<f64>; 2],
    /// What was chosen in each fold.
    pub chosen: Vec<Candidate>,
    /// Trees in each fold.
    pub rounds: Vec<usize>,
}

/// Runs the whole procedure, choice and calibration included, once per fold; `step` is called with each fold's number
/// and model when it is done.
///
/// # Errors
/// Every [`LearnError`] of its parts.
pub fn cross_validate(
    frame: &Frame,
    labels: &[bool],
    folds: usize,
    settings: &EnsembleSettings,
    step: &mut dyn FnMut(usize, &FittedEnsemble),
) -> Result<CrossValidated, LearnError> {
    let fold_of = stratified(labels, None, folds, settings.seed)?;
    let rows = frame.rows;
    let mut out = CrossValidated {
        fold_of,
        folds,
        probabilities: vec![0.0; rows],
        by_candidate: [vec![0.0; rows], vec![0.0; rows], vec![0.0; rows]],
        margins: [vec![0.0; rows], vec![0.0; rows]],
        chosen: Vec::new(),
        rounds: Vec::new(),
    };
    for fold in 0..folds {
        let (held, learn): (Vec<u32>, Vec<u32>) =
            (0..rows as u32).partition(|&r| usize::from(out.fold_of[r as usize]) == fold);
        let (fitted, choice) = fit::fit(frame, labels, &learn, None, settings)?;
        let binned = fitted.components.binner.transform(frame);
        let [logistic, boosting] = fitted.components.margins(frame, &binned, &held);
        for (i, &row) in held.iter().enumerate() {
            let row = row as usize;
            let parts = [logistic[i], boosting[i]];
            out.margins[0][row] = parts[0];
            out.margins[1][row] = parts[1];
            for candidate in Candidate::ALL {
                out.by_candidate[candidate as usize][row] = sigmoid(choice.stacks[candidate as usize].margin(parts));
            }
            out.probabilities[row] = out.by_candidate[choice.chosen as usize][row];
        }
        out.chosen.push(choice.chosen);
        out.rounds.push(choice.rounds);
        step(fold, &fitted);
    }
    Ok(out)
}

impl CrossValidated {
    /// The final model: parts fitted on the rows `train`, blend and calibration on the out-of-fold log-odds.
    ///
    /// `frame` and `labels` may hold more rows than were cross-validated; `evaluated` are the labels of those that were.
    ///
    /// # Errors
    /// Every [`LearnError`] of its parts.
    pub fn fit_final(
        &self,
        frame: &Frame,
        labels: &[bool],
        train: &[u32],
        evaluated: &[bool],
        settings: &EnsembleSettings,
    ) -> Result<(FittedEnsemble, Choice), LearnError> {
        let mut rounds = self.rounds.clone();
        rounds.sort_unstable();
        // Not scaled to the larger number of rows: the blend's weights belong to boosters of this size.
        let median = rounds[rounds.len() / 2].max(1);
        let choice = fit::decide([&self.margins[0], &self.margins[1]], evaluated, median)?;
        let fitted = fit::refit(frame, labels, train, &choice, settings)?;
        Ok((fitted, choice))
    }
}
