//! Fitting k nearest neighbours, and what it answers.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::vote::Voters;
use crate::contract::draw::{Cases, Draw, Part};
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::encode::blocks::Blocks;
use crate::encode::standard::Encoder;
use crate::error::LearnError;
use crate::explain::sampled::Background;
use crate::frame::Frame;
use crate::platt::Platt;

/// Settings of k nearest neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeighbourSettings {
    /// Rows that may be neighbours, at most: a sample by row key. Every prediction measures the distance to each.
    pub references: usize,
    /// Folds that choose the number of neighbours and calibrate, at least 2.
    pub folds: usize,
    /// Rows that are judged in all folds together, at most.
    pub judged: usize,
    /// Background rows of the reasons, at least 1. A row's reasons cost twice this times the number of columns in predictions.
    pub background: usize,
}

impl Default for NeighbourSettings {
    fn default() -> Self {
        Self {
            references: 4096,
            folds: 4,
            judged: 4000,
            background: 8,
        }
    }
}

impl NeighbourSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(_rows: usize, _columns: usize, _seed: u64) -> Self {
        Self::default()
    }

    fn check(&self) -> Result<(), LearnError> {
        let least = [
            ("references", self.references, 2),
            ("folds", self.folds, 2),
            ("judged", self.judged, 1),
            ("background", self.background, 1),
        ];
        match least.into_iter().find(|&(_, value, least)| value < least) {
            None => Ok(()),
            Some((name, value, _)) => Err(LearnError::Setting {
                name,
                value: value.to_string(),
                allowed: "at least 1, references and folds at least 2",
            }),
        }
    }
}

/// Numbers of neighbours tried, in weight.
const SIZES: [f64; 10] = [5.0, 9.0, 15.0, 25.0, 45.0, 75.0, 125.0, 225.0, 400.0, 700.0];
/// Terms of all columns together at most: further columns would only add noise to the distance.
const TERMS: usize = 256;
const STREAM: u64 = 0x4e19;
/// Queries answered by one thread at a time.
const CHUNK: usize = 64;

/// Rows that were learned from, by which new ones are judged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NeighbourModel {
    encoder: Encoder,
    /// Terms of the reference rows, `rows × width`.
    references: Vec<f32>,
    labels: Vec<bool>,
    weights: Vec<f64>,
    rate: f64,
    /// Number of neighbours, in weight.
    pub neighbours: f64,
    /// From the votes to log-odds.
    pub platt: Platt,
    background: Background,
}

/// Fits on `task.rows`.
///
/// # Errors
/// [`LearnError::Setting`].
pub fn fit(task: &Task, settings: &NeighbourSettings) -> Result<NeighbourModel, LearnError> {
    settings.check()?;
    let draw = Draw::of(task, STREAM, settings.references);
    let cases = draw.part.cases(task);
    let sizes = sizes(&cases);
    let mut judged = vec![Vec::new(); sizes.len()];
    let (mut labels, mut weights) = (Vec::new(), Vec::new());
    let folds = draw.folds(task, settings.folds);
    let share = settings.judged.div_ceil(folds.len().max(1));
    for fold in &folds {
        let crowd = Crowd::of(&fold.learn.cases(task));
        let held = Part {
            rows: fold.held.rows.iter().copied().take(share).collect(),
            weights: fold.held.weights.iter().copied().take(share).collect(),
        };
        let margins = crowd.ask(&crowd.encoder.encode(task.frame, &held.rows), held.rows.len(), &sizes);
        for by_size in margins {
            judged
                .iter_mut()
                .zip(by_size)
                .for_each(|(all, margin)| all.push(margin));
        }
        labels.extend(held.rows.iter().map(|&row| task.label(row)));
        weights.extend(held.weights);
    }
    let mut best: Option<(f64, usize, Platt)> = None;
    for (place, margins) in judged.iter().enumerate() {
        let platt = Platt::fit(margins, &labels, &weights, 0.0);
        let loss = platt.loss(margins, &labels, &weights);
        if best.is_none_or(|(lowest, ..)| loss < lowest) {
            best = Some((loss, place, platt));
        }
    }
    let (place, platt) = best.map_or(
        (
            0,
            Platt {
                intercept: 0.0,
                slope: 1.0,
            },
        ),
        |(_, place, platt)| (place, platt),
    );
    let neighbours = sizes[place];
    let crowd = Crowd::of(&cases);
    let terms = crowd.encoder.encode(task.frame, cases.rows);
    // Rows enough to find those in the middle of each part of the background.
    let some = cases.rows.len().min(1024);
    let width = crowd.encoder.width;
    let margins = crowd.ask(&terms[..some * width], some, &[neighbours]);
    let margins: Vec<f64> = margins.into_iter().map(|by_size| platt.margin(by_size[0])).collect();
    let background = Background::choose(
        &terms[..some * width],
        &margins,
        &cases.weights[..some],
        settings.background,
        task.seed,
    );
    Ok(NeighbourModel {
        encoder: crowd.encoder,
        references: terms,
        labels: crowd.labels,
        weights: crowd.weights,
        rate: crowd.rate,
        neighbours,
        platt,
        background,
    })
}

