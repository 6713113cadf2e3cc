//! Probabilities of changed rows.

use holdfast_learn::contract::predict::{Contributions, Predict};
use holdfast_learn::frame::{Feature, FeatureData, Frame};

use super::donors::Donors;
use super::found::{Change, To};

/// A model and what turns its log-odds into probabilities.
pub struct Scorer<'a> {
    /// The model.
    pub model: &'a (dyn Predict + Sync),
    /// Its columns: the first so many of the frame.
    pub columns: usize,
    /// Probability of a log-odds: the sigmoid, or a calibration; never falling.
    pub probability: &'a (dyn Fn(f64) -> f64 + Sync),
}

/// A row of the frame with changes.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) row: u32,
    pub(super) changes: Vec<Change>,
}

impl Candidate {
    pub(super) fn cost(&self) -> f64 {
        self.changes.iter().map(|change| change.cost).sum()
    }
}

impl Scorer<'_> {
    /// Probabilities of candidates; `lever_of` each column.
    pub(super) fn score(
        &self,
        frame: &Frame,
        donors: &Donors,
        lever_of: &[Option<u16>],
        candidates: &[Candidate],
    ) -> Vec<f64> {
        let changed = self.changed(frame, donors, lever_of, candidates);
        let rows: Vec<u32> = (0..changed.rows as u32).collect();
        self.probabilities(&changed, &rows)
    }

    /// What columns add to candidates.
    pub(super) fn contributions(
        &self,
        frame: &Frame,
        donors: &Donors,
        lever_of: &[Option<u16>],
        candidates: &[Candidate],
    ) -> Contributions {
        let changed = self.changed(frame, donors, lever_of, candidates);
        let rows: Vec<u32> = (0..changed.rows as u32).collect();
        self.model.contributions(&changed, &rows)
    }

    pub(super) fn probabilities(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let margins = self.model.margins(frame, rows);
        margins.into_iter().map(self.probability).collect()
    }

    /// The candidates as a frame with the model's columns.
    pub(super) fn changed(
        &self,
        frame: &Frame,
        donors: &Donors,
        lever_of: &[Option<u16>],
        candidates: &[Candidate],
    ) -> Frame {
        let columns = (0..self.columns)
            .map(|column| {
                let to = |candidate: &Candidate| {
                    let lever = lever_of[column]?;
                    let change = candidate.changes.iter().find(|change| change.lever == lever)?;
                    Some(change.to)
                };
                let feature = &frame.columns[column];
                let data = match (&feature.data, &donors.frame.columns[column].data) {
                    (FeatureData::Number(own), other) => FeatureData::Number(
                        candidates
                            .iter()
                            .map(|candidate| match (to(candidate), other) {
                                (Some(To::Number(value)), _) => value,
                                (Some(To::Donor { row, .. }), FeatureData::Number(other)) => other[row as usize],
                                _ => own[candidate.row as usize],
                            })
                            .collect(),
                    ),
                    (FeatureData::Category { codes, levels }, _) => FeatureData::Category {
                        codes: candidates
                            .iter()
                            .map(|candidate| match to(candidate) {
                                Some(To::Level(code)) => code,
                                _ => codes[candidate.row as usize],
                            })
                            .collect(),
                        levels: levels.clone(),
                    },
                };
                Feature {
                    name: feature.name.clone(),
                    data,
                }
            })
            .collect();
        Frame {
            columns,
            rows: candidates.len(),
        }
    }
}
