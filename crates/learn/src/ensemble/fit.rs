//! Fitting the ensemble: what the components hold out chooses and calibrates.

use holdfast_stats::special::sigmoid;

use super::candidate::Candidate;
use super::choose::{self, Choice};
use super::components::{self, ComponentSettings, Components};
use super::held;
use crate::additive::model::AdditiveModel;
use crate::blend::contract::BlendModel;
use crate::contract::model::Model;
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;

/// How the ensemble is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct EnsembleSettings {
    /// Settings of the components.
    pub components: ComponentSettings,
    /// Seed.
    pub seed: u64,
}

impl EnsembleSettings {
    /// Settings for a table of `rows` rows and `columns` columns.
    pub fn for_rows(rows: usize, columns: usize, seed: u64) -> Self {
        Self {
            components: ComponentSettings::for_rows(rows, columns, seed),
            seed,
        }
    }
}

/// A model that predicts and explains itself.
#[derive(Clone, Debug)]
pub struct FittedEnsemble {
    /// The components with a weight, their weights, the intercept.
    pub blend: BlendModel,
    /// The additive model, whatever its weight: its shape functions are what a person can read.
    pub additive: AdditiveModel,
    /// Trees of the booster.
    pub trees: usize,
    /// What was chosen.
    pub chosen: Candidate,
}

/// Fits the components on `task.rows` and decides with the log-odds of rows that they held out of these.
///
/// # Errors
/// Every [`LearnError`] of its parts.
pub fn fit(task: &Task, settings: &EnsembleSettings) -> Result<(Components, Choice), LearnError> {
    let judged = components::fit(task, &settings.components)?;
    let held = held::out(task, &judged, &settings.components)?;
    let choice = choose::decide(&held.margins, &held.labels)?;
    Ok((judged.components, choice))
}

/// Fits the components on `task.rows` and weighs them as was decided elsewhere.
///
/// # Errors
/// Every [`LearnError`] of its parts.
pub(super) fn fit_as(task: &Task, choice: &Choice, settings: &EnsembleSettings) -> Result<FittedEnsemble, LearnError> {
    let judged = components::fit(task, &settings.components)?;
    Ok(FittedEnsemble::new(judged.components, choice))
}

impl FittedEnsemble {
    /// The components with the winner's weights.
    pub fn new(components: Components, choice: &Choice) -> Self {
        let stack = choice.stack();
        let trees = components.boosting.booster.trees.len();
        let additive = components.additive.clone();
        let models = [
            Model::Logistic(components.logistic),
            Model::Additive(components.additive),
            Model::Boosting(components.boosting),
        ];
        let (parts, weights) = models
            .into_iter()
            .zip(&stack.weights)
            .filter(|(_, weight)| **weight > 0.0)
            .unzip();
        Self {
            blend: BlendModel {
                parts,
                intercept: stack.intercept,
                weights,
                tried: stack.weights.clone(),
            },
            additive,
            trees,
            chosen: choice.chosen,
        }
    }

    /// Probabilities of churn for the rows `rows`, 0–1.
    pub fn probabilities(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        self.blend.margins(frame, rows).into_iter().map(sigmoid).collect()
    }

    /// What each column adds to the log-odds of the rows `rows`: the weighted sum of the components' own exact contributions.
    pub fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        self.blend.contributions(frame, rows)
    }
}
