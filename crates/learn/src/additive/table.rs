//! The training rows, binned once, in the order of their keys: hold-outs are stretches of that order.

use std::ops::Range;

use rayon::prelude::*;

use super::bins::ColumnBins;
use super::settings::AdditiveSettings;
use crate::contract::row_key::{mix, row_keys};
use crate::contract::task::Task;

/// Rows that quantiles are taken from at most; more do not move a cut point by a visible amount.
const QUANTILE_ROWS: usize = 200_000;

/// Names the use of row keys here.
const STREAM: u64 = 0x6164_6469_7469_7665;

/// Binned training rows.
pub struct Table {
    /// Rows of the frame, in the order of their keys.
    pub rows: Vec<u32>,
    /// First row of each bag's hold-out; one more entry than bags.
    pub parts: Vec<usize>,
    /// Labels, 0 or 1.
    pub labels: Vec<f32>,
    /// Weights, divided by `unit`.
    pub weights: Vec<f32>,
    /// Weights as given.
    pub full_weights: Vec<f64>,
    /// A power of two near the mean weight: single precision then holds any weights, and no digit is lost by the division.
    pub unit: f64,
    /// How each column is cut.
    pub cuts: Vec<ColumnBins>,
    /// Bins by column, then by row.
    pub columns: Vec<Vec<u8>>,
    /// Weight of each bin, by column.
    pub bin_weights: Vec<Vec<f64>>,
}

impl Table {
    /// Sorts and bins the rows of a task.
    pub fn new(task: &Task, settings: &AdditiveSettings) -> Self {
        let (rows, keys) = sorted(task, settings.seed);
        let parts = parts(&keys, settings.bags);
        let full_weights: Vec<f64> = rows.iter().map(|&row| task.weight(row)).collect();
        let mean = full_weights.iter().sum::<f64>() / rows.len() as f64;
        let unit = mean.log2().round().exp2();
        let (cuts, columns): (Vec<_>, Vec<_>) = task
            .frame
            .columns
            .par_iter()
            .map(|feature| {
                let cuts = ColumnBins::fit(&feature.data, &rows, &full_weights, QUANTILE_ROWS, settings);
                let mut bins = vec![0u8; rows.len()];
                cuts.write(&feature.data, &rows, &mut bins);
                (cuts, bins)
            })
            .unzip();
        let bin_weights = columns
            .par_iter()
            .zip(&cuts)
            .map(|(column, cuts)| {
                let mut sums = vec![0.0; cuts.bins()];
                for (&bin, weight) in column.iter().zip(&full_weights) {
                    sums[usize::from(bin)] += weight;
                }
                sums
            })
            .collect();
        Self {
            labels: rows.iter().map(|&row| f32::from(u8::from(task.label(row)))).collect(),
            weights: full_weights.iter().map(|weight| (weight / unit) as f32).collect(),
            rows,
            parts,
            full_weights,
            unit,
            cuts,
            columns,
            bin_weights,
        }
    }

    /// The rows that a bag holds out.
    pub fn held(&self, bag: usize) -> Range<usize> {
        self.parts[bag]..self.parts[bag + 1]
    }

    /// The rows that a bag learns from: up to `limit` of those after its hold-out, going on from the start.
    pub fn learned(&self, bag: usize, limit: usize) -> [Range<usize>; 2] {
        let (held, rows) = (self.held(bag), self.rows.len());
        let count = (rows - held.len()).min(limit);
        let first = held.end..(held.end + count).min(rows);
        let second = 0..count - first.len();
        [first, second]
    }

    /// Whether a column says anything: two bins or more with rows in them.
    pub fn varies(&self, column: usize) -> bool {
        self.bin_weights[column].iter().filter(|&&weight| weight > 0.0).count() > 1
    }
}

/// Rows by key; rows of one customer by what they say, so that their order in the frame does not matter either.
fn sorted(task: &Task, seed: u64) -> (Vec<u32>, Vec<u64>) {
    let keys = row_keys(task, STREAM ^ seed);
    let contents = if task.groups.is_empty() {
        keys.clone()
    } else {
        row_keys(&Task { groups: &[], ..*task }, STREAM ^ seed)
    };
    let mut order: Vec<(u64, u64, u64, u32)> = Vec::with_capacity(keys.len());
    for ((&row, key), content) in task.rows.iter().zip(keys).zip(contents) {
        // Weights are positive: their bits are in their order.
        order.push((key, content, task.weight(row).to_bits(), row));
    }
    order.par_sort_unstable();
    if task.groups.is_empty() {
        part_copies(&mut order);
    }
    order.into_iter().map(|(key, _, _, row)| (row, key)).unzip()
}

/// Copies from which on equal rows, on average, are parted among the bags.
const COPIES: usize = 3;

/// Equal rows have one key and are held out together, so that a copy weighs like a weight of 2. Where the table says little (a few columns of
/// a few values) that would hold out everyone with a value and a label at once, and no bag could be judged: there each copy gets a key of its own.
fn part_copies(order: &mut [(u64, u64, u64, u32)]) {
    let distinct = order.chunk_by(|a, b| a.0 == b.0).count();
    if order.len() < COPIES * distinct {
        return;
    }
    for copies in order.chunk_by_mut(|a, b| a.0 == b.0) {
        for (copy, row) in copies.iter_mut().enumerate() {
            row.0 = mix(row.0 ^ mix(copy as u64));
        }
    }
    order.par_sort_unstable();
}

/// Where the keys pass each `bags`-th part of their range.
fn parts(keys: &[u64], bags: usize) -> Vec<usize> {
    (0..=bags)
        .map(|bag| {
            let from = (bag as u128 * (1u128 << 64)) / bags as u128;
            keys.partition_point(|&key| u128::from(key) < from)
        })
        .collect()
}
