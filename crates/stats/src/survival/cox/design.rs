//! The covariates as one block of numbers in order of time.

use rayon::prelude::*;

use super::order::Order;
use crate::chunks::CHUNK;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;

/// Rows filled from one column before the next column's turn: they stay in the nearest cache.
const STRIP: usize = 128;
/// Numbers turned from columns into lines at a time: they stay in the farthest cache.
const BLOCK: usize = 1 << 20;
/// Variance within strata, relative to that of the whole column, that is rounding.
const NOTHING: f64 = 1e-20;

/// Columns in units of their standard deviations with mean 0 in each stratum, row after row: what does not vary within a
/// stratum has no part in the likelihood, and sums of squares then cancel little.
#[derive(Clone, Debug)]
pub(super) struct Design {
    /// Columns.
    pub(super) width: usize,
    /// `width` numbers for each position.
    pub(super) values: Vec<f64>,
    /// The largest absolute value of each column.
    pub(super) furthest: Vec<f64>,
}

impl Design {
    /// From checked columns.
    pub(super) fn new(covariates: &Covariates<'_>, scales: &[Scale], order: &Order) -> Result<Self, StatsError> {
        let width = scales.len();
        if width == 0 {
            return Ok(Self {
                width,
                values: Vec::new(),
                furthest: Vec::new(),
            });
        }
        let units: Vec<Unit> = scales.iter().map(Unit::new).collect();
        let mut values = vec![0.0; width * order.rows.len()];
        fill(&mut values, covariates.columns, &units, &order.rows);
        if order.strata.len() > 1 {
            centre(&mut values, width, order, covariates.names)?;
        }
        let furthest = furthest(&values, width);
        Ok(Self {
            width,
            values,
            furthest,
        })
    }

    /// The numbers of a position.
    pub(super) fn row(&self, position: usize) -> &[f64] {
        &self.values[position * self.width..(position + 1) * self.width]
    }
}

/// Writes each row to its position. Columns are read from front to back and lines are moved whole: going from position to
/// position through the columns would fetch a line of the cache for every single number.
fn fill(values: &mut [f64], columns: &[&[f64]], units: &[Unit], rows: &[u32]) {
    let width = units.len();
    let mut positions = vec![0_u32; rows.len()];
    for (at, &row) in rows.iter().enumerate() {
        positions[row as usize] = at as u32;
    }
    let part = rows.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
    let block = (BLOCK / width).max(STRIP);
    let mut lines = vec![0.0; block.min(rows.len()) * width];
    for (index, positions) in positions.chunks(block).enumerate() {
        let from = index * block;
        let lines = &mut lines[..positions.len() * width];
        lines
            .par_chunks_mut(STRIP * width)
            .enumerate()
            .for_each(|(strip, lines)| {
                let rows = from + strip * STRIP..from + strip * STRIP + lines.len() / width;
                for (j, (column, unit)) in columns.iter().zip(units).enumerate() {
                    for (line, x) in lines.chunks_exact_mut(width).zip(&column[rows.clone()]) {
                        line[j] = unit.of(*x);
                    }
                }
            });
        values
            .par_chunks_mut(part * width)
            .enumerate()
            .for_each(|(index, values)| {
                let mine = index * part..(index + 1) * part;
                for (line, &at) in lines.chunks_exact(width).zip(positions) {
                    let at = at as usize;
                    if mine.contains(&at) {
                        let to = (at - mine.start) * width;
                        values[to..to + width].copy_from_slice(line);
                    }
                }
            });
    }
}

/// (x − mean)/sd without overflow on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    coarse: f64,
    mean: f64,
    fine: f64,
}

impl Unit {
    pub(super) fn new(scale: &Scale) -> Self {
        // A power of two changes no digit.
        let coarse = (-scale.sd.log2().floor()).clamp(-1000.0, 1000.0).exp2();
        Self {
            coarse,
            mean: scale.mean * coarse,
            fine: 1.0 / (scale.sd * coarse),
        }
    }

    pub(super) fn of(&self, x: f64) -> f64 {
        (x * self.coarse - self.mean) * self.fine
    }
}

/// Takes the mean of each stratum out.
fn centre(values: &mut [f64], width: usize, order: &Order, names: &[String]) -> Result<(), StatsError> {
    let mut strata = Vec::with_capacity(order.strata.len());
    let mut rest = values;
    for stratum in &order.strata {
        let (lines, after) = rest.split_at_mut(stratum.positions.len() * width);
        strata.push(lines);
        rest = after;
    }
    let squares: Vec<Vec<f64>> = strata
        .into_par_iter()
        .map(|lines| {
            let mut means = vec![0.0; width];
            for line in lines.chunks_exact(width) {
                means.iter_mut().zip(line).for_each(|(mean, x)| *mean += x);
            }
            let n = (lines.len() / width) as f64;
            means.iter_mut().for_each(|mean| *mean /= n);
            let mut squares = vec![0.0; width];
            for line in lines.chunks_exact_mut(width) {
                for ((x, mean), square) in line.iter_mut().zip(&means).zip(&mut squares) {
                    *x -= mean;
                    *square += *x * *x;
                }
            }
            squares
        })
        .collect();
    let n = order.rows.len() as f64;
    for (j, name) in names.iter().enumerate() {
        let square: f64 = squares.iter().map(|s| s[j]).sum();
        if square <= NOTHING * n {
            return Err(StatsError::ConstantColumn { name: name.clone() });
        }
    }
    Ok(())
}

fn furthest(values: &[f64], width: usize) -> Vec<f64> {
    let largest = |mut a: Vec<f64>, line: &[f64]| {
        a.iter_mut().zip(line).for_each(|(a, x)| *a = a.max(x.abs()));
        a
    };
    values
        .par_chunks(CHUNK * width)
        .map(|lines| lines.chunks_exact(width).fold(vec![0.0; width], largest))
        .reduce(|| vec![0.0; width], |a, b| largest(a, &b))
}
