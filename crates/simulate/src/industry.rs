//! The industries that can be simulated.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::plan::SimulateError;

/// An industry: it decides what customers do, why they leave and which columns its CRM exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Industry {
    /// A mobile operator: contracts, monthly bills, usage. Churn is the end of the subscription.
    Telecom,
    /// A car dealer's workshop: visits. Churn is 183 days without a visit that counts.
    Dealer,
    /// An online shop: orders. Churn is 90 days without an order.
    Shop,
}

impl Industry {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Telecom, Self::Dealer, Self::Shop];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Telecom => "telecom",
            Self::Dealer => "dealer",
            Self::Shop => "shop",
        }
    }

    /// Days of the outcome window after the cut-off (also the days of silence that mean churn, for dealer and shop).
    pub fn horizon_days(self) -> i32 {
        match self {
            Self::Dealer => 183,
            Self::Telecom | Self::Shop => 90,
        }
    }

    /// The shortest history, in months, that holds a run-up, the offer's outcome window and the label's.
    pub fn min_months(self) -> u32 {
        match self {
            Self::Dealer => 20,
            Self::Telecom | Self::Shop => 12,
        }
    }
}

impl FromStr for Industry {
    type Err = SimulateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|industry| industry.name() == text)
            .ok_or_else(|| SimulateError::UnknownIndustry(text.chars().take(80).collect()))
    }
}
