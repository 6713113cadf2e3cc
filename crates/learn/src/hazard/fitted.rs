//! A fitted boosted hazard.

use rayon::prelude::*;

use super::baseline::Baseline;
use crate::boost::tree::Tree;
use crate::encode::binner::{Binned, Binner};
use crate::frame::Frame;

/// Boosted hazard: ln(−ln(1 − h(t|x))) = baseline of the period + Σ trees of the columns and the segment of time.
#[derive(Clone, Debug)]
pub struct FittedHazard {
    pub(super) binner: Binner,
    pub(super) trees: Vec<Tree>,
    pub(super) baseline: Baseline,
}

impl FittedHazard {
    /// Cuts a frame with the columns of the fit; the predictions read rows of what this gives.
    pub fn bin(&self, frame: &Frame) -> Binned {
        self.binner.transform(frame)
    }

    /// Trees kept.
    pub fn rounds(&self) -> usize {
        self.trees.len()
    }

    /// The last period that anybody was seen in; later ones have no prediction.
    pub fn last_period(&self) -> u32 {
        self.baseline.last()
    }

    /// Chance of the row to churn in `period` (from 1) if it is still there, 0–1; `None` for period 0 and after the last.
    pub fn hazard(&self, binned: &Binned, row: usize, period: u32) -> Option<f64> {
        if period == 0 || period > self.baseline.last() {
            return None;
        }
        let piece = &self.baseline.pieces[self.baseline.piece_of(period)];
        let margin = margin(&self.trees, binned, row, piece.segment);
        Some(-(-(piece.log_rate + margin).exp()).exp_m1())
    }

    /// Chance of the row to be there past the end of `period`, 0–1, never rising; 1 for period 0, `None` after the last.
    pub fn survival(&self, binned: &Binned, row: usize, period: u32) -> Option<f64> {
        if period == 0 {
            return Some(1.0);
        }
        if period > self.baseline.last() {
            return None;
        }
        let at = self.baseline.piece_of(period);
        let piece = &self.baseline.pieces[at];
        let within = self.baseline.within(at, f64::from(period - piece.first + 1));
        let rates = self.baseline.totals[..piece.segment].iter().copied().chain([within]);
        let cumulative: f64 = (rates.enumerate())
            .map(|(segment, rates)| margin(&self.trees, binned, row, segment).exp() * rates)
            .sum();
        Some((-cumulative).exp())
    }

    /// [`Self::survival`] of several rows at one period.
    pub fn survival_column(&self, binned: &Binned, rows: &[u32], period: u32) -> Option<Vec<f64>> {
        (rows.par_iter().with_min_len(256))
            .map(|&row| self.survival(binned, row as usize, period))
            .collect()
    }
}

/// Σ trees of one row in one segment.
fn margin(trees: &[Tree], binned: &Binned, row: usize, segment: usize) -> f64 {
    trees.iter().map(|tree| add(tree, binned, row, segment)).sum()
}

/// What a tree adds to one row in one segment; the column after the last is time.
pub(super) fn add(tree: &Tree, binned: &Binned, row: usize, segment: usize) -> f64 {
    tree.predict_by(|column| match binned.columns.get(column as usize) {
        Some(column) => column[row],
        None => segment as u8 + 1,
    })
}
