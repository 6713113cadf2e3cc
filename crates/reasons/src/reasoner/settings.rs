//! How many reasons, and how small they may be.

use serde::{Deserialize, Serialize};

use crate::error::ReasonError;

/// How many reasons are named, and from which size on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonSettings {
    /// Concepts named at most that raise the risk.
    pub raising: usize,
    /// Concepts named at most that lower it.
    pub lowering: usize,
    /// A concept is named from this part of Σ |log-odds| over all concepts on, 0–1.
    pub share_at_least: f64,
    /// And from this many log-odds on (0.05: the odds change by 5 %).
    pub log_odds_at_least: f64,
    /// A change against earlier is called one from this part of the earlier figure on.
    pub change_at_least: f64,
    /// Churn rates of fewer customers than this are not shown.
    pub evidence_at_least: u64,
}

impl Default for ReasonSettings {
    fn default() -> Self {
        Self {
            raising: 3,
            lowering: 2,
            share_at_least: 0.05,
            log_odds_at_least: 0.05,
            change_at_least: 0.1,
            evidence_at_least: 30,
        }
    }
}

impl ReasonSettings {
    pub(crate) fn check(&self) -> Result<(), ReasonError> {
        let within = |name, value: f64, to: f64, allowed| {
            if (0.0..=to).contains(&value) {
                Ok(())
            } else {
                Err(ReasonError::Setting {
                    name,
                    value: value.to_string(),
                    allowed,
                })
            }
        };
        within("share_at_least", self.share_at_least, 1.0, "0 to 1")?;
        within("log_odds_at_least", self.log_odds_at_least, f64::MAX, "0 or more")?;
        within("change_at_least", self.change_at_least, f64::MAX, "0 or more")
    }
}
