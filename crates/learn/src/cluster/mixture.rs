//! Mixture models: normal numbers, categories with their own shares, independent inside a group.

use serde::{Deserialize, Serialize};

use super::coordinates::Points;

/// Groups with their sizes, centres and spreads.
///
/// Numbers are normal with a variance each (diagonal covariance), categories multinomial, all independent within a group (latent profile and class
/// analysis; Fraley & Raftery 2002, McLachlan & Peel 2000). A normal on the corners of a simplex would collapse to a variance
/// of 0, hence the multinomials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mixture {
    /// Groups by group.
    pub groups: Vec<Component>,
    /// Coordinates that are numbers: the first ones.
    pub numbers: usize,
    /// Start and number of the coordinates of each category.
    pub blocks: Vec<(usize, usize)>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Share of customers, 0–1.
    pub share: f64,
    /// Mean of each number.
    pub means: Vec<f64>,
    /// Variance of each number, above 0.
    pub variances: Vec<f64>,
    /// Shares of the levels of each category; the last is any other level or a missing value.
    pub levels: Vec<Vec<f64>>,
}

const MAX_STEPS: usize = 100;
/// Steps after which starts are compared.
const FIRST_STEPS: usize = 12;
/// Gain in log-likelihood a customer at which EM has settled.
const SETTLED: f64 = 1e-5;
/// A group's variance is at least this share of that of all customers: a group of equal values does not get an infinite likelihood.
const LEAST_VARIANCE: f64 = 0.05;
/// Customers with the average spread and shares that every group is given beforehand: shrinkage of small groups.
const PRIOR: f64 = 2.0;

/// What is the same for all groups: spread and shares of all customers.
struct Overall {
    variances: Vec<f64>,
    levels: Vec<Vec<f64>>,
}

/// A fitted mixture and how well it fits.
pub struct Fit {
    /// The mixture.
    pub mixture: Mixture,
    /// Bayesian information criterion −2·log-likelihood + parameters·ln n (Schwarz 1978); smaller is better.
    pub bic: f64,
}

impl Mixture {
    /// Expectation–maximisation from first assignments (of k-means runs): a few steps from each, and to the end from the likeliest of them.
    /// `numbers` and `blocks` as in the type; at least one point and one start.
    pub fn fit(points: &Points, starts: &[Vec<u32>], groups: usize, numbers: usize, blocks: &[(usize, usize)]) -> Fit {
        let overall = Overall::of(points, numbers, blocks);
        let mut best: Option<Run> = None;
        for first in starts {
            let mut run = Run {
                shares: (0..groups)
                    .map(|group| {
                        first
                            .iter()
                            .map(|&f| f64::from(u8::from(f as usize == group)))
                            .collect()
                    })
                    .collect(),
                log_likelihood: f64::NEG_INFINITY,
                mixture: Self {
                    groups: Vec::new(),
                    numbers,
                    blocks: blocks.to_vec(),
                },
            };
            run.climb(points, &overall, if starts.len() > 1 { FIRST_STEPS } else { MAX_STEPS });
            if best.as_ref().is_none_or(|b| run.log_likelihood > b.log_likelihood) {
                best = Some(run);
            }
        }
        let Some(mut run) = best else {
            return Fit {
                mixture: Self {
                    groups: Vec::new(),
                    numbers,
                    blocks: blocks.to_vec(),
                },
                bic: f64::INFINITY,
            };
        };
        if starts.len() > 1 {
            run.climb(points, &overall, MAX_STEPS);
        }
        let levels: usize = blocks.iter().map(|block| block.1).sum();
        let parameters = groups - 1 + groups * (2 * numbers + levels);
        Fit {
            bic: -2.0 * run.log_likelihood + parameters as f64 * (points.len() as f64).ln(),
            mixture: run.mixture,
        }
    }

    /// The likeliest group of each point; the first of equally likely ones.
    pub fn assign(&self, points: &Points) -> Vec<u32> {
        let logs = self.logs();
        let mut out = vec![0.0; self.groups.len()];
        (0..points.len())
            .map(|row| {
                self.log_densities(&logs, points.row(row), &mut out);
                let mut best = 0;
                for (group, log) in out.iter().enumerate() {
                    if *log > out[best] {
                        best = group;
                    }
                }
                best as u32
            })
            .collect()
    }

    fn logs(&self) -> Vec<Logs> {
        self.groups
            .iter()
            .map(|group| Logs {
                constant: group.share.max(f64::MIN_POSITIVE).ln()
                    - 0.5
                        * group
                            .variances
                            .iter()
                            .map(|v| (std::f64::consts::TAU * v).ln())
                            .sum::<f64>(),
                halves: group.variances.iter().map(|v| 0.5 / v).collect(),
                levels: group
                    .levels
                    .iter()
                    .map(|shares| shares.iter().map(|share| share.ln()).collect())
                    .collect(),
            })
            .collect()
    }

