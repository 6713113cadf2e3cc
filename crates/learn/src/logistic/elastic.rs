//! Elastic net: which columns are left when every coefficient costs something.
//!
//! Minimises Σ w·log loss + W·λ·(α·Σ s|b| + ½(1−α)·Σ s²b²), where W = Σ w and s is the standard deviation of a term, by coordinate descent
//! on Newton's quadratic (Friedman, Hastie & Tibshirani 2010), down a path of λ from where every coefficient is 0, each step started
//! from the one before. λ is taken where the log loss of customers who were not learned from is lowest.

use ndarray::{Array1, Array2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::design::Design;
use super::fit::FittedLogistic;
use super::likelihood::Likelihood;
use crate::contract::draw::{Cases, Draw, Fold};
use crate::contract::task::Task;
use crate::error::LearnError;

/// Settings of an elastic net.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElasticNetSettings {
    /// α: share of the penalty on |b|, 0 (ridge) to 1 (lasso).
    pub lasso_share: f64,
    /// Penalties tried, 2–100.
    pub penalties: usize,
    /// Folds that choose the penalty, at least 2.
    pub folds: usize,
    /// Rows learned from at most.
    pub max_rows: usize,
}

impl Default for ElasticNetSettings {
    fn default() -> Self {
        Self {
            lasso_share: 0.5,
            penalties: 20,
            folds: 4,
            max_rows: 20_000,
        }
    }
}

impl ElasticNetSettings {
    /// Settings for a table of `rows` rows: fewer folds where each is large.
    pub fn for_rows(rows: usize, _columns: usize, _seed: u64) -> Self {
        Self {
            folds: if rows < 20_000 { 4 } else { 2 },
            ..Self::default()
        }
    }

    fn check(&self) -> Result<(), LearnError> {
        let refuse = |name, value: String, allowed| Err(LearnError::Setting { name, value, allowed });
        if !(0.0..=1.0).contains(&self.lasso_share) {
            return refuse("lasso_share", self.lasso_share.to_string(), "between 0 and 1");
        }
        if !(2..=100).contains(&self.penalties) {
            return refuse("penalties", self.penalties.to_string(), "between 2 and 100");
        }
        if self.folds < 2 {
            return refuse("folds", self.folds.to_string(), "at least 2");
        }
        Ok(())
    }
}

/// The smallest penalty tried, as a share of the one at which every coefficient is 0.
const SMALLEST: f64 = 1e-3;
/// A pure ridge has no such largest penalty; it is found as if this share were on |b|.
const LEAST_SHARE: f64 = 0.01;
const MAX_STEPS: usize = 50;
const MAX_SWEEPS: usize = 2000;
/// Relative improvement of the penalised loss at which a step of the path is done.
const TOLERANCE: f64 = 1e-9;

/// Fits on the rows of a draw.
///
/// # Errors
/// [`LearnError::Setting`], [`LearnError::NoConvergence`].
pub fn fit(task: &Task, draw: &Draw, settings: &ElasticNetSettings) -> Result<FittedLogistic, LearnError> {
    settings.check()?;
    let cases = draw.part.cases(task);
    let design = Design::fit(&cases);
    let likelihood = Likelihood::of(&design, &cases);
    let problem = Problem::new(&likelihood, &cases, settings.lasso_share);
    let largest = problem.largest_penalty();
    let path: Vec<f64> = (0..settings.penalties)
        .map(|step| largest * SMALLEST.powf(step as f64 / (settings.penalties - 1) as f64))
        .collect();
    let chosen = choose(task, &draw.folds(task, settings.folds), &path, settings.lasso_share)?;
    let mut beta = problem.start.clone();
    for &penalty in &path[..=chosen] {
        beta = problem.descend(beta, penalty)?;
    }
    Ok(FittedLogistic::new(design.clone(), beta))
}

