//! How to fit an additive model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::LearnError;

/// The way a shape function may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Larger values never lower the risk.
    Rising,
    /// Larger values never raise the risk.
    Falling,
}

/// Settings of explainable boosting; [`AdditiveSettings::for_rows`] gives them for a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdditiveSettings {
    /// Number of models that are averaged, 2–64; each holds out another part of that number.
    pub bags: usize,
    /// Rows that one bag learns from at most, at least 100; larger tables are spread over the bags.
    pub bag_rows: usize,
    /// Largest number of bins of a number, 2–254.
    pub number_bins: usize,
    /// Largest number of levels with a bin of their own, 1–250.
    pub levels: usize,
    /// A level whose training rows weigh less than this shares the bin of rare levels, above 0.
    pub rare_below: f64,
    /// Largest number of bins of a number within a pair, 2–64.
    pub pair_bins: usize,
    /// Largest number of levels with a bin of their own within a pair, 1–62.
    pub pair_levels: usize,
    /// Largest number of pairs; 0: main effects only.
    pub pairs: usize,
    /// χ² that a pair's contrast must reach where it is the only one, at least 0; among many pairs 2·ln(pairs) more.
    pub pair_evidence: f64,
    /// Additions that the search for pairs may take: it reads fewer rows where there are many columns.
    pub search_budget: usize,
    /// Shrinkage of every step, above 0, at most 1.
    pub learning_rate: f64,
    /// Largest number of rounds, for the main effects and again for the pairs.
    pub rounds: usize,
    /// Rounds between two looks at the held-out loss, at least 1.
    pub look_every: usize,
    /// Looks without a better loss after which boosting stops, at least 1.
    pub patience: usize,
    /// Leaves of a tree of one number, 2 or 3.
    pub leaves: usize,
    /// L2 penalty on leaf values, in units of p·(1−p), at least 0.
    pub lambda: f64,
    /// Smallest sum of p·(1−p) in a leaf, above 0.
    pub min_hessian: f64,
    /// A term takes part in a round only where its best step lowers twice the loss by more than this, at least 0.
    pub min_gain: f64,
    /// The same as a share of the most that any term gained in the round before, 0–1: 0 is cyclic boosting, 1 greedy. With many columns that say
    /// nothing, boosting stops before their turn comes.
    pub greed: f64,
    /// Columns (numbers) whose shape function must not turn, by name. They take no part in pairs.
    pub monotone: BTreeMap<String, Direction>,
    /// Seed of the parts that are held out, together with the task's.
    pub seed: u64,
}

impl AdditiveSettings {
    /// Settings for a table of `rows` rows and `columns` columns: larger steps, fewer pairs and rows a bag where there is more to do.
    pub fn for_rows(rows: usize, columns: usize, seed: u64) -> Self {
        let large = rows >= 50_000 || columns > 200;
        Self {
            bags: 8,
            bag_rows: 150_000,
            number_bins: if rows < 2_000 { 64 } else { 128 },
            levels: 200,
            rare_below: 10.0,
            pair_bins: 16,
            pair_levels: 16,
            pairs: columns.min(if large { 10 } else { 20 }),
            pair_evidence: 8.0,
            search_budget: 1_000_000_000,
            learning_rate: if large { 0.15 } else { 0.1 },
            rounds: 1_000,
            look_every: 5,
            patience: 4,
            leaves: 2,
            lambda: 1.0,
            min_hessian: 2.0,
            min_gain: 0.0,
            greed: 0.3,
            monotone: BTreeMap::new(),
            seed,
        }
    }

    /// Refuses settings outside their ranges.
    ///
    /// # Errors
    /// [`LearnError::Setting`] with the first of them.
    pub fn check(&self) -> Result<(), LearnError> {
        let whole = |name, value: usize, least: usize, most: usize, allowed| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(setting(name, value.to_string(), allowed))
            }
        };
        let real = |name, value: f64, fits: bool, allowed| {
            if fits {
                Ok(())
            } else {
                Err(setting(name, value.to_string(), allowed))
            }
        };
        whole("bags", self.bags, 2, 64, "2 to 64")?;
        whole("bag_rows", self.bag_rows, 100, usize::MAX, "at least 100")?;
        whole("number_bins", self.number_bins, 2, 254, "2 to 254")?;
        whole("levels", self.levels, 1, 250, "1 to 250")?;
        whole("pair_bins", self.pair_bins, 2, 64, "2 to 64")?;
        whole("pair_levels", self.pair_levels, 1, 62, "1 to 62")?;
        whole("look_every", self.look_every, 1, usize::MAX, "at least 1")?;
        whole("patience", self.patience, 1, usize::MAX, "at least 1")?;
        whole("leaves", self.leaves, 2, 3, "2 or 3")?;
        let finite = |value: f64, fits: bool| value.is_finite() && fits;
        let rate = self.learning_rate;
        real("learning_rate", rate, rate > 0.0 && rate <= 1.0, "above 0, at most 1")?;
        real(
            "lambda",
            self.lambda,
            finite(self.lambda, self.lambda >= 0.0),
            "at least 0",
        )?;
        let evidence = self.pair_evidence;
        real(
            "pair_evidence",
            evidence,
            finite(evidence, evidence >= 0.0),
            "at least 0",
        )?;
        let (rare, hessian, gain) = (self.rare_below, self.min_hessian, self.min_gain);
        real("rare_below", rare, finite(rare, rare > 0.0), "above 0")?;
        real("min_hessian", hessian, finite(hessian, hessian > 0.0), "above 0")?;
        real("min_gain", gain, finite(gain, gain >= 0.0), "at least 0")?;
        real("greed", self.greed, (0.0..=1.0).contains(&self.greed), "0 to 1")
    }
}

fn setting(name: &'static str, value: String, allowed: &'static str) -> LearnError {
    LearnError::Setting { name, value, allowed }
}
