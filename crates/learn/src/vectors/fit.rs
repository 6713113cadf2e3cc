//! Fitting a support vector machine, and what it answers.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::settings::{Kernel, VectorSettings};
use crate::contract::draw::{Draw, Fold};
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::explain::sampled::Background;
use crate::frame::Frame;
use crate::platt::Platt;

/// A fitted support vector machine with log-odds: intercept + slope · score.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VectorModel {
    machine: Machine,
    /// From the score to log-odds.
    pub platt: Platt,
    /// What was chosen.
    pub chosen: Chosen,
    reasons: Reasons,
}

/// Penalty and width of the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// λ of ½λ‖f‖² + ½·mean squared hinge.
    pub lambda: f64,
    /// γ as a multiple of 1 ÷ the mean squared distance of the landmarks; without meaning for a linear machine.
    pub factor: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Reasons {
    /// Mean score that each column adds.
    Additive {
        means: Vec<f64>,
    },
    Sampled {
        background: Background,
    },
}

const LAMBDAS: [f64; 5] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
const FACTORS: [f64; 3] = [0.3, 1.0, 3.0];
/// Where nothing can be held out.
const PLAIN: Chosen = Chosen {
    lambda: 1e-2,
    factor: 1.0,
};
const STREAM: u64 = 0x57e;
/// Rows predicted by one thread at a time.
const CHUNK: usize = 256;

/// Fits on `task.rows`.
///
/// # Errors
/// [`LearnError::Setting`], [`LearnError::NoConvergence`], [`LearnError::Numeric`].
pub fn fit(task: &Task, settings: &VectorSettings) -> Result<VectorModel, LearnError> {
    settings.check()?;
    let draw = Draw::of(task, STREAM, settings.max_rows);
    let cases = draw.part.cases(task);
    let judged = Draw::of(task, STREAM, settings.judged.min(settings.max_rows));
    let (chosen, platt) = choose(task, &judged.folds(task, settings.folds), settings, cases.base_margin())?;
    let path: Vec<f64> = LAMBDAS.into_iter().filter(|&lambda| lambda >= chosen.lambda).collect();
    let machines = Machine::path(&cases, settings.kernel, settings.landmarks, chosen.factor, &path)?;
    let machine = machines.into_iter().last().ok_or(LearnError::Empty)?;
    let some = cases.rows.len().min(2048);
    let weights = &cases.weights[..some];
    let terms = machine.encoder.encode(task.frame, &cases.rows[..some]);
    let reasons = match settings.kernel {
        Kernel::Linear => {
            let total: f64 = weights.iter().sum();
            let mut means = vec![0.0; task.frame.columns.len()];
            for (row, weight) in weights.iter().enumerate() {
                let row = &terms[row * machine.encoder.width..(row + 1) * machine.encoder.width];
                for (mean, part) in means.iter_mut().zip(machine.parts(row)) {
                    *mean += weight / total * part;
                }
            }
            Reasons::Additive { means }
        }
        Kernel::Rbf => {
            let margins: Vec<f64> = machine
                .scores(&terms, some)
                .into_iter()
                .map(|score| platt.margin(score))
                .collect();
            let background = Background::choose(&terms, &margins, weights, settings.background, task.seed);
            Reasons::Sampled { background }
        }
    };
    Ok(VectorModel {
        machine,
        platt,
        chosen,
        reasons,
    })
}

/// Penalty and width with the lowest calibrated log loss on rows that were not learned from, and that calibration.
fn choose(task: &Task, folds: &[Fold], settings: &VectorSettings, base: f64) -> Result<(Chosen, Platt), LearnError> {
    let factors = match settings.kernel {
        Kernel::Linear => &[1.0][..],
        Kernel::Rbf => &FACTORS[..],
    };
    let trials: Vec<(usize, usize)> = (0..factors.len())
        .flat_map(|f| (0..folds.len()).map(move |fold| (f, fold)))
        .collect();
    // By trial, then by penalty: scores of the rows that the fold holds out.
    let scores: Vec<Vec<Vec<f64>>> = trials
        .par_iter()
        .map(|&(factor, fold)| {
            let fold = &folds[fold];
            let machines = Machine::path(
                &fold.learn.cases(task),
                settings.kernel,
                settings.landmarks,
                factors[factor],
                &LAMBDAS,
            )?;
            let score = |machine: Machine| {
                machine.scores(
                    &machine.encoder.encode(task.frame, &fold.held.rows),
                    fold.held.rows.len(),
                )
            };
            Ok(machines.into_iter().map(score).collect())
        })
        .collect::<Result<_, LearnError>>()?;
    let labels: Vec<bool> = folds
        .iter()
        .flat_map(|fold| fold.held.rows.iter().map(|&row| task.label(row)))
        .collect();
    let weights: Vec<f64> = folds
        .iter()
        .flat_map(|fold| fold.held.weights.iter().copied())
        .collect();
    let mut best = (
        f64::INFINITY,
        PLAIN,
        Platt {
            intercept: base,
            slope: 1.0,
        },
    );
    for (place, &factor) in factors.iter().enumerate() {
        if folds.is_empty() {
            break;
        }
        for (step, &lambda) in LAMBDAS.iter().enumerate() {
            let of_factor = &scores[place * folds.len()..(place + 1) * folds.len()];
            let held: Vec<f64> = of_factor
                .iter()
                .flat_map(|by_penalty| by_penalty[step].iter().copied())
                .collect();
            let platt = Platt::fit(&held, &labels, &weights, base);
            let loss = platt.loss(&held, &labels, &weights);
            if loss < best.0 {
                best = (loss, Chosen { lambda, factor }, platt);
            }
        }
    }
    Ok((best.1, best.2))
}

impl Machine {
    /// What each column adds to the score of a linear machine.
    fn parts(&self, row: &[f32]) -> Vec<f64> {
        let part = |span: std::ops::Range<usize>| span.map(|term| f64::from(row[term]) * self.beta[term]).sum();
        self.encoder.spans().into_iter().map(part).collect()
    }
}

impl VectorModel {
    fn margins_of(&self, terms: &[f32], count: usize) -> Vec<f64> {
        let scores = self.machine.scores(terms, count);
        scores.into_iter().map(|score| self.platt.margin(score)).collect()
    }
}

impl Predict for VectorModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let of_chunk = |rows: &[u32]| self.margins_of(&self.machine.encoder.encode(frame, rows), rows.len());
        rows.par_chunks(CHUNK).flat_map_iter(of_chunk).collect()
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let width = self.machine.encoder.width;
        let columns = frame.columns.len();
        let terms = self.machine.encoder.encode(frame, rows);
        match &self.reasons {
            Reasons::Sampled { background } => {
                let value = |terms: &[f32], count: usize| self.margins_of(terms, count);
                let margins = self.margins(frame, rows);
                background.explain(&terms, &margins, &self.machine.encoder.spans(), &value)
            }
            Reasons::Additive { means } => {
                let intercept = self.machine.beta.last().copied().unwrap_or(0.0);
                let base = self.platt.margin(intercept + means.iter().sum::<f64>());
                let mut out = Contributions::zero(base, rows.len(), columns);
                for (row, values) in out.values.chunks_mut(columns.max(1)).enumerate() {
                    let parts = self.machine.parts(&terms[row * width..(row + 1) * width]);
                    for ((value, part), mean) in values.iter_mut().zip(parts).zip(means) {
                        *value = self.platt.slope * (part - mean);
                    }
                }
                out
            }
        }
    }
}
