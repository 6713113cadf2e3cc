//! Boosted trees as a learner.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::fit::{self, BoostFit, Rows};
use super::plan::{BoostingPlan, BoostingSettings};
use super::rank_levels;
use super::settings::BoostSettings;
use super::tree::FittedBooster;
use crate::contract::predict::{Contributions, Predict};
use crate::contract::row_key::{mix, row_keys};
use crate::contract::task::Task;
use crate::encode::binner::{Binned, Binner};
use crate::error::LearnError;
use crate::explain::trees::TreeExplainer;
use crate::frame::{FeatureData, Frame};

/// Rows that cut points are found in at most, about.
const CUT_ROWS: usize = 200_000;
/// Rows that reasons are counted from, about.
const BACKGROUND_ROWS: usize = 1_000;
/// Rows explained by one thread at a time.
const CHUNK: usize = 2048;
/// One in how many rows is held out where rows are held out once.
const TENTH: u64 = 10;
/// Streams of row keys.
const HELD: u64 = 0xb005;
const CUTS: u64 = 0xc075;
const BACKGROUND: u64 = 0xbac6;

/// Fitted boosted trees, with what they need to read a table and to explain themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoostingModel {
    /// Cut points and levels.
    pub binner: Binner,
    /// The trees.
    pub booster: FittedBooster,
    /// What reasons are counted from.
    pub background: Background,
    #[serde(skip)]
    explainer: OnceLock<TreeExplainer>,
}

/// A sample of the training rows, in bins: the customers that a customer is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Background {
    /// Bins by column, then by row.
    pub columns: Vec<Vec<u8>>,
    /// Weight of each row.
    pub weights: Vec<f64>,
}

/// Training rows in bins, numbered from 0.
struct Sample {
    binned: Binned,
    labels: Vec<bool>,
    weights: Vec<f64>,
    keys: Vec<u64>,
    directions: Vec<i8>,
}

/// Fits on `task.rows`. When to stop is decided on rows that are held out by key, see [`BoostingPlan::parts`].
///
/// # Errors
/// See [`fit::fit_rows`]; [`LearnError::MissingColumn`] for a monotone column that is not there or not numeric.
pub fn fit(task: &Task, settings: &BoostingSettings) -> Result<BoostingModel, LearnError> {
    Ok(fit_and_judge(task, settings)?.0)
}

/// As [`fit`]; and for each of `task.rows`, in that order, the log-odds by the booster that has not seen the row's part (Breiman 1996, out-of-bag
/// estimation): what a blend or a calibration can be learned from without fitting again. `None` for rows that every booster has learned from:
/// nine tenths of large tables, and all rows where none can be held out.
///
/// # Errors
/// As [`fit`].
pub fn fit_and_judge(
    task: &Task,
    settings: &BoostingSettings,
) -> Result<(BoostingModel, Vec<Option<f64>>), LearnError> {
    let directions = directions(task.frame, settings)?;
    let asked = task.rows;
    let mut rows = asked.to_vec();
    // Rising, so that reads of the table run forward.
    rows.sort_unstable();
    let task = task.on(&rows);
    let churned = rows.iter().filter(|&&row| task.label(row)).count();
    let plan = (settings.plan).unwrap_or_else(|| BoostingPlan::of(rows.len(), churned.min(rows.len() - churned)));
    let (binner, sample) = bin(&task, &plan, directions);
    let plan = if sample.can_hold_out(plan.parts, !task.groups.is_empty()) {
        plan
    } else {
        plan.without_stopping()
    };
    let trees = BoostSettings {
        seed: task.seed,
        ..plan.trees
    };
    let mut judged = vec![None; rows.len()];
    let booster = match plan.parts {
        0 => sample.fit(&trees, |_| false)?.booster,
        1 => {
            let mut fit = sample.fit(&trees, |row| sample.keys[row] % TENTH == 0)?;
            fit.booster.truncate(best(&fit.curve));
            sample.judge(&fit.booster, |row| sample.keys[row] % TENTH == 0, &mut judged);
            fit.booster
        }
        parts => sample.parted(&trees, parts, &mut judged)?,
    };
    let background = sample.background();
    let model = BoostingModel {
        binner,
        booster,
        background,
        explainer: OnceLock::new(),
    };
    if rows != asked {
        let mut of_row = vec![None; task.frame.rows];
        rows.iter()
            .zip(&judged)
            .for_each(|(&row, &margin)| of_row[row as usize] = margin);
        judged = asked.iter().map(|&row| of_row[row as usize]).collect();
    }
    Ok((model, judged))
}

