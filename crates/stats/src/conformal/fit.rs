//! Split conformal prediction, by outcome and segment.

use serde::{Deserialize, Serialize};

use super::set::PValues;
use crate::check;
use crate::error::StatsError;

/// Scores of the calibration customers, by segment and outcome. What is stored is one number a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conformal {
    /// Cells by segment.
    segments: Vec<Cell>,
    /// All customers.
    all: Cell,
    /// Customers of an outcome that a segment needs to be judged by its own.
    least: usize,
}

/// Scores of one segment, rising.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cell {
    churned: Vec<f64>,
    retained: Vec<f64>,
}

impl Conformal {
    /// Keeps the scores of calibration customers: rows that neither the model nor its calibration learned from.
    ///
    /// `scores`: anything finite that is higher for likelier churn (probability or log-odds). `segment_of`: below `segments`; empty: one segment.
    /// `least`: an outcome with fewer customers in a segment is judged by all customers, and says so; at miss α at least ⌈1/α⌉ − 1 are needed
    /// for a p-value that can fall below it, 50 and more for one that is steady.
    ///
    /// The guarantee (Vovk et al. 2005, label-conditional Mondrian; Lei et al. 2018 for the split): for customers exchangeable with the
    /// calibration customers of their segment and outcome, P(p-value of the true outcome ≤ α) ≤ α in finite samples, for any model.
    /// Where a segment falls back, it holds on average over all customers of that outcome.
    ///
    /// # Errors
    /// `LengthMismatch`, `Empty`, `NotFinite`, `OneClass`, `GroupOutOfRange`.
    pub fn fit(
        scores: &[f64],
        labels: &[bool],
        segment_of: &[u32],
        segments: usize,
        least: usize,
    ) -> Result<Self, StatsError> {
        check::same_length(scores.len(), labels.len())?;
        check::finite(scores)?;
        if !segment_of.is_empty() {
            check::same_length(segment_of.len(), labels.len())?;
        }
        if let Some(index) = segment_of.iter().position(|&segment| segment as usize >= segments) {
            return Err(StatsError::GroupOutOfRange {
                index,
                group: segment_of[index],
                group_count: segments,
            });
        }
        let mut out = Self {
            segments: vec![Cell::default(); if segment_of.is_empty() { 0 } else { segments }],
            all: Cell::default(),
            least,
        };
        for (row, (&score, &label)) in scores.iter().zip(labels).enumerate() {
            out.all.of_mut(label).push(score + 0.0);
            if let Some(&segment) = segment_of.get(row) {
                out.segments[segment as usize].of_mut(label).push(score + 0.0);
            }
        }
        if out.all.churned.is_empty() || out.all.retained.is_empty() {
            return Err(StatsError::OneClass);
        }
        for cell in out.segments.iter_mut().chain([&mut out.all]) {
            cell.churned.sort_unstable_by(f64::total_cmp);
            cell.retained.sort_unstable_by(f64::total_cmp);
        }
        Ok(out)
    }

    /// How unusual each outcome would be for a customer with this score in this segment: (customers of that outcome at least as unusual + 1) ÷ (their
    /// number + 1), ties counting as at least as unusual. "Churns" is unusual for a low score, "stays" for a high one. A segment that was not
    /// there when fitted, and `None`, are judged by all.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn p_values(&self, score: f64, segment: Option<u32>) -> Result<PValues, StatsError> {
        check::finite(&[score])?;
        let own = segment.and_then(|segment| self.segments.get(segment as usize));
        let cell = |churned: bool| match own {
            Some(own) if own.of(churned).len() >= self.least.max(1) => (own.of(churned), false),
            _ => (self.all.of(churned), !self.segments.is_empty()),
        };
        let (churned, churn_from_all) = cell(true);
        let (retained, stay_from_all) = cell(false);
        let at_most = churned.partition_point(|&other| other <= score);
        let at_least = retained.len() - retained.partition_point(|&other| other < score);
        Ok(PValues {
            churn: (at_most as f64 + 1.0) / (churned.len() as f64 + 1.0),
            stay: (at_least as f64 + 1.0) / (retained.len() as f64 + 1.0),
            churn_from_all,
            stay_from_all,
        })
    }

    /// Calibration customers of a segment: churned and retained; those of all customers for `None`. `None` for an unknown segment.
    pub fn counts(&self, segment: Option<u32>) -> Option<(usize, usize)> {
        let cell = match segment {
            None => &self.all,
            Some(segment) => self.segments.get(segment as usize)?,
        };
        Some((cell.churned.len(), cell.retained.len()))
    }
}

impl Cell {
    fn of(&self, churned: bool) -> &[f64] {
        if churned { &self.churned } else { &self.retained }
    }

    fn of_mut(&mut self, churned: bool) -> &mut Vec<f64> {
        if churned { &mut self.churned } else { &mut self.retained }
    }
}
