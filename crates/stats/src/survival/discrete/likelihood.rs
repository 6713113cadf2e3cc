//! The likelihood of person-periods, summed row by row without listing them.

use rayon::prelude::*;

use super::cells::{Cell, Kind};
use super::data::{DiscreteData, Link};
use crate::chunks;
use crate::covariates::Scale;

/// Rows in the form that the sums read.
pub(super) struct Rows<'a> {
    data: &'a DiscreteData<'a>,
    link: Link,
    /// Free cells: first and last period.
    spans: Vec<(u32, u32)>,
    /// Free cells that each row was at risk in: first, and one after the last.
    ranges: Vec<(u32, u32)>,
    /// Whether each row churned in a free cell, which is then its last.
    churned: Vec<bool>,
    /// Standardised columns, row by row.
    x: Vec<f64>,
    /// Weights with a mean of 1; empty: 1 each.
    weights: Vec<f64>,
    columns: usize,
}

/// The log-likelihood with its slope and information at a point.
pub(super) struct Sums {
    pub(super) log_likelihood: f64,
    /// Slope by column.
    pub(super) slope: Vec<f64>,
    /// Information of the columns, row by row.
    pub(super) information: Vec<f64>,
    /// Slope by intercept.
    pub(super) cell_slope: Vec<f64>,
    /// Information by intercept, which is diagonal.
    pub(super) cell_information: Vec<f64>,
    /// Information between each intercept and the columns: a row for each intercept.
    pub(super) cross: Vec<f64>,
}

/// A product of factors is turned into a logarithm when it passes this.
const LARGE: f64 = 1e200;

impl<'a> Rows<'a> {
    pub(super) fn new(
        data: &'a DiscreteData<'a>,
        link: Link,
        cells: &[Cell],
        scales: &[Scale],
        mean_weight: f64,
    ) -> Self {
        let free = || cells.iter().filter(|cell| cell.kind == Kind::Free);
        let spans: Vec<(u32, u32)> = free().map(|cell| (cell.first, cell.last)).collect();
        let ranges: Vec<(u32, u32)> = (0..data.periods.len())
            .map(|row| {
                let (entry, period) = (data.entry_of(row), data.periods[row]);
                let from = spans.partition_point(|&(_, last)| last <= entry);
                let to = spans.partition_point(|&(first, _)| first <= period);
                (from as u32, to.max(from) as u32)
            })
            .collect();
        let churned = (ranges.iter().enumerate())
            .map(|(row, &(from, to))| data.event[row] && to > from && spans[to as usize - 1].1 >= data.periods[row])
            .collect();
        let columns = scales.len();
        let mut x = vec![0.0; data.periods.len() * columns];
        x.par_chunks_mut((chunks::CHUNK * columns).max(1))
            .enumerate()
            .for_each(|(chunk, block)| {
                let from = chunk * chunks::CHUNK;
                for (j, (scale, column)) in scales.iter().zip(data.covariates.columns).enumerate() {
                    let centre = scale.mean / scale.sd;
                    for (slot, &value) in block.iter_mut().skip(j).step_by(columns).zip(&column[from..]) {
                        *slot = value / scale.sd - centre;
                    }
                }
            });
        Self {
            data,
            link,
            spans,
            ranges,
            churned,
            x,
            weights: data
                .weight
                .map_or_else(Vec::new, |w| w.iter().map(|w| w / mean_weight).collect()),
            columns,
        }
    }

    /// Intercepts to estimate.
    pub(super) fn cells(&self) -> usize {
        self.spans.len()
    }

    /// Largest distance of each standardised column from its mean.
    pub(super) fn reach(&self) -> Vec<f64> {
        let mut reach = vec![0.0_f64; self.columns];
        for row in self.x.chunks_exact(self.columns.max(1)) {
            for (reach, x) in reach.iter_mut().zip(row) {
                *reach = reach.max(x.abs());
            }
        }
        reach
    }