fn directions(frame: &Frame, settings: &BoostingSettings) -> Result<Vec<i8>, LearnError> {
    let mut directions = vec![0; frame.columns.len()];
    for monotone in &settings.monotone {
        let numeric =
            |name: &str, data: &FeatureData| name == monotone.column && matches!(data, FeatureData::Number(_));
        let place = (frame.columns.iter())
            .position(|feature| numeric(&feature.name, &feature.data))
            .ok_or_else(|| LearnError::MissingColumn {
                column: monotone.column.clone(),
            })?;
        directions[place] = if monotone.rising { 1 } else { -1 };
    }
    Ok(directions)
}

/// Bins the rows of a task. What is drawn is drawn by key, and cut points and levels count weights.
fn bin(task: &Task, plan: &BoostingPlan, directions: Vec<i8>) -> (Binner, Sample) {
    let keys = row_keys(task, HELD);
    let share = CUT_ROWS as f64 / task.rows.len() as f64;
    let below = (share * u64::MAX as f64) as u64;
    let seen: Vec<u32> = (task.rows.iter().zip(&keys))
        .filter(|(_, key)| share >= 1.0 || mix(**key ^ CUTS) < below)
        .map(|(&row, _)| row)
        .collect();
    let mut binner = Binner::fit_weighted(task.frame, task.rows, &seen, task.weights, plan.bins);
    let labels: Vec<bool> = task.rows.iter().map(|&row| task.label(row)).collect();
    let weights: Vec<f64> = if task.weights.is_empty() {
        Vec::new()
    } else {
        task.rows.iter().map(|&row| task.weight(row)).collect()
    };
    let mut binned = binner.transform_rows(task.frame, task.rows);
    for (column, feature) in task.frame.columns.iter().enumerate() {
        if let FeatureData::Category { codes, levels } = &feature.data
            && levels.len() > plan.bins.levels
        {
            let codes: Vec<u32> = task.rows.iter().map(|&row| codes[row as usize]).collect();
            let ranked = rank_levels::rank(&codes, levels.len(), &labels, &weights, &keys);
            binned.bins[column] = ranked.levels.bins();
            binned.ordered[column] = true;
            binned.columns[column] = ranked.fitted;
            binner.replace(column, ranked.levels);
        }
    }
    let sample = Sample {
        binned,
        labels,
        weights,
        keys,
        directions,
    };
    (binner, sample)
}

/// Number of trees with the least loss.
fn best(curve: &[f64]) -> usize {
    (curve.iter().enumerate())
        .min_by(|a, b| a.1.total_cmp(b.1).then(a.0.cmp(&b.0)))
        .map_or(0, |(trees, _)| trees)
}

impl Sample {
    /// Whether parts by key say when to stop. Not where a part holds all of a class, and not where most rows are equal to others: equal rows
    /// are held out together, so that what is held out is like nothing that was learned from.
    fn can_hold_out(&self, parts: usize, grouped: bool) -> bool {
        let among = match parts {
            0 => return true,
            1 => TENTH,
            parts => parts as u64,
        };
        let mut of_part = vec![[0usize; 2]; among as usize];
        for (key, &label) in self.keys.iter().zip(&self.labels) {
            of_part[(key % among) as usize][usize::from(label)] += 1;
        }
        let all: [usize; 2] = std::array::from_fn(|class| of_part.iter().map(|counts| counts[class]).sum());
        let held = if parts == 1 { 1 } else { parts };
        let both = of_part[..held]
            .iter()
            .all(|counts| counts[0] < all[0] && counts[1] < all[1]);
        let watched = parts > 1 || of_part[0].iter().all(|&count| count > 0);
        let mut keys = self.keys.clone();
        keys.sort_unstable();
        keys.dedup();
        both && watched && (grouped || keys.len() * 2 >= self.keys.len())
    }

