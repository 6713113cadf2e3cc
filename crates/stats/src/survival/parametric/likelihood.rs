//! The log-likelihood of censored durations with location and a third predictor linear in covariates.

use super::contribution::{Term, Third, contribution};
use super::family::Family;
use super::outcome::Outcomes;
use crate::chunks;
use crate::covariates::{Covariates, Scale};
use crate::maximise::Objective;
use std::ops::Range;

/// A linear predictor: intercept and standardised columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Predictor<'a> {
    pub(super) covariates: &'a Covariates<'a>,
    pub(super) scales: &'a [Scale],
}

impl Predictor<'_> {
    /// Intercept and slopes.
    pub(super) fn len(&self) -> usize {
        1 + self.scales.len()
    }

    /// Intercept + Σ slope·(x − mean)/sd for a range of rows.
    fn fill(&self, parameters: &[f64], rows: Range<usize>, out: &mut Vec<f64>) {
        out.clear();
        out.resize(rows.len(), parameters[0]);
        for ((column, scale), slope) in self.covariates.columns.iter().zip(self.scales).zip(&parameters[1..]) {
            let slope = slope / scale.sd;
            for (sum, x) in out.iter_mut().zip(&column[rows.clone()]) {
                *sum += slope * (x - scale.mean);
            }
        }
    }

    /// The transpose: Σ of `by_row`, then of `by_row`·(x − mean)/sd for each column.
    fn gather(&self, by_row: &[f64], rows: Range<usize>, out: &mut [f64]) {
        out[0] += by_row.iter().sum::<f64>();
        for ((column, scale), out) in self.covariates.columns.iter().zip(self.scales).zip(&mut out[1..]) {
            let sum: f64 = by_row
                .iter()
                .zip(&column[rows.clone()])
                .map(|(d, x)| d * (x - scale.mean))
                .sum();
            *out += sum / scale.sd;
        }
    }

    /// The row of the design: 1, then the standardised values.
    fn design(&self, row: usize, out: &mut [f64]) {
        out[0] = 1.0;
        for ((column, scale), out) in self.covariates.columns.iter().zip(self.scales).zip(&mut out[1..]) {
            *out = (column[row] - scale.mean) / scale.sd;
        }
    }
}

/// Parameters: location (intercept, slopes), ln σ where it is estimated, then the third predictor (intercept, slopes).
#[derive(Clone, Copy, Debug)]
pub(super) struct Likelihood<'a> {
    pub(super) family: Family,
    pub(super) outcomes: &'a Outcomes,
    pub(super) location: Predictor<'a>,
    pub(super) kind_of_third: Third,
    /// Without covariates for the generalised gamma; not read where there is no third.
    pub(super) third: Predictor<'a>,
    /// ½·ridge·Σ slope² is taken off, of the likelihood with weights of mean 1.
    pub(super) ridge: f64,
}

impl Likelihood<'_> {
    /// Where location, ln σ and the third predictor lie among the parameters.
    pub(super) fn blocks(&self) -> [Range<usize>; 3] {
        let location = self.location.len();
        let scale = location + usize::from(self.family.has_scale());
        let third = match self.kind_of_third {
            Third::Absent => 0,
            _ => self.third.len(),
        };
        [0..location, location..scale, scale..scale + third]
    }

    /// Calls `each` with the weight and the contribution of every row of the range.
    fn terms(&self, parameters: &[f64], rows: Range<usize>, mut each: impl FnMut(usize, f64, Term)) {
        let [location, scale, third] = self.blocks();
        let sigma = parameters[scale].first().map_or(1.0, |log| log.exp());
        let mut at = Vec::new();
        self.location.fill(&parameters[location], rows.clone(), &mut at);
        let mut thirds = Vec::new();
        if !third.is_empty() {
            self.third.fill(&parameters[third], rows.clone(), &mut thirds);
        }
        for (index, row) in rows.enumerate() {
            let point = [at[index], sigma, thirds.get(index).copied().unwrap_or(0.0)];
            let term = contribution(self.family, self.kind_of_third, self.outcomes, row, point);
            each(row, self.outcomes.weight_of(row), term);
        }
    }

    /// Indices of slopes.
    fn slopes(&self) -> impl Iterator<Item = usize> {
        let [location, _, third] = self.blocks();
        (location.start + 1..location.end).chain(third.start + 1..third.end.max(third.start + 1))
    }

    /// What the penalty takes off.
    pub(super) fn penalty(&self, parameters: &[f64]) -> f64 {
        0.5 * self.ridge * self.slopes().map(|at| parameters[at] * parameters[at]).sum::<f64>()
    }
}

impl Objective for Likelihood<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let [location, scale, third] = self.blocks();
        let width = parameters.len() + 1;
        let sums = chunks::sum(self.outcomes.len(), width, |rows, sums| {
            let (total, slots) = sums.split_at_mut(1);
            let mut by_location = Vec::with_capacity(rows.len());
            let mut by_third = Vec::with_capacity(if third.is_empty() { 0 } else { rows.len() });
            let mut by_scale = 0.0;
            self.terms(parameters, rows.clone(), |_, weight, term| {
                total[0] += weight * term.value;
                by_location.push(weight * term.first[0]);
                by_scale += weight * term.first[1];
                if !third.is_empty() {
                    by_third.push(weight * term.first[2]);
                }
            });
            self.location
                .gather(&by_location, rows.clone(), &mut slots[location.clone()]);
            slots[scale.clone()].iter_mut().for_each(|slot| *slot += by_scale);
            if !third.is_empty() {
                self.third.gather(&by_third, rows, &mut slots[third.clone()]);
            }
        });
        gradient.copy_from_slice(&sums[1..]);
        for at in self.slopes() {
            gradient[at] -= self.ridge * parameters[at];
        }
        sums[0] - self.penalty(parameters)
    }

    fn information(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        if self.kind_of_third == Third::Shape {
            // Second derivatives in Q are not known in closed form.
            return None;
        }
        let [location, scale, third] = self.blocks();
        let k = parameters.len();
        let sums = chunks::sum(self.outcomes.len(), k * k, |rows, sums| {
            let mut x = vec![0.0; k];
            self.terms(parameters, rows, |row, weight, term| {
                self.location.design(row, &mut x[location.clone()]);
                x[scale.clone()].fill(1.0);
                if !third.is_empty() {
                    self.third.design(row, &mut x[third.clone()]);
                }
                let [aa, ab, bb, ac, bc, cc] = term.second.map(|second| -weight * second);
                // Each block of rows of the lower triangle, with one factor for each block of columns.
                let blocks = [
                    (location.clone(), [aa, 0.0, 0.0]),
                    (scale.clone(), [ab, bb, 0.0]),
                    (third.clone(), [ac, bc, cc]),
                ];
                for (block, factors) in blocks {
                    for i in block {
                        let line = &mut sums[i * k..i * k + i + 1];
                        for (columns, factor) in [&location, &scale, &third].into_iter().zip(factors) {
                            let columns = columns.start.min(i + 1)..columns.end.min(i + 1);
                            let factor = factor * x[i];
                            for (sum, x) in line[columns.clone()].iter_mut().zip(&x[columns]) {
                                *sum += factor * x;
                            }
                        }
                    }
                }
            });
        });
        let mut information = sums;
        for i in 0..k {
            for j in i + 1..k {
                information[i * k + j] = information[j * k + i];
            }
        }
        for at in self.slopes() {
            information[at * k + at] += self.ridge;
        }
        Some(information)
    }
}