    /// Sums at the intercepts `alpha` and the coefficients `beta` of standardised columns. The information is the
    /// expected one. A log-likelihood that is not finite is outside the domain.
    pub(super) fn sums(&self, alpha: &[f64], beta: &[f64]) -> Sums {
        let (p, k) = (self.columns, self.spans.len());
        let levels: Vec<f64> = alpha.iter().map(|a| a.exp()).collect();
        let widths = [1, p, p * p, k, k, k * p];
        let all = chunks::sum(self.ranges.len(), widths.iter().sum(), |range, sums| {
            let mut parts = split(sums, widths);
            for row in range {
                self.add(row, alpha, &levels, beta, &mut parts);
            }
        });
        let mut taken = all.into_iter();
        let mut take = |width: usize| taken.by_ref().take(width).collect::<Vec<f64>>();
        let mut sums = Sums {
            log_likelihood: take(1).first().copied().unwrap_or(f64::NAN),
            slope: take(p),
            information: take(p * p),
            cell_slope: take(k),
            cell_information: take(k),
            cross: take(k * p),
        };
        for i in 0..p {
            for j in 0..i {
                sums.information[j * p + i] = sums.information[i * p + j];
            }
        }
        sums
    }

    /// Adds one row: over its periods only numbers that depend on the row through its linear predictor.
    fn add(&self, row: usize, alpha: &[f64], levels: &[f64], beta: &[f64], parts: &mut [&mut [f64]; 6]) {
        let p = self.columns;
        let (from, to) = (self.ranges[row].0 as usize, self.ranges[row].1 as usize);
        if from == to {
            return;
        }
        let x = &self.x[row * p..(row + 1) * p];
        let weight = self.weights.get(row).copied().unwrap_or(1.0);
        let predictor: f64 = x.iter().zip(beta).map(|(x, b)| x * b).sum();
        let own = predictor.exp();
        let (entry, period) = (self.data.entry_of(row), self.data.periods[row]);
        let [likelihood, slope, information, cell_slope, cell_information, cross] = parts;
        let (mut factors, mut log_likelihood) = (1.0, 0.0);
        let (mut slopes, mut curvatures) = (0.0, 0.0);
        for cell in from..to {
            let (first, last) = self.spans[cell];
            let there = f64::from(period.min(last) - entry.max(first - 1));
            let churned = self.churned[row] && cell + 1 == to;
            let odds = levels[cell] * own;
            let (s, c) = match self.link {
                Link::Logit => {
                    let stay = 1.0 / (1.0 + odds);
                    let churn = odds * stay;
                    if there == 1.0 {
                        factors *= 1.0 + odds;
                        if factors > LARGE {
                            log_likelihood -= factors.ln();
                            factors = 1.0;
                        }
                    } else {
                        log_likelihood -= there * odds.ln_1p();
                    }
                    let mut s = -there * churn;
                    if churned {
                        log_likelihood += alpha[cell] + predictor;
                        s += 1.0;
                    }
                    (s, there * churn * stay)
                }
                Link::CompLogLog => {
                    let (stays, mut s) = (there - f64::from(u8::from(churned)), 0.0);
                    // z/(e^z − 1), which is 1 at 0 and 0 far out.
                    let shrunk = if odds > 700.0 {
                        0.0
                    } else if odds > 0.0 {
                        odds / odds.exp_m1()
                    } else {
                        1.0
                    };
                    log_likelihood -= stays * odds;
                    if churned {
                        log_likelihood += (-(-odds).exp_m1()).ln();
                        s = shrunk;
                    }
                    (s - stays * odds, there * odds * shrunk)
                }
            };
            slopes += s;
            curvatures += c;
            cell_slope[cell] += weight * s;
            cell_information[cell] += weight * c;
            let weighted = weight * c;
            for (sum, x) in cross[cell * p..(cell + 1) * p].iter_mut().zip(x) {
                *sum += weighted * x;
            }
        }
        likelihood[0] += weight * (log_likelihood - factors.ln());
        for (i, &xi) in x.iter().enumerate() {
            slope[i] += weight * slopes * xi;
            let scaled = weight * curvatures * xi;
            for (sum, x) in information[i * p..=i * p + i].iter_mut().zip(x) {
                *sum += scaled * x;
            }
        }
    }
}

/// The parts of one slice, of the given widths.
fn split(sums: &mut [f64], widths: [usize; 6]) -> [&mut [f64]; 6] {
    let mut rest = sums;
    widths.map(|width| {
        let (part, tail) = std::mem::take(&mut rest).split_at_mut(width);
        rest = tail;
        part
    })
}
