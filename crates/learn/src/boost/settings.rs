//! How to boost.

use serde::{Deserialize, Serialize};

/// Settings of a booster; every field has a default that suits tables of 1,000 to 1,000,000 rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostSettings {
    /// Largest number of trees.
    pub rounds: usize,
    /// Shrinkage of every leaf, 0–1.
    pub learning_rate: f64,
    /// Levels of a tree, 1–6: the bound keeps the Shapley tables of a leaf at 64 entries.
    pub depth: usize,
    /// Smallest sum of p·(1−p) in a leaf.
    pub min_hessian: f64,
    /// L2 penalty on leaf values, in units of p·(1−p).
    pub lambda: f64,
    /// Additional penalty for splits of categories with more than four bins: they have many ways to fit noise.
    pub category_lambda: f64,
    /// Share of columns each tree may use, 0–1.
    pub column_share: f64,
    /// Share of rows each tree learns from, 0–1.
    #[serde(default = "whole")]
    pub row_share: f64,
    /// Stop when the validation loss has not improved for this many rounds.
    pub patience: usize,
    /// Seed of the column and row draws.
    pub seed: u64,
}

fn whole() -> f64 {
    1.0
}

impl Default for BoostSettings {
    fn default() -> Self {
        Self {
            rounds: 400,
            learning_rate: 0.05,
            depth: 3,
            min_hessian: 3.0,
            lambda: 1.0,
            category_lambda: 1.0,
            column_share: 0.6,
            row_share: 1.0,
            patience: 30,
            seed: 0,
        }
    }
}

impl BoostSettings {
    /// Settings for a table of `rows` rows: deeper trees and larger steps where there is more to learn from.
    pub fn for_rows(rows: usize, seed: u64) -> Self {
        let base = Self {
            seed,
            ..Self::default()
        };
        match rows {
            0..=19_999 => base,
            20_000..=99_999 => Self {
                depth: 4,
                learning_rate: 0.08,
                patience: 20,
                min_hessian: 1.0,
                column_share: 0.4,
                ..base
            },
            _ => Self {
                depth: 5,
                learning_rate: 0.12,
                patience: 15,
                rounds: 300,
                min_hessian: 5.0,
                column_share: 0.4,
                ..base
            },
        }
    }
}
