//! The log-likelihood of a piecewise constant hazard over spells that are never split in memory.

use crate::check;
use crate::chunks;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;
use crate::maximise::{Maximum, Objective};
use crate::survival::spells::Spells;
use std::ops::Range;

/// Parameters: standardised slopes, then for each interval the logarithm of its hazard over events/exposure there.
pub(super) struct Pieces<'a> {
    spells: &'a Spells<'a>,
    covariates: &'a Covariates<'a>,
    pub(super) scales: &'a [Scale],
    /// 0, then the breakpoints.
    starts: Vec<f64>,
    /// Interval in which each row ends.
    last: Vec<u32>,
    /// Rows with an event in each interval.
    pub(super) events: Vec<u64>,
    /// The same by weight (of mean 1).
    weight: Vec<f64>,
    /// Longest time of a row in each interval: the unit of time there, so that no sum overflows.
    unit: Vec<f64>,
    /// Events/exposure in each interval, both by weight, per unit of time there.
    rate: Vec<f64>,
    /// The logarithm of events/exposure per unit of the data.
    pub(super) log_rate: Vec<f64>,
    /// Time times weight in each interval, in the units of the data.
    pub(super) exposure: Vec<f64>,
    pub(super) weight_mean: f64,
    ridge: f64,
}

impl<'a> Pieces<'a> {
    /// Of checked spells, each interval with an event.
    pub(super) fn new(
        spells: &'a Spells<'a>,
        covariates: &'a Covariates<'a>,
        scales: &'a [Scale],
        breakpoints: &[f64],
        ridge: f64,
    ) -> Result<Self, StatsError> {
        let n = spells.len() as f64;
        let count = breakpoints.len() + 1;
        let weight_mean = spells.weight.map_or(1.0, |w| w.iter().map(|w| w / n).sum());
        let piece = |exit: f64| breakpoints.partition_point(|&cut| cut < exit) as u32;
        let mut pieces = Self {
            spells,
            covariates,
            scales,
            starts: std::iter::once(0.0).chain(breakpoints.iter().copied()).collect(),
            last: spells.exit.iter().map(|&exit| piece(exit)).collect(),
            events: vec![0; count],
            weight: vec![0.0; count],
            unit: vec![0.0; count],
            rate: vec![0.0; count],
            log_rate: vec![0.0; count],
            exposure: vec![0.0; count],
            weight_mean,
            ridge: ridge / weight_mean,
        };
        for row in 0..spells.len() {
            for at in 0..=pieces.last[row] as usize {
                pieces.unit[at] = pieces.unit[at].max(pieces.time_in(row, at));
            }
            if spells.event[row] {
                pieces.events[pieces.last[row] as usize] += 1;
                pieces.weight[pieces.last[row] as usize] += pieces.weight_of(row);
            }
        }
        let exposure = chunks::sum(spells.len(), count, |rows, sums| {
            for row in rows {
                for (at, sum) in sums.iter_mut().enumerate().take(pieces.last[row] as usize + 1) {
                    *sum += pieces.weight_of(row) * (pieces.time_in(row, at) / pieces.unit[at]);
                }
            }
        });
        for (at, exposure) in exposure.into_iter().enumerate() {
            let unit = pieces.unit[at];
            pieces.rate[at] = pieces.weight[at] / exposure;
            pieces.log_rate[at] = check::no_overflow("a hazard", pieces.rate[at].ln() - unit.ln())?;
            pieces.exposure[at] = check::no_overflow("the time under observation", exposure * weight_mean * unit)?;
        }
        Ok(pieces)
    }

    /// Σ of the weights as they were given.
    pub(super) fn total_weight(&self) -> f64 {
        self.weight_mean * self.spells.len() as f64
    }

    /// Of the maximum, in the unit of the data and without the penalty.
    pub(super) fn log_likelihood(&self, maximum: &Maximum) -> f64 {
        let constant: f64 = self.weight.iter().zip(&self.log_rate).map(|(w, rate)| w * rate).sum();
        (maximum.log_likelihood + self.penalty(&maximum.parameters) + constant) * self.weight_mean
    }

    fn penalty(&self, parameters: &[f64]) -> f64 {
        let slopes = &parameters[..self.scales.len()];
        0.5 * self.ridge * slopes.iter().map(|b| b * b).sum::<f64>()
    }

