//! The blend as a learner.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::stack::{Stack, stack};
use crate::contract::draw::Draw;
use crate::contract::method::Method;
use crate::contract::model::Model;
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;

/// Which learners are blended, and how their weights are learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlendSettings {
    /// The learners, at least one; a blend may hold blends.
    pub parts: Vec<Method>,
    /// Inner folds, 2 to 255, for the log-odds that weights are learned from.
    pub folds: usize,
}

/// Fitted parts and their weights. Log-odds = intercept + Σ weight × log-odds of the part.
///
/// There is no further calibration: intercept and weights are fitted by log loss on rows the parts did not see, which is Platt's calibration of
/// the blend, and it keeps reasons additive (docs/adr/0004).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BlendModel {
    /// The parts with a weight above 0, fitted on all rows.
    pub parts: Vec<Model>,
    /// Log-odds when every part says 0.
    pub intercept: f64,
    /// One weight a part, above 0.
    pub weights: Vec<f64>,
    /// The weights of all parts that were tried, in the order of the settings: 0 for those left out.
    pub tried: Vec<f64>,
}

/// Different rows below which parts cannot be judged: models of the rest of so few are not like those of all.
const LEAST_DISTINCT: usize = 30;
/// Which use of row keys the folds are.
const STREAM: u64 = 0xb1e4d;

/// Fits on `task.rows`: inner keyed folds give out-of-fold log-odds of every part, these the weights, and then the parts with a weight are
/// fitted on all rows.
///
/// # Errors
/// [`LearnError::Setting`]; those of the parts and of [`stack`].
pub fn fit(task: &Task, settings: &BlendSettings) -> Result<BlendModel, LearnError> {
    if settings.parts.is_empty() {
        return Err(LearnError::Setting {
            name: "parts of a blend",
            value: "none".to_owned(),
            allowed: "at least one learner",
        });
    }
    if !(2..=255).contains(&settings.folds) {
        return Err(LearnError::Setting {
            name: "inner folds of a blend",
            value: settings.folds.to_string(),
            allowed: "2 to 255",
        });
    }
    let judged = out_of_fold(task, settings)?;
    let fitted = if judged.labels.iter().any(|&label| label) && judged.labels.iter().any(|&label| !label) {
        stack(&judged.margins, &judged.labels, &judged.weights)?
    } else {
        // Nothing can be held out: every part counts alike.
        let parts = settings.parts.len();
        Stack {
            intercept: 0.0,
            weights: vec![1.0 / parts as f64; parts],
        }
    };
    let needed: Vec<usize> = (0..settings.parts.len()).filter(|&k| fitted.weights[k] > 0.0).collect();
    let parts = needed
        .par_iter()
        .map(|&k| Ok(settings.parts[k].fit(task)?.model))
        .collect::<Result<_, LearnError>>()?;
    Ok(BlendModel {
        parts,
        intercept: fitted.intercept,
        weights: needed.iter().map(|&k| fitted.weights[k]).collect(),
        tried: fitted.weights,
    })
}

/// Rows that the parts were judged on by models that did not learn from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutOfFold {
    /// Log-odds of every part: `[part][row]`.
    pub margins: Vec<Vec<f64>>,
    /// Outcome of each row.
    pub labels: Vec<bool>,
    /// Weight of each row.
    pub weights: Vec<f64>,
}

/// Judges every part on folds by key ([`Draw::folds`]): whole customers, or rows of the same values, by models that did not learn from them. Empty where
/// nothing can be held out.
///
/// # Errors
/// Those of the parts.
pub fn out_of_fold(task: &Task, settings: &BlendSettings) -> Result<OutOfFold, LearnError> {
    let draw = Draw::of(task, STREAM, usize::MAX);
    let folds = if draw.part.rows.len() < LEAST_DISTINCT {
        Vec::new()
    } else {
        draw.folds(task, settings.folds)
    };
    let weights: Vec<Vec<f64>> = folds
        .iter()
        .map(|fold| {
            let mut weights = vec![1.0; task.frame.rows];
            for (&row, &weight) in fold.learn.rows.iter().zip(&fold.learn.weights) {
                weights[row as usize] = weight;
            }
            weights
        })
        .collect();
    let jobs: Vec<(usize, usize)> = (0..settings.parts.len())
        .flat_map(|part| (0..folds.len()).map(move |fold| (part, fold)))
        .collect();
    let held: Vec<Vec<f64>> = jobs
        .par_iter()
        .map(|&(part, fold)| {
            let learn = Task {
                weights: &weights[fold],
                rows: &folds[fold].learn.rows,
                ..*task
            };
            let fitted = settings.parts[part].fit(&learn)?;
            Ok(fitted.model.margins(task.frame, &folds[fold].held.rows))
        })
        .collect::<Result<_, LearnError>>()?;
    let mut out = OutOfFold {
        margins: vec![Vec::new(); settings.parts.len()],
        ..OutOfFold::default()
    };
    for (&(part, _), margins) in jobs.iter().zip(held) {
        out.margins[part].extend(margins);
    }
    for fold in &folds {
        out.labels.extend(fold.held.rows.iter().map(|&row| task.label(row)));
        out.weights.extend(&fold.held.weights);
    }
    Ok(out)
}

impl Predict for BlendModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let mut out = vec![self.intercept; rows.len()];
        for (part, weight) in self.parts.iter().zip(&self.weights) {
            let margins = part.margins(frame, rows);
            out.iter_mut().zip(margins).for_each(|(sum, z)| *sum += weight * z);
        }
        out
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        // As wide as the frame, which may be wider than the parts.
        let mut out = Contributions::zero(self.intercept, rows.len(), frame.columns.len());
        for (part, &weight) in self.parts.iter().zip(&self.weights) {
            out.add(weight, &part.contributions(frame, rows));
        }
        out
    }
}
