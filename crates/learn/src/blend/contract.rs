//! The blend as a learner.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::stack::stack;
use crate::contract::method::Method;
use crate::contract::model::Model;
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;
use crate::keyed_folds::up_to;

/// Which learners are blended, and how their weights are learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlendSettings {
    /// The learners, at least one; a blend may hold blends.
    pub parts: Vec<Method>,
    /// Inner folds, 2 to 255, for the log-odds that weights are learned from; fewer where the rarer class has fewer customers.
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

/// Which use of row keys the folds are.
const STREAM: u64 = 0xb1e4d;

/// Fits on `task.rows`: inner keyed folds give out-of-fold log-odds of every part, these the weights, and then the parts with a weight are
/// fitted on all rows.
///
/// # Errors
/// [`LearnError::Setting`]; [`LearnError::TooFewOfClass`] for fewer than two different customers of a class; those of the parts and of
/// [`stack`].
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
    let margins = out_of_fold(task, settings)?;
    let labels: Vec<bool> = task.rows.iter().map(|&row| task.label(row)).collect();
    let weights: Vec<f64> = if task.weights.is_empty() {
        Vec::new()
    } else {
        task.rows.iter().map(|&row| task.weight(row)).collect()
    };
    let fitted = stack(&margins, &labels, &weights)?;
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

/// Log-odds of every part for every row of `task.rows`, `[part][row]`, by models that did not learn from the row's fold.
///
/// # Errors
/// As [`fit`].
pub fn out_of_fold(task: &Task, settings: &BlendSettings) -> Result<Vec<Vec<f64>>, LearnError> {
    let (fold_of, folds) = up_to(task, settings.folds, STREAM)?;
    let split: Vec<(Vec<u32>, Vec<usize>)> = (0..folds)
        .map(|fold| {
            let held = |i: &usize| usize::from(fold_of[*i]) == fold;
            let learn = (0..task.rows.len())
                .filter(|i| !held(i))
                .map(|i| task.rows[i])
                .collect();
            (learn, (0..task.rows.len()).filter(held).collect())
        })
        .collect();
    let jobs: Vec<(usize, usize)> = (0..settings.parts.len())
        .flat_map(|part| (0..folds).map(move |fold| (part, fold)))
        .collect();
    let held: Vec<Vec<f64>> = jobs
        .par_iter()
        .map(|&(part, fold)| {
            let (learn, held) = &split[fold];
            let fitted = settings.parts[part].fit(&task.on(learn))?;
            let rows: Vec<u32> = held.iter().map(|&i| task.rows[i]).collect();
            Ok(fitted.model.margins(task.frame, &rows))
        })
        .collect::<Result<_, LearnError>>()?;
    let mut out = vec![vec![0.0; task.rows.len()]; settings.parts.len()];
    for (&(part, fold), margins) in jobs.iter().zip(held) {
        for (&i, margin) in split[fold].1.iter().zip(margins) {
            out[part][i] = margin;
        }
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
        let mut out = Contributions::zero(self.intercept, rows.len(), frame.columns.len());
        for (part, weight) in self.parts.iter().zip(&self.weights) {
            let own = part.contributions(frame, rows);
            out.base += weight * own.base;
            out.values
                .iter_mut()
                .zip(own.values)
                .for_each(|(sum, value)| *sum += weight * value);
        }
        out
    }
}