    /// ln(share · density) of a point in every group.
    fn log_densities(&self, logs: &[Logs], point: &[f64], out: &mut [f64]) {
        for ((group, logs), out) in self.groups.iter().zip(logs).zip(out) {
            let mut log = logs.constant;
            for ((x, mean), half) in point.iter().zip(&group.means).zip(&logs.halves) {
                log -= half * (x - mean) * (x - mean);
            }
            for (&(start, len), levels) in self.blocks.iter().zip(&logs.levels) {
                log += levels[level(&point[start..start + len])];
            }
            *out = log;
        }
    }
}

/// What a density needs of a group, once.
struct Logs {
    constant: f64,
    halves: Vec<f64>,
    levels: Vec<Vec<f64>>,
}

/// EM on its way.
struct Run {
    mixture: Mixture,
    /// Share of each group in each point, `[group][row]`.
    shares: Vec<Vec<f64>>,
    log_likelihood: f64,
}

impl Run {
    fn climb(&mut self, points: &Points, overall: &Overall, steps: usize) {
        for _ in 0..steps {
            let (numbers, blocks) = (self.mixture.numbers, &self.mixture.blocks);
            self.mixture.groups = self
                .shares
                .iter()
                .map(|share| component(points, share, numbers, blocks, overall))
                .collect();
            let now = self.expectation(points);
            let gained = now - self.log_likelihood;
            self.log_likelihood = now;
            if gained <= SETTLED * points.len() as f64 {
                return;
            }
        }
    }

    /// Writes every group's share in every point; the log-likelihood.
    fn expectation(&mut self, points: &Points) -> f64 {
        let logs = self.mixture.logs();
        let mut total = 0.0;
        let mut out = vec![0.0; self.mixture.groups.len()];
        for row in 0..points.len() {
            self.mixture.log_densities(&logs, points.row(row), &mut out);
            let largest = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut sum = 0.0;
            for log in &mut out {
                *log = (*log - largest).exp();
                sum += *log;
            }
            total += largest + sum.ln();
            for (share, part) in self.shares.iter_mut().zip(&out) {
                share[row] = part / sum;
            }
        }
        total
    }
}

impl Overall {
    fn of(points: &Points, numbers: usize, blocks: &[(usize, usize)]) -> Self {
        let everybody = vec![1.0; points.len()];
        let even = Self {
            variances: vec![0.0; numbers],
            levels: blocks
                .iter()
                .map(|&(_, len)| vec![1.0 / (len + 1) as f64; len + 1])
                .collect(),
        };
        let all = component(points, &everybody, numbers, blocks, &even);
        Self {
            // A number that is constant here would have no density.
            variances: all.variances.iter().map(|v| v.max(1e-9)).collect(),
            levels: all.levels,
        }
    }
}

/// Which level a point is at; the number of levels for none.
#[inline]
fn level(corner: &[f64]) -> usize {
    corner.iter().position(|&x| x > 0.0).unwrap_or(corner.len())
}

/// The group that the points belong to by these shares.
fn component(
    points: &Points,
    shares: &[f64],
    numbers: usize,
    blocks: &[(usize, usize)],
    overall: &Overall,
) -> Component {
    let size: f64 = shares.iter().sum();
    let held = size.max(f64::MIN_POSITIVE);
    let mut means = vec![0.0; numbers];
    let mut levels: Vec<Vec<f64>> = overall
        .levels
        .iter()
        .map(|shares| shares.iter().map(|share| PRIOR * share).collect())
        .collect();
    for (row, &share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let point = points.row(row);
        means.iter_mut().zip(point).for_each(|(mean, x)| *mean += share * x);
        for (&(start, len), levels) in blocks.iter().zip(&mut levels) {
            levels[level(&point[start..start + len])] += share;
        }
    }
    means.iter_mut().for_each(|mean| *mean /= held);
    let mut variances = vec![0.0; numbers];
    for (row, &share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        for ((variance, x), mean) in variances.iter_mut().zip(points.row(row)).zip(&means) {
            *variance += share * (x - mean) * (x - mean);
        }
    }
    for (variance, all) in variances.iter_mut().zip(&overall.variances) {
        *variance = ((*variance + PRIOR * all) / (size + PRIOR)).max(LEAST_VARIANCE * all);
    }
    for levels in &mut levels {
        levels.iter_mut().for_each(|count| *count /= size + PRIOR);
    }
    Component {
        share: size / shares.len() as f64,
        means,
        variances,
        levels,
    }
}
