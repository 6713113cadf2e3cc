//! Value, thresholds, warning levels and the customers to look after first.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is at stake. Money in minor units (1/100 of the currency unit of the file).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ValueSection {
    /// The column (or formula) that the value comes from.
    pub source: String,
    /// How a customer's value was computed, in a sentence.
    pub definition: Bilingual,
    /// Value of all scored customers.
    pub total_minor: i64,
    /// Σ probability × value over scored customers.
    pub at_risk_minor: i64,
    /// Value of customers who already churned (snapshots with a label).
    pub lost_minor: Option<i64>,
    /// Mean value of a customer.
    pub mean_minor: i64,
}

/// Where the line between warned and not warned lies.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Thresholds {
    /// What decided it.
    pub basis: ThresholdBasis,
    /// The sentence that says so.
    pub text: Bilingual,
    /// Probability from which a customer is warned about, 0–1.
    pub warn: f64,
    /// Probability from which the level is orange.
    pub orange: f64,
    /// Probability from which the level is red.
    pub red: f64,
    /// The terms assumed for an offer.
    pub economics: Economics,
}

/// What decided a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdBasis {
    /// The largest expected profit.
    Profit,
    /// What the team can handle.
    Capacity,
    /// Given by hand.
    Manual,
}

/// Terms of a retention offer (Verbraken et al. 2013). Money in units of the file's currency.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Economics {
    /// Value of a customer kept.
    pub customer_value: f64,
    /// Cost of an offer that is accepted.
    pub offer_cost: f64,
    /// Cost of one contact.
    pub contact_cost: f64,
    /// Mean share of would-be churners who accept and stay, 0–1.
    pub acceptance: f64,
}

/// Warnings: expected workload and catch, and the customers to look after first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WarningSection {
    /// How the figures were made, in a sentence.
    pub text: Bilingual,
    /// Red, orange, yellow.
    pub levels: Vec<LevelSummary>,
    /// Customers scored.
    pub scored: u64,
    /// The most urgent customers (at most 20), by value at risk where known, else by probability.
    pub top_customers: Vec<CustomerWarning>,
}

/// What a warning level holds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LevelSummary {
    /// The level.
    pub level: Level,
    /// Lowest probability of the level.
    pub from_probability: f64,
    /// Scored customers on the level: the workload.
    pub customers: u64,
    /// Share of scored customers, 0–1.
    pub share: f64,
    /// Expected precision: mean probability of the customers on the level, 0–1.
    pub precision: f64,
    /// Expected catch: Σ probability on the level ÷ Σ probability of all scored customers, 0–1.
    pub caught: f64,
    /// Unseen test customers whose probability was on this level.
    pub tested_customers: u64,
    /// Churned among them: tested_churned ÷ tested_customers is the precision that was measured.
    pub tested_churned: u64,
    /// All churned test customers: tested_churned ÷ tested_all_churned is the catch that was measured.
    pub tested_all_churned: u64,
    /// Σ probability × value on the level, where a value is known.
    pub value_at_risk_minor: Option<i64>,
}

/// One customer with a warning.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerWarning {
    /// Id as in the file.
    pub id: String,
    /// Probability of churn, 0–1.
    pub probability: f64,
    /// Level.
    pub level: Level,
    /// Probability × value, where a value is known.
    pub value_at_risk_minor: Option<i64>,
    /// The strongest reasons that raise the risk, strongest first (at most 3).
    pub reasons: Vec<Reason>,
}

/// A reason why one customer's risk is raised.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Column (or feature) name.
    pub name: String,
    /// The reason in words, with the customer's own value.
    pub text: Bilingual,
    /// Shapley value in log-odds, above 0.
    pub effect: f64,
}
