//! Settings of a support vector machine.

use serde::{Deserialize, Serialize};

use crate::error::LearnError;

/// What is linear in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kernel {
    /// The score is linear in the terms.
    Linear,
    /// The score is a sum of Gaussian bumps around landmarks.
    Rbf,
}

/// Settings of a support vector machine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VectorSettings {
    /// Kernel.
    pub kernel: Kernel,
    /// Rows learned from at most.
    pub max_rows: usize,
    /// Rows on which penalty and width are chosen and the score is calibrated, at most.
    pub judged: usize,
    /// Folds of that choice, at least 2.
    pub folds: usize,
    /// Landmarks of the kernel, at least 1.
    pub landmarks: usize,
    /// Background rows of the reasons of the kernel, at least 1.
    pub background: usize,
}

impl Default for VectorSettings {
    fn default() -> Self {
        Self {
            kernel: Kernel::Rbf,
            max_rows: 20_000,
            judged: 4000,
            folds: 3,
            landmarks: 256,
            background: 16,
        }
    }
}

impl VectorSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(_rows: usize, _columns: usize, _seed: u64) -> Self {
        Self::default()
    }

    pub(super) fn check(&self) -> Result<(), LearnError> {
        let least = [
            ("max_rows", self.max_rows, 2),
            ("judged", self.judged, 2),
            ("folds", self.folds, 2),
            ("landmarks", self.landmarks, 1),
            ("background", self.background, 1),
        ];
        match least.into_iter().find(|&(_, value, least)| value < least) {
            None => Ok(()),
            Some((name, value, _)) => Err(LearnError::Setting {
                name,
                value: value.to_string(),
                allowed: "at least 1; rows and folds at least 2",
            }),
        }
    }
}