/// The step of the path with the lowest held-out log loss; the middle one where nothing can be held out.
fn choose(task: &Task, folds: &[Fold], path: &[f64], lasso_share: f64) -> Result<usize, LearnError> {
    let losses: Vec<Vec<f64>> = folds
        .par_iter()
        .map(|fold| {
            let learn = fold.learn.cases(task);
            let design = Design::fit(&learn);
            let likelihood = Likelihood::of(&design, &learn);
            let problem = Problem::new(&likelihood, &learn, lasso_share);
            let held = Likelihood::of(&design, &fold.held.cases(task));
            let mut beta = problem.start.clone();
            path.iter()
                .map(|&penalty| {
                    beta = problem.descend(std::mem::take(&mut beta), penalty)?;
                    Ok(held.loss(&beta))
                })
                .collect()
        })
        .collect::<Result<_, LearnError>>()?;
    if losses.is_empty() {
        return Ok(path.len() / 2);
    }
    let total = |step: usize| losses.iter().map(|fold| fold[step]).sum::<f64>();
    let mut best = (0, total(0));
    for step in 1..path.len() {
        let loss = total(step);
        if loss < best.1 {
            best = (step, loss);
        }
    }
    Ok(best.0)
}

struct Problem<'a> {
    likelihood: &'a Likelihood<'a>,
    lasso_share: f64,
    spreads: Vec<f64>,
    total: f64,
    /// Every coefficient 0, the intercept at the base rate.
    start: Vec<f64>,
}

impl<'a> Problem<'a> {
    fn new(likelihood: &'a Likelihood<'a>, cases: &Cases, lasso_share: f64) -> Self {
        let spreads = likelihood.spreads();
        let mut start = vec![0.0; spreads.len() + 1];
        start[spreads.len()] = cases.base_margin();
        Self {
            likelihood,
            lasso_share,
            spreads,
            total: cases.totals().1,
            start,
        }
    }

    /// The λ from which on every coefficient is 0.
    fn largest_penalty(&self) -> f64 {
        let (gradient, _) = self.likelihood.derivatives(&self.start, 0.0);
        let terms = self.spreads.iter().zip(&gradient).filter(|(spread, _)| **spread > 0.0);
        let steepest = terms.map(|(spread, g)| g.abs() / spread).fold(0.0, f64::max);
        // Without any gradient every penalty gives the same; it must be a number above 0.
        (steepest / (self.total * self.lasso_share.max(LEAST_SHARE))).max(1e-9)
    }

    fn penalised(&self, beta: &[f64], penalty: f64) -> f64 {
        let cost = self.spreads.iter().zip(beta).map(|(spread, b)| {
            let size = (spread * b).abs();
            self.lasso_share * size + 0.5 * (1.0 - self.lasso_share) * size * size
        });
        self.likelihood.loss(beta) + self.total * penalty * cost.sum::<f64>()
    }

    /// The optimum at a penalty, started from another one's.
    fn descend(&self, mut beta: Vec<f64>, penalty: f64) -> Result<Vec<f64>, LearnError> {
        let mut value = self.penalised(&beta, penalty);
        for _ in 0..MAX_STEPS {
            let (gradient, hessian) = self.likelihood.derivatives(&beta, 0.0);
            let target = self.coordinates(&beta, gradient, &hessian, penalty);
            let mut size = 1.0;
            let gained = loop {
                let pairs = beta.iter().zip(&target);
                let trial: Vec<f64> = pairs
                    .map(|(&b, &t)| if size < 1.0 { b + size * (t - b) } else { t })
                    .collect();
                let found = self.penalised(&trial, penalty);
                if found <= value {
                    let gained = value - found;
                    (beta, value) = (trial, found);
                    break gained;
                }
                size *= 0.5;
                if size < 1e-6 {
                    break 0.0;
                }
            };
            if gained <= TOLERANCE * (1.0 + value) {
                return Ok(beta);
            }
        }
        Err(LearnError::NoConvergence {
            what: "elastic net",
            iterations: MAX_STEPS,
        })
    }

