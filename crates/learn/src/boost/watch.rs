//! When to stop: the loss on rows that are not learned from.

use holdfast_stats::special::log1p_exp;
use rayon::prelude::*;

use super::fit::{CHUNK, Rows};
use super::lines::Lines;
use super::tree::Tree;

/// The validation rows, their margins and the loss after each tree.
pub(super) struct Watch {
    lines: Lines,
    labels: Vec<bool>,
    weights: Vec<f64>,
    margins: Vec<f64>,
    /// Mean log loss after 0, 1, 2… trees; empty without rows.
    pub(super) curve: Vec<f64>,
    best: usize,
}

impl Watch {
    pub(super) fn new(rows: &Rows, base: f64) -> Self {
        let of = rows.validation;
        let mut watch = Self {
            lines: Lines::of(rows.binned, of),
            labels: of.iter().map(|&r| rows.labels[r as usize]).collect(),
            weights: of.iter().map(|&r| rows.weight(r)).collect(),
            margins: vec![base; of.len()],
            curve: Vec::new(),
            best: 0,
        };
        if !of.is_empty() {
            watch.curve.push(watch.loss());
        }
        watch
    }

    pub(super) fn add(&mut self, tree: &Tree) {
        if self.labels.is_empty() {
            return;
        }
        let lines = &self.lines;
        self.margins
            .par_iter_mut()
            .with_min_len(4096)
            .enumerate()
            .for_each(|(row, margin)| *margin += tree.predict_by(|column| lines.bin(row, column)));
        let loss = self.loss();
        if loss < self.curve[self.best] {
            self.best = self.curve.len();
        }
        self.curve.push(loss);
    }

    pub(super) fn rounds_since_best(&self) -> usize {
        self.curve.len().saturating_sub(1 + self.best)
    }

    /// Weighted mean log loss.
    fn loss(&self) -> f64 {
        let parts: Vec<[f64; 2]> = self
            .margins
            .par_chunks(CHUNK)
            .zip(self.labels.par_chunks(CHUNK).zip(self.weights.par_chunks(CHUNK)))
            .map(|(margins, (labels, weights))| {
                let mut sums = [0.0; 2];
                for ((&margin, &label), &weight) in margins.iter().zip(labels).zip(weights) {
                    sums[0] += weight * log1p_exp(if label { -margin } else { margin });
                    sums[1] += weight;
                }
                sums
            })
            .collect();
        let [loss, weight] = parts.iter().fold([0.0; 2], |t, p| [t[0] + p[0], t[1] + p[1]]);
        loss / weight
    }
}
