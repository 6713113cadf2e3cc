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

const MAX_STEPS: usize = 200;
/// Gain in log-likelihood a customer at which EM has settled.
const SETTLED: f64 = 1e-6;
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
    /// Expectation–maximisation from a first assignment (of k-means). `numbers` and `blocks` as in the type; at least one point.
    pub fn fit(points: &Points, first: &[u32], groups: usize, numbers: usize, blocks: &[(usize, usize)]) -> Fit {
        let n = points.len();
        let everybody = vec![1.0; n];
        let empty = Overall {
            variances: vec![0.0; numbers],
            levels: blocks
                .iter()
                .map(|&(_, len)| vec![1.0 / (len + 1) as f64; len + 1])
                .collect(),
        };
        let all = component(points, &everybody, numbers, blocks, &empty);
        let overall = Overall {
            // A number that is constant here would have no density.
            variances: all.variances.iter().map(|v| v.max(1e-9)).collect(),
            levels: all.levels,
        };
        let mut shares: Vec<Vec<f64>> = (0..groups)
            .map(|group| {
                first
                    .iter()
                    .map(|&f| f64::from(u8::from(f as usize == group)))
                    .collect()
            })
            .collect();
        let mut log_likelihood = f64::NEG_INFINITY;
        let mut mixture = Self {
            groups: Vec::new(),
            numbers,
            blocks: blocks.to_vec(),
        };
        for _ in 0..MAX_STEPS {
            mixture.groups = shares
                .iter()
                .map(|share| component(points, share, numbers, blocks, &overall))
                .collect();
            let now = mixture.expect(points, &mut shares);
            let gained = now - log_likelihood;
            log_likelihood = now;
            if gained <= SETTLED * n as f64 {
                break;
            }
        }
        let levels: usize = blocks.iter().map(|block| block.1).sum();
        let parameters = groups - 1 + groups * (2 * numbers + levels);
        Fit {
            mixture,
            bic: -2.0 * log_likelihood + parameters as f64 * (n as f64).ln(),
        }
    }

    /// Writes every group's share in every point; the log-likelihood.
    fn expect(&self, points: &Points, shares: &mut [Vec<f64>]) -> f64 {
        let mut total = 0.0;
        let mut logs = vec![0.0; self.groups.len()];
        for row in 0..points.len() {
            self.log_densities(points.row(row), &mut logs);
            let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logs.iter().map(|l| (l - largest).exp()).sum();
            total += largest + sum.ln();
            for (share, log) in shares.iter_mut().zip(&logs) {
                share[row] = (log - largest).exp() / sum;
            }
        }
        total
    }

    /// ln(share · density) of a point in every group.
    fn log_densities(&self, point: &[f64], out: &mut [f64]) {
        for (group, out) in self.groups.iter().zip(out) {
            let mut log = group.share.max(f64::MIN_POSITIVE).ln();
            for ((x, mean), variance) in point.iter().zip(&group.means).zip(&group.variances) {
                log -= 0.5 * ((x - mean) * (x - mean) / variance + (std::f64::consts::TAU * variance).ln());
            }
            for (&(start, len), levels) in self.blocks.iter().zip(&group.levels) {
                log += levels[level(&point[start..start + len])].ln();
            }
            *out = log;
        }
    }

    /// The likeliest group of a point; the first of equally likely ones.
    pub fn assign(&self, point: &[f64]) -> u32 {
        let mut logs = vec![0.0; self.groups.len()];
        self.log_densities(point, &mut logs);
        let mut best = 0;
        for (group, log) in logs.iter().enumerate() {
            if *log > logs[best] {
                best = group;
            }
        }
        best as u32
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