    /// Minimises the quadratic at `beta` plus the penalty, one coefficient at a time.
    fn coordinates(&self, beta: &[f64], mut slope: Array1<f64>, hessian: &Array2<f64>, penalty: f64) -> Vec<f64> {
        let terms = self.spreads.len();
        let scale = self.total * penalty;
        let mut now = beta.to_vec();
        for _ in 0..MAX_SWEEPS {
            let mut largest: f64 = 0.0;
            for term in 0..=terms {
                let curvature = hessian[[term, term]];
                let old = now[term];
                let new = if term == terms {
                    old + slope[term] / curvature
                } else if self.spreads[term] > 0.0 {
                    let spread = self.spreads[term];
                    let pull = slope[term] + curvature * old;
                    let free = (pull.abs() - scale * self.lasso_share * spread).max(0.0);
                    let resistance = curvature + scale * (1.0 - self.lasso_share) * spread * spread;
                    if free > 0.0 {
                        pull.signum() * free / resistance
                    } else {
                        0.0
                    }
                } else {
                    0.0
                };
                let change = new - old;
                if change != 0.0 {
                    now[term] = new;
                    slope.scaled_add(-change, &hessian.row(term));
                    largest = largest.max(curvature * change * change);
                }
            }
            if largest <= 1e-12 * self.total {
                break;
            }
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Feature, FeatureData, Frame};

    fn table() -> (Frame, Vec<bool>) {
        let column = |k: u64| -> Vec<f64> {
            let noise = |i: u64| crate::contract::row_key::mix(i * 31 + k) as f64 / u64::MAX as f64;
            (0..600).map(noise).collect()
        };
        let columns: Vec<Feature> = (0..8)
            .map(|k| Feature {
                name: format!("x{k}"),
                data: FeatureData::Number(column(k)),
            })
            .collect();
        let (first, chance) = (column(0), column(99));
        let labels = (0..600).map(|i| chance[i] < 0.1 + 0.8 * first[i]).collect();
        (Frame { rows: 600, columns }, labels)
    }

    #[test]
    fn the_conditions_of_the_optimum_hold() {
        let (frame, labels) = table();
        let rows: Vec<u32> = (0..600).collect();
        let weights: Vec<f64> = (0..600).map(|i| 1.0 + f64::from(i % 2)).collect();
        let cases = Cases {
            frame: &frame,
            labels: &labels,
            rows: &rows,
            weights: &weights,
        };
        let design = Design::fit(&cases);
        let likelihood = Likelihood::of(&design, &cases);
        for share in [1.0, 0.5, 0.0] {
            let problem = Problem::new(&likelihood, &cases, share);
            let penalty = problem.largest_penalty() * 0.1;
            let beta = problem.descend(problem.start.clone(), penalty).unwrap();
            let (gradient, _) = likelihood.derivatives(&beta, 0.0);
            let scale = problem.total * penalty;
            for (term, (&b, &spread)) in beta.iter().zip(&problem.spreads).enumerate() {
                let rest = gradient[term] - scale * (1.0 - share) * spread * spread * b;
                if b == 0.0 {
                    assert!(rest.abs() <= scale * share * spread + 0.05, "{share} {term}: {rest}");
                } else {
                    assert!(
                        (rest - scale * share * spread * b.signum()).abs() < 0.05,
                        "{share} {term}: {rest}"
                    );
                }
            }
        }
    }

    #[test]
    fn at_the_largest_penalty_all_is_nothing_and_the_choice_keeps_what_tells() {
        let (frame, labels) = table();
        let rows: Vec<u32> = (0..600).collect();
        let task = Task::whole(&frame, &labels, &rows, 1);
        let draw = Draw::of(&task, 0, 1000);
        let cases = draw.part.cases(&task);
        let design = Design::fit(&cases);
        let likelihood = Likelihood::of(&design, &cases);
        let problem = Problem::new(&likelihood, &cases, 1.0);
        let beta = problem
            .descend(problem.start.clone(), problem.largest_penalty() * 1.0001)
            .unwrap();
        assert!(beta[..design.terms].iter().all(|&b| b == 0.0));
        let settings = ElasticNetSettings {
            lasso_share: 1.0,
            ..ElasticNetSettings::default()
        };
        let fitted = fit(&task, &draw, &settings).unwrap();
        let zero = fitted.coefficients().iter().filter(|&&b| b == 0.0).count();
        assert!(zero > design.terms / 2, "{zero} of {}", design.terms);
        let spread = |column: usize| {
            let values: Vec<f64> = rows
                .iter()
                .map(|&row| fitted.contribution(&frame, column, row))
                .collect();
            values.iter().fold(f64::MIN, |a, &b| a.max(b)) - values.iter().fold(f64::MAX, |a, &b| a.min(b))
        };
        assert!((1..8).all(|column| spread(column) < 0.5 * spread(0)));
    }
}
