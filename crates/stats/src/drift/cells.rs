//! Fine cells gathered into bins that hold enough for a χ² law.

use super::reference::{Layout, Tally};
use super::settings::Settings;

/// Which bin each fine cell belongs to.
pub(super) struct Cells {
    bin_of: Vec<usize>,
    pub(super) bins: usize,
}

impl Cells {
    /// Bins for two samples: about `settings.bins` of equal reference count for a number (missing, below and above the
    /// reference's range apart), the levels of a category; then whatever is expected to hold fewer than
    /// `least_expected` of the smaller sample is merged, with its neighbour in a number, with the other small ones in a
    /// category.
    pub(super) fn new(layout: &Layout, reference: &Tally, now: &Tally, settings: &Settings) -> Self {
        let pooled = pooled(reference, now);
        let smaller = reference.effective().min(now.effective());
        let is_small = |share: f64| share * smaller < settings.least_expected;
        let runs = match layout {
            Layout::Number { .. } => merge_neighbours(start_bins(&reference.counts, settings.bins), &pooled, is_small),
            Layout::Category { .. } => merge_rare(&pooled, is_small),
        };
        let mut bin_of = vec![0; pooled.len()];
        for (bin, cells) in runs.iter().enumerate() {
            for &cell in cells {
                bin_of[cell] = bin;
            }
        }
        Self {
            bin_of,
            bins: runs.len(),
        }
    }

    /// Shares of a sample by bin.
    pub(super) fn shares(&self, tally: &Tally) -> Vec<f64> {
        let mut counts = vec![0_u64; self.bins];
        for (&bin, &count) in self.bin_of.iter().zip(&tally.counts) {
            counts[bin] += count;
        }
        let rows = tally.rows() as f64;
        counts.iter().map(|&count| count as f64 / rows).collect()
    }
}

/// Share of each cell in both samples together, weighted by their effective sizes.
fn pooled(reference: &Tally, now: &Tally) -> Vec<f64> {
    let (n, m) = (reference.effective(), now.effective());
    let (rows, rows_now) = (reference.rows() as f64, now.rows() as f64);
    (reference.counts.iter().zip(&now.counts))
        .map(|(&r, &c)| (n * (r as f64 / rows) + m * (c as f64 / rows_now)) / (n + m))
        .collect()
}

/// Missing, below the range, intervals of about equal reference count, above the range.
fn start_bins(counts: &[u64], bins: usize) -> Vec<Vec<usize>> {
    if counts.len() <= 4 {
        return (0..counts.len()).map(|cell| vec![cell]).collect();
    }
    let last = counts.len() - 1;
    let inside: u64 = counts[2..last].iter().sum();
    let mut runs = vec![vec![0], vec![1]];
    let (mut run, mut passed, mut filled) = (Vec::new(), 0_u128, 0_u128);
    for (cell, &count) in counts.iter().enumerate().take(last).skip(2) {
        run.push(cell);
        passed += u128::from(count);
        let reached = passed * bins as u128 / u128::from(inside.max(1));
        if reached > filled {
            filled = reached;
            runs.push(std::mem::take(&mut run));
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs.push(vec![last]);
    runs
}

fn mass(cells: &[usize], pooled: &[f64]) -> f64 {
    cells.iter().map(|&cell| pooled[cell]).sum()
}

/// Merges small runs of neighbouring cells; "missing" counts as the neighbour of the lowest interval.
fn merge_neighbours(runs: Vec<Vec<usize>>, pooled: &[f64], is_small: impl Fn(f64) -> bool) -> Vec<Vec<usize>> {
    let mut merged: Vec<Vec<usize>> = Vec::with_capacity(runs.len());
    let mut waiting: Vec<usize> = Vec::new();
    for mut run in runs {
        waiting.append(&mut run);
        if !is_small(mass(&waiting, pooled)) {
            merged.push(std::mem::take(&mut waiting));
        }
    }
    if !waiting.is_empty() {
        match merged.last_mut() {
            Some(last) => last.append(&mut waiting),
            None => merged.push(waiting),
        }
    }
    merged
}

/// Merges the small cells into one; if that is small too, the smallest of the others joins.
fn merge_rare(pooled: &[f64], is_small: impl Fn(f64) -> bool) -> Vec<Vec<usize>> {
    let (mut rare, mut large): (Vec<usize>, Vec<usize>) = (0..pooled.len()).partition(|&cell| is_small(pooled[cell]));
    if mass(&rare, pooled) > 0.0 && is_small(mass(&rare, pooled)) {
        let smallest = (0..large.len()).min_by(|&a, &b| pooled[large[a]].total_cmp(&pooled[large[b]]));
        if let Some(place) = smallest {
            rare.push(large.remove(place));
        }
    }
    let mut runs: Vec<Vec<usize>> = large.into_iter().map(|cell| vec![cell]).collect();
    match runs.first_mut() {
        // Cells that neither sample filled go anywhere.
        Some(first) if mass(&rare, pooled) <= 0.0 => first.append(&mut rare),
        _ => runs.push(rare),
    }
    runs
}