    /// Fits on the rows that are not held out, and watches those that are.
    fn fit(&self, trees: &BoostSettings, held: impl Fn(usize) -> bool) -> Result<BoostFit, LearnError> {
        let (validation, train): (Vec<u32>, Vec<u32>) =
            (0..self.labels.len() as u32).partition(|&row| held(row as usize));
        let rows = Rows {
            binned: &self.binned,
            labels: &self.labels,
            weights: &self.weights,
            keys: &self.keys,
            directions: &self.directions,
            train: &train,
            validation: &validation,
        };
        fit::fit_rows(&rows, trees)
    }

    /// The mean of boosters of which each was fitted without one part. All have as many trees as lose least over all parts together.
    fn parted(
        &self,
        trees: &BoostSettings,
        parts: usize,
        judged: &mut [Option<f64>],
    ) -> Result<FittedBooster, LearnError> {
        let fits = (0..parts as u64)
            .into_par_iter()
            .map(|part| {
                let trees = BoostSettings {
                    seed: mix(trees.seed ^ part),
                    ..*trees
                };
                self.fit(&trees, |row| self.keys[row] % parts as u64 == part)
            })
            .collect::<Result<Vec<BoostFit>, LearnError>>()?;
        let longest = fits.iter().map(|fit| fit.curve.len()).max().unwrap_or(0);
        let mean: Vec<f64> = (0..longest)
            .map(|round| {
                let at = fits.iter().filter_map(|fit| fit.curve.get(round).or(fit.curve.last()));
                at.sum::<f64>()
            })
            .collect();
        let rounds = best(&mean);
        let mut all = FittedBooster {
            base: fits.iter().map(|fit| fit.booster.base).sum::<f64>() / parts as f64,
            trees: Vec::with_capacity(rounds * parts),
        };
        for (part, mut fit) in fits.into_iter().enumerate() {
            fit.booster.truncate(rounds);
            self.judge(&fit.booster, |row| self.keys[row] % parts as u64 == part as u64, judged);
            for mut tree in fit.booster.trees {
                tree.nodes.iter_mut().for_each(|node| node.value /= parts as f64);
                all.trees.push(tree);
            }
        }
        Ok(all)
    }

    /// Writes the log-odds of the rows that are held out.
    fn judge(&self, booster: &FittedBooster, held: impl Fn(usize) -> bool, judged: &mut [Option<f64>]) {
        let rows: Vec<u32> = (0..self.labels.len() as u32)
            .filter(|&row| held(row as usize))
            .collect();
        for (&row, margin) in rows.iter().zip(booster.margins(&self.binned, &rows)) {
            judged[row as usize] = Some(margin);
        }
    }

    fn background(&self) -> Background {
        let share = BACKGROUND_ROWS as f64 / self.labels.len() as f64;
        let below = (share * u64::MAX as f64) as u64;
        let mut rows: Vec<usize> = (0..self.labels.len())
            .filter(|&row| share >= 1.0 || mix(self.keys[row] ^ BACKGROUND) < below)
            .collect();
        if rows.is_empty() {
            rows = (0..self.labels.len().min(BACKGROUND_ROWS)).collect();
        }
        // In the order of keys, so that sums do not depend on where a row stands.
        rows.sort_by_key(|&row| self.keys[row]);
        let pick = |column: &Vec<u8>| rows.iter().map(|&row| column[row]).collect();
        Background {
            columns: self.binned.columns.iter().map(pick).collect(),
            weights: rows
                .iter()
                .map(|&row| self.weights.get(row).copied().unwrap_or(1.0))
                .collect(),
        }
    }
}

impl Predict for BoostingModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let binned = self.binner.transform_rows(frame, rows);
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        self.booster.margins(&binned, &all)
    }

    /// Exact Shapley values of the log-odds in the game v(S) = mean log-odds over the background rows with the columns of S set to the
    /// customer's (interventional).
    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let explainer = (self.explainer)
            .get_or_init(|| TreeExplainer::weighted(&self.booster, &self.background.columns, &self.background.weights));
        let binned = self.binner.transform_rows(frame, rows);
        let columns = binned.columns.len();
        let mut out = Contributions::zero(explainer.base(), rows.len(), columns);
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        out.values
            .par_chunks_mut(CHUNK * columns.max(1))
            .zip(all.par_chunks(CHUNK))
            .for_each(|(values, rows)| explainer.add(&binned.columns, rows, 1.0, columns, values));
        out
    }
}
