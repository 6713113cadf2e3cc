//! Growing, pruning and choosing one tree.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bins::binned;
use super::grow::{Ground, grow};
use super::prune::{Sequence, pruned, sequence};
use super::tree::Tree;
use crate::contract::schema::Schema;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::keyed_folds::up_to;

/// What a division should lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Impurity {
    /// Log loss: −p·ln p − (1 − p)·ln(1 − p).
    LogLoss,
    /// Gini's index 2p(1 − p).
    Gini,
}

/// How to grow.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeSettings {
    /// Divisions on the way to a leaf at most, 1 to 5: deeper trees are not read.
    pub max_depth: usize,
    /// Weight of customers in a leaf at least, above 0.
    pub min_leaf: f64,
    /// What a division should lower.
    pub impurity: Impurity,
    /// Folds that the size is chosen by, 2 to 255; fewer where the rarer class has fewer customers.
    pub folds: usize,
}

impl TreeSettings {
    /// Settings for a table of `rows` customers: five levels, leaves of at least 1 % and ten customers.
    pub fn for_rows(rows: usize) -> Self {
        Self {
            max_depth: 5,
            min_leaf: (rows as f64 * 0.01).max(10.0),
            impurity: Impurity::LogLoss,
            folds: 5,
        }
    }
}

/// Which use of row keys the folds are.
const STREAM: u64 = 0x7ee;

/// Grows a tree on `task.rows` and prunes it: of the sequence of ever smaller trees the smallest whose cross-validated log loss is within one
/// standard error (of the paired difference between customers) of the best. A root alone where nothing helps.
///
/// Weights count; a weight of 2 is the row twice. The order of rows does not matter.
///
/// # Errors
/// See [`Task::check`]; [`LearnError::TooFewOfClass`] for fewer than two different customers of a class; [`LearnError::Setting`].
pub fn fit(task: &Task, settings: &TreeSettings) -> Result<Tree, LearnError> {
    check(settings)?;
    task.check()?;
    let (fold_of, folds) = up_to(task, settings.folds, STREAM)?;
    let columns = binned(task, settings.min_leaf);
    let labels: Vec<bool> = task.rows.iter().map(|&row| task.label(row)).collect();
    let weights: Vec<f64> = task.rows.iter().map(|&row| task.weight(row)).collect();
    let ground = Ground {
        columns: &columns,
        labels: &labels,
        weights: &weights,
    };
    let schema = Schema::of(task.frame);
    let full = grow(&ground, (0..task.rows.len() as u32).collect(), settings);
    let whole = sequence(&full, settings.impurity);
    // One penalty for each tree: between those at which it appears and disappears.
    let penalties: Vec<f64> = (0..whole.penalties.len())
        .map(|i| match whole.penalties.get(i + 1) {
            Some(next) => (whole.penalties[i] * next).sqrt(),
            None => f64::INFINITY,
        })
        .collect();
    let total: f64 = weights.iter().sum();
    let by_fold: Vec<Vec<(u32, Vec<f64>)>> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let held = |&i: &u32| usize::from(fold_of[i as usize]) == fold;
            let all = 0..task.rows.len() as u32;
            let learn: Vec<u32> = all.clone().filter(|i| !held(i)).collect();
            let share = learn.iter().map(|&i| weights[i as usize]).sum::<f64>() / total;
            let nodes = grow(&ground, learn, settings);
            let sequence = sequence(&nodes, settings.impurity);
            // Impurity is a sum over customers, of whom there are fewer here.
            let trees: Vec<Tree> = penalties
                .iter()
                .map(|penalty| tree(&schema, &nodes, &sequence, penalty * share))
                .collect();
            let losses = |i: u32| -> Vec<f64> {
                let row = task.rows[i as usize] as usize;
                trees
                    .iter()
                    .map(|tree| {
                        let p = tree.probability(tree.leaf(task.frame, row));
                        if labels[i as usize] { -p.ln() } else { -(-p).ln_1p() }
                    })
                    .collect()
            };
            all.filter(held).map(|i| (i, losses(i))).collect()
        })
        .collect();
    let mut losses = vec![Vec::new(); task.rows.len()];
    for (i, loss) in by_fold.into_iter().flatten() {
        losses[i as usize] = loss;
    }
    let chosen = smallest_good(&losses, &weights, total, penalties.len());
    Ok(tree(&schema, &full, &whole, penalties[chosen]))
}

fn tree(schema: &Schema, nodes: &[super::tree::Node], sequence: &Sequence, penalty: f64) -> Tree {
    Tree {
        schema: schema.clone(),
        nodes: pruned(nodes, sequence, penalty),
    }
}

/// The last, i.e. smallest, tree within one standard error of the best; `losses[row][tree]`.
fn smallest_good(losses: &[Vec<f64>], weights: &[f64], total: f64, trees: usize) -> usize {
    let mean = |value: &dyn Fn(&[f64]) -> f64| {
        losses.iter().zip(weights).map(|(loss, w)| w * value(loss)).sum::<f64>() / total
    };
    let means: Vec<f64> = (0..trees).map(|t| mean(&|loss| loss[t])).collect();
    let best = (0..trees)
        .min_by(|&a, &b| means[a].total_cmp(&means[b]).then(b.cmp(&a)))
        .unwrap_or(0);
    (best..trees)
        .rev()
        .find(|&t| {
            let worse = means[t] - means[best];
            let variance = mean(&|loss| (loss[t] - loss[best] - worse).powi(2));
            worse <= (variance / total).sqrt()
        })
        .unwrap_or(best)
}

fn check(settings: &TreeSettings) -> Result<(), LearnError> {
    let setting = |name, value: String, allowed| Err(LearnError::Setting { name, value, allowed });
    if !(1..=5).contains(&settings.max_depth) {
        return setting("levels of a tree", settings.max_depth.to_string(), "1 to 5");
    }
    if !(settings.min_leaf > 0.0 && settings.min_leaf.is_finite()) {
        return setting("customers of a leaf", settings.min_leaf.to_string(), "above 0");
    }
    if !(2..=255).contains(&settings.folds) {
        return setting("folds of a tree", settings.folds.to_string(), "2 to 255");
    }
    Ok(())
}