/// Sizes up to half of the weight; the unit is one row, or the median weight where that is below 1.
fn sizes(cases: &Cases) -> Vec<f64> {
    let mut sorted = cases.weights.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let unit = sorted.get(sorted.len() / 2).map_or(1.0, |median| median.min(1.0));
    let half = 0.5 * cases.totals().1;
    let fits: Vec<f64> = SIZES
        .iter()
        .map(|size| size * unit)
        .filter(|&size| size <= half)
        .collect();
    if fits.is_empty() { vec![SIZES[0] * unit] } else { fits }
}

/// Reference rows ready to be asked.
struct Crowd {
    encoder: Encoder,
    blocks: Blocks,
    labels: Vec<bool>,
    weights: Vec<f64>,
    rate: f64,
}

impl Crowd {
    fn of(cases: &Cases) -> Self {
        let encoder = Encoder::fit(cases, TERMS);
        let terms = encoder.encode(cases.frame, cases.rows);
        let (churned, all) = cases.totals();
        Self {
            blocks: Blocks::of(&terms, encoder.width, cases.rows.len()),
            encoder,
            labels: (0..cases.rows.len()).map(|position| cases.label(position)).collect(),
            weights: cases.weights.to_vec(),
            rate: churned / all,
        }
    }

    fn ask(&self, queries: &[f32], count: usize, sizes: &[f64]) -> Vec<Vec<f64>> {
        ask(&self.blocks, &self.voters(), queries, count, sizes)
    }

    fn voters(&self) -> Voters<'_> {
        Voters {
            labels: &self.labels,
            weights: &self.weights,
            rate: self.rate,
        }
    }
}

/// Log-odds of `count` queries (`count × width`) for each size.
fn ask(blocks: &Blocks, voters: &Voters, queries: &[f32], count: usize, sizes: &[f64]) -> Vec<Vec<f64>> {
    let width = queries.len() / count.max(1);
    (0..count.div_ceil(CHUNK))
        .into_par_iter()
        .flat_map_iter(|chunk| {
            let (first, end) = (chunk * CHUNK, ((chunk + 1) * CHUNK).min(count));
            let squared = blocks.squared_distances(&queries[first * width..end * width], end - first);
            let rows = squared
                .chunks_exact(blocks.points().max(1))
                .map(|row| voters.margins(row, sizes));
            rows.collect::<Vec<_>>()
        })
        .collect()
}

impl NeighbourModel {
    fn blocks(&self) -> Blocks {
        Blocks::of(&self.references, self.encoder.width, self.labels.len())
    }

    fn margins_of(&self, blocks: &Blocks, queries: &[f32], count: usize) -> Vec<f64> {
        let voters = Voters {
            labels: &self.labels,
            weights: &self.weights,
            rate: self.rate,
        };
        let margins = ask(blocks, &voters, queries, count, &[self.neighbours]);
        margins
            .into_iter()
            .map(|by_size| self.platt.margin(by_size[0]))
            .collect()
    }
}

impl Predict for NeighbourModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        self.margins_of(&self.blocks(), &self.encoder.encode(frame, rows), rows.len())
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let blocks = self.blocks();
        let terms = self.encoder.encode(frame, rows);
        let margins = self.margins_of(&blocks, &terms, rows.len());
        let value = |queries: &[f32], count: usize| self.margins_of(&blocks, queries, count);
        self.background.explain(&terms, &margins, &self.encoder.spans(), &value)
    }
}
