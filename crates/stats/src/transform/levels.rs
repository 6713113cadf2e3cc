//! Rare levels of a category, merged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::StatsError;

/// Levels that are kept, fitted on training rows. Codes: 0 missing, 1… the kept levels, last the merged one, which also takes levels
/// that training did not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// Kept levels, sorted; the code of each is its place + 1.
    pub kept: Vec<String>,
}

impl Levels {
    /// Keeps levels that hold at least `least_share` of the known values.
    ///
    /// # Errors
    /// `OutOfRange` for a share outside 0–1.
    pub fn fit<'a>(training: impl IntoIterator<Item = Option<&'a str>>, least_share: f64) -> Result<Self, StatsError> {
        if !(0.0..=1.0).contains(&least_share) {
            return Err(StatsError::OutOfRange {
                name: "least_share",
                value: least_share,
                expected: "between 0 and 1",
            });
        }
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for level in training.into_iter().flatten() {
            *counts.entry(level).or_default() += 1;
        }
        let known: u64 = counts.values().sum();
        let is_kept = |count: u64| count as f64 >= least_share * known as f64;
        let kept = counts
            .into_iter()
            .filter(|&(_, count)| is_kept(count))
            .map(|(level, _)| level.to_owned());
        Ok(Self { kept: kept.collect() })
    }

    /// Codes, missing and merged included.
    pub fn count(&self) -> usize {
        self.kept.len() + 2
    }

    /// The code of a level.
    pub fn code(&self, level: Option<&str>) -> usize {
        match level {
            None => 0,
            Some(level) => {
                let place = self.kept.binary_search_by(|kept| kept.as_str().cmp(level));
                place.unwrap_or(self.kept.len()) + 1
            }
        }
    }
}