    fn weight_of(&self, row: usize) -> f64 {
        self.spells.weight_of(row) / self.weight_mean
    }

    /// How long a row was under observation in an interval up to the one in which it ended.
    fn time_in(&self, row: usize, at: usize) -> f64 {
        let from = self.starts[at].max(self.spells.entry_of(row));
        let exit = self.spells.exit[row];
        let to = self.starts.get(at + 1).map_or(exit, |&end| end.min(exit));
        (to - from).max(0.0)
    }

    /// Σ standardised slope·x of a range of rows.
    fn predictors(&self, slopes: &[f64], rows: Range<usize>) -> Vec<f64> {
        let mut sums = vec![0.0; rows.len()];
        for ((column, scale), slope) in self.covariates.columns.iter().zip(self.scales).zip(slopes) {
            let slope = slope / scale.sd;
            for (sum, x) in sums.iter_mut().zip(&column[rows.clone()]) {
                *sum += slope * (x - scale.mean);
            }
        }
        sums
    }
}

impl Objective for Pieces<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let slopes = self.scales.len();
        let (by_column, by_piece) = parameters.split_at(slopes);
        // Expected events per unit of time in each interval.
        let hazard: Vec<f64> = self.rate.iter().zip(by_piece).map(|(rate, a)| rate * a.exp()).collect();
        let sums = chunks::sum(self.spells.len(), 1 + parameters.len(), |rows, sums| {
            let predictors = self.predictors(by_column, rows.clone());
            let mut excess = Vec::with_capacity(rows.len());
            for (row, predictor) in rows.clone().zip(&predictors) {
                let ratio = self.weight_of(row) * predictor.exp();
                let last = self.last[row] as usize;
                let mut expected = 0.0;
                for at in 0..=last {
                    let here = ratio * hazard[at] * (self.time_in(row, at) / self.unit[at]);
                    sums[1 + slopes + at] -= here;
                    expected += here;
                }
                let mut event = 0.0;
                if self.spells.event[row] {
                    event = self.weight_of(row);
                    sums[0] += event * (predictor + by_piece[last]);
                    sums[1 + slopes + last] += event;
                }
                sums[0] -= expected;
                excess.push(event - expected);
            }
            for ((column, scale), sum) in self.covariates.columns.iter().zip(self.scales).zip(&mut sums[1..]) {
                let pairs = excess.iter().zip(&column[rows.clone()]);
                *sum += pairs.map(|(e, x)| e * (x - scale.mean)).sum::<f64>() / scale.sd;
            }
        });
        gradient.copy_from_slice(&sums[1..]);
        for (slot, slope) in gradient.iter_mut().zip(by_column) {
            *slot -= self.ridge * slope;
        }
        sums[0] - self.penalty(parameters)
    }

    fn information(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let slopes = self.scales.len();
        let k = parameters.len();
        let (by_column, by_piece) = parameters.split_at(slopes);
        let hazard: Vec<f64> = self.rate.iter().zip(by_piece).map(|(rate, a)| rate * a.exp()).collect();
        let mut information = chunks::sum(self.spells.len(), k * k, |rows, sums| {
            let predictors = self.predictors(by_column, rows.clone());
            let mut x = vec![0.0; slopes];
            for (row, predictor) in rows.zip(&predictors) {
                for ((column, scale), x) in self.covariates.columns.iter().zip(self.scales).zip(&mut x) {
                    *x = (column[row] - scale.mean) / scale.sd;
                }
                let ratio = self.weight_of(row) * predictor.exp();
                let mut expected = 0.0;
                for at in 0..=self.last[row] as usize {
                    let here = ratio * hazard[at] * (self.time_in(row, at) / self.unit[at]);
                    expected += here;
                    let line = (slopes + at) * k;
                    sums[line + slopes + at] += here;
                    for (sum, x) in sums[line..].iter_mut().zip(&x) {
                        *sum += here * x;
                    }
                }
                for (i, factor) in x.iter().enumerate() {
                    for (sum, x) in sums[i * k..=i * k + i].iter_mut().zip(&x) {
                        *sum += expected * factor * x;
                    }
                }
            }
        });
        for i in 0..k {
            for j in i + 1..k {
                information[i * k + j] = information[j * k + i];
            }
        }
        for at in 0..slopes {
            information[at * k + at] += self.ridge;
        }
        Some(information)
    }
}
