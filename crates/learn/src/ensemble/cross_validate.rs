//! Cross-validation: every row is predicted by a model of which nothing (cut points, trees, blend, calibration) saw it.

use holdfast_stats::special::sigmoid;

use super::candidate::{COMPONENTS, Candidate};
use super::choose::{self, Choice};
use super::fit::{self, EnsembleSettings, FittedEnsemble};
use crate::contract::task::Task;
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
    pub by_candidate: [Vec<f64>; 4],
    /// Log-odds of the components.
    pub margins: [Vec<f64>; COMPONENTS],
    /// What was chosen in each fold.
    pub chosen: Vec<Candidate>,
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
        by_candidate: Candidate::ALL.map(|_| vec![0.0; rows]),
        margins: [0; COMPONENTS].map(|_| vec![0.0; rows]),
        chosen: Vec::new(),
    };
    for fold in 0..folds {
        let (held, learn): (Vec<u32>, Vec<u32>) =
            (0..rows as u32).partition(|&r| usize::from(out.fold_of[r as usize]) == fold);
        let (components, choice) = fit::fit(&Task::whole(frame, labels, &learn, settings.seed), settings)?;
        let margins = components.margins(frame, &held);
        for candidate in Candidate::ALL {
            let blended = choice.stacks[candidate as usize].margins(&margins, held.len());
            for (&row, z) in held.iter().zip(blended) {
                out.by_candidate[candidate as usize][row as usize] = sigmoid(z);
            }
        }
        for &row in &held {
            out.probabilities[row as usize] = out.by_candidate[choice.chosen as usize][row as usize];
        }
        for (own, part) in out.margins.iter_mut().zip(margins) {
            held.iter().zip(part).for_each(|(&row, z)| own[row as usize] = z);
        }
        out.chosen.push(choice.chosen);
        step(fold, &FittedEnsemble::new(components, &choice));
    }
    Ok(out)
}

impl CrossValidated {
    /// The final model: components fitted on the rows `train`, blend and calibration on the out-of-fold log-odds.
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
        let choice = choose::decide(&self.margins, evaluated)?;
        let fitted = fit::fit_as(&Task::whole(frame, labels, train, settings.seed), &choice, settings)?;
        Ok((fitted, choice))
    }
}
