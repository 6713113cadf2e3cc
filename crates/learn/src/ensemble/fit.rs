//! Fitting the ensemble: inner folds choose, calibrate and count the trees; all rows then fit the parts.

use holdfast_stats::special::sigmoid;
use rayon::prelude::*;

use super::candidate::Candidate;
use super::components::{self, ComponentSettings, Components};
use super::stack::{self, Stack};
use crate::encode::binner::Binned;
use crate::error::LearnError;
use crate::folds::stratified;
use crate::frame::Frame;

/// How the inner choice is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnsembleSettings {
    /// Settings of the components.
    pub components: ComponentSettings,
    /// Inner folds.
    pub inner_folds: usize,
    /// Inner folds that are used: large tables need one only.
    pub inner_used: usize,
    /// Seed.
    pub seed: u64,
}

impl EnsembleSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(rows: usize, seed: u64) -> Self {
        let (inner_folds, inner_used) = match rows {
            0..=19_999 => (4, 4),
            20_000..=59_999 => (4, 2),
            _ => (5, 1),
        };
        Self {
            components: ComponentSettings::for_rows(rows, seed),
            inner_folds,
            inner_used,
            seed,
        }
    }
}

/// A model that predicts: encoding, components, blend.
#[derive(Clone, Debug)]
pub struct FittedEnsemble {
    /// The parts.
    pub components: Components,
    /// Weights and calibration.
    pub stack: Stack,
    /// What was chosen.
    pub chosen: Candidate,
}

/// What the inner folds decided.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The winner.
    pub chosen: Candidate,
    /// Every candidate's blend, in the order of [`Candidate::ALL`].
    pub stacks: [Stack; 3],
    /// Trees that the booster should have.
    pub rounds: usize,
}

/// Fits the ensemble on the rows `train` of the frame. Rows of one group stay together in the inner folds.
///
/// # Errors
/// Every [`LearnError`] of its parts.
pub fn fit(
    frame: &Frame,
    labels: &[bool],
    train: &[u32],
    groups: Option<&[u32]>,
    settings: &EnsembleSettings,
) -> Result<(FittedEnsemble, Choice), LearnError> {
    let choice = choose(frame, labels, train, groups, settings)?;
    let fitted = refit(frame, labels, train, &choice, settings)?;
    Ok((fitted, choice))
}

/// Fits the parts on all of `train` with what was decided.
///
/// # Errors
/// Every [`LearnError`] of its parts.
pub fn refit(
    frame: &Frame,
    labels: &[bool],
    train: &[u32],
    choice: &Choice,
    settings: &EnsembleSettings,
) -> Result<FittedEnsemble, LearnError> {
    let mut with_rounds = settings.components;
    with_rounds.boost.rounds = choice.rounds;
    let trial = components::fit(frame, labels, train, &[], &with_rounds)?;
    let stack = choice.stacks[choice.chosen as usize];
    Ok(FittedEnsemble {
        components: trial.components,
        stack,
        chosen: choice.chosen,
    })
}

fn choose(
    frame: &Frame,
    labels: &[bool],
    train: &[u32],
    groups: Option<&[u32]>,
    settings: &EnsembleSettings,
) -> Result<Choice, LearnError> {
    let own_labels: Vec<bool> = train.iter().map(|&r| labels[r as usize]).collect();
    let own_groups: Option<Vec<u32>> = groups.map(|g| train.iter().map(|&r| g[r as usize]).collect());
    let fold_of = stratified(
        &own_labels,
        own_groups.as_deref(),
        settings.inner_folds,
        settings.seed ^ 0x1ed,
    )?;
    let split = |fold: usize| -> (Vec<u32>, Vec<u32>) {
        let mut learn = Vec::with_capacity(train.len());
        let mut held = Vec::with_capacity(train.len() / settings.inner_folds + 1);
        for (&row, &f) in train.iter().zip(&fold_of) {
            if usize::from(f) == fold {
                held.push(row)
            } else {
                learn.push(row)
            }
        }
        (learn, held)
    };
    let trials: Vec<_> = (0..settings.inner_used)
        .into_par_iter()
        .map(|fold| {
            let (learn, held) = split(fold);
            components::fit(frame, labels, &learn, &held, &settings.components).map(|trial| (trial, held))
        })
        .collect::<Result<_, LearnError>>()?;
    let mut rounds: Vec<usize> = trials.iter().map(|(trial, _)| trial.best_rounds).collect();
    rounds.sort_unstable();
    let rounds = rounds[rounds.len() / 2].max(1);
    let mut margins = [Vec::new(), Vec::new()];
    let mut held_labels = Vec::new();
    for (mut trial, held) in trials {
        trial.components.booster.truncate(rounds);
        let [logistic, boosting] = trial.components.margins(frame, &trial.binned, &held);
        margins[0].extend(logistic);
        margins[1].extend(boosting);
        held_labels.extend(held.iter().map(|&r| labels[r as usize]));
    }
    decide([&margins[0], &margins[1]], &held_labels, rounds)
}

/// Takes the candidate whose blend has the lowest log loss on held-out rows that the blend was not fitted on (two
/// halves, each judged by the other's weights), then fits every candidate's blend on all of them.
pub(super) fn decide(margins: [&[f64]; 2], labels: &[bool], rounds: usize) -> Result<Choice, LearnError> {
    let half = |side: usize| {
        let pick = |values: &[f64]| values.iter().skip(side).step_by(2).copied().collect::<Vec<f64>>();
        let labels: Vec<bool> = labels.iter().skip(side).step_by(2).copied().collect();
        (pick(margins[0]), pick(margins[1]), labels)
    };
    let halves = [half(0), half(1)];
    let mut stacks = [Stack {
        intercept: 0.0,
        weights: [0.0; 2],
    }; 3];
    let mut best = (f64::INFINITY, Candidate::Logistic);
    for candidate in Candidate::ALL {
        let mut loss = 0.0;
        for side in 0..2 {
            let (learn, judge) = (&halves[side], &halves[1 - side]);
            let (stack, _) = stack::fit(candidate, [&learn.0, &learn.1], &learn.2)?;
            loss += stack.loss([&judge.0, &judge.1], &judge.2);
        }
        if loss < best.0 {
            best = (loss, candidate);
        }
        stacks[candidate as usize] = stack::fit(candidate, margins, labels)?.0;
    }
    Ok(Choice {
        chosen: best.1,
        stacks,
        rounds,
    })
}

impl Components {
    /// Log-odds of both components for the rows `rows`.
    pub fn margins(&self, frame: &Frame, binned: &Binned, rows: &[u32]) -> [Vec<f64>; 2] {
        [self.logistic.margins(frame, rows), self.booster.margins(binned, rows)]
    }
}

impl FittedEnsemble {
    /// Probabilities of churn for the rows `rows`, 0–1.
    pub fn probabilities(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let binned = self.components.binner.transform(frame);
        let [logistic, boosting] = self.components.margins(frame, &binned, rows);
        logistic
            .into_iter()
            .zip(boosting)
            .map(|(a, b)| sigmoid(self.stack.margin([a, b])))
            .collect()
    }
}
