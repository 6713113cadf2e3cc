//! Which candidate wins, and with which weights.

use super::candidate::{COMPONENTS, Candidate};
use crate::blend::stack::{Stack, stack};
use crate::error::LearnError;

/// What held-out rows decided.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The winner.
    pub chosen: Candidate,
    /// Every candidate's intercept and weights (one a component, 0 where it is not used), in the order of [`Candidate::ALL`].
    pub stacks: [Stack; 4],
}

impl Choice {
    /// The winner's intercept and weights.
    pub fn stack(&self) -> &Stack {
        &self.stacks[self.chosen as usize]
    }
}

/// Takes the candidate whose weights have the lowest log loss on held-out rows that the weights were not fitted on (two halves, each judged by the
/// other's weights), then fits every candidate's weights on all of them. `margins` are log-odds of rows that the components did not learn
/// from.
///
/// # Errors
/// [`LearnError::TooFewOfClass`] where a class has fewer than two rows; those of [`stack`].
pub(super) fn decide(margins: &[Vec<f64>; COMPONENTS], labels: &[bool]) -> Result<Choice, LearnError> {
    let churned = labels.iter().filter(|&&label| label).count();
    let found = churned.min(labels.len() - churned);
    if found < 2 {
        return Err(LearnError::TooFewOfClass { found, needed: 2 });
    }
    let halves = [0, 1].map(|side| half(margins, labels, side));
    let mut best = (f64::INFINITY, Candidate::Logistic);
    let mut stacks = Candidate::ALL.map(|_| Stack {
        intercept: 0.0,
        weights: vec![0.0; COMPONENTS],
    });
    for candidate in Candidate::ALL {
        let mut loss = 0.0;
        for side in 0..2 {
            let (learn, judge) = (&halves[side], &halves[1 - side]);
            let fitted = weigh(candidate, &learn.0, &learn.1)?;
            loss += fitted.loss(&judge.0, &judge.1, &[]) * judge.1.len() as f64;
        }
        if loss < best.0 {
            best = (loss, candidate);
        }
        stacks[candidate as usize] = weigh(candidate, margins, labels)?;
    }
    Ok(Choice { chosen: best.1, stacks })
}

/// A candidate's weights, with a 0 for every component that it does not use.
fn weigh(candidate: Candidate, margins: &[Vec<f64>; COMPONENTS], labels: &[bool]) -> Result<Stack, LearnError> {
    let used: Vec<Vec<f64>> = candidate
        .uses()
        .iter()
        .map(|&part| margins[part as usize].clone())
        .collect();
    let fitted = stack(&used, labels, &[])?;
    let mut weights = vec![0.0; COMPONENTS];
    for (&part, weight) in candidate.uses().iter().zip(fitted.weights) {
        weights[part as usize] = weight;
    }
    Ok(Stack {
        intercept: fitted.intercept,
        weights,
    })
}

/// Every second row of each class.
fn half(margins: &[Vec<f64>; COMPONENTS], labels: &[bool], side: usize) -> ([Vec<f64>; COMPONENTS], Vec<bool>) {
    let mut seen = [0_usize; 2];
    let rows: Vec<usize> = (0..labels.len())
        .filter(|&row| {
            let count = &mut seen[usize::from(labels[row])];
            *count += 1;
            *count % 2 == side
        })
        .collect();
    (
        [0, 1, 2].map(|part| rows.iter().map(|&row| margins[part][row]).collect()),
        rows.iter().map(|&row| labels[row]).collect(),
    )
}
