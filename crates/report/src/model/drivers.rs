//! What drives churn: model drivers, rules, groups of customers.

use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A column's part in the model, from exact Shapley values of the final model's log-odds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Driver {
    /// Column (or feature) name.
    pub name: String,
    /// The name in words.
    pub label: Bilingual,
    /// Mean absolute Shapley value, in log-odds.
    pub importance: f64,
    /// Importance ÷ sum of importances, 0–1.
    pub share: f64,
    /// What it does, in a sentence.
    pub sentence: Bilingual,
    /// Mean effect by value or interval, in natural order: the shape of the dependence.
    pub effects: Vec<DriverEffect>,
}

/// The mean effect of one value, or one interval of values, of a driver.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DriverEffect {
    /// The value or interval.
    pub value: Bilingual,
    /// Mean Shapley value in log-odds; above 0 raises the risk.
    pub effect: f64,
    /// Observed churn rate, 0–1.
    pub rate: f64,
    /// Customers.
    pub customers: u64,
}

/// A rule: customers to whom all conditions apply.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// The rule in words.
    pub text: Bilingual,
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// On the customers that the search saw.
    pub found: RuleFigures,
    /// On customers that the search did not see.
    pub validated: RuleFigures,
    /// Probability that as many churned among as many customers taken at random, of the customers that the search did not see, adjusted for the
    /// number of rules checked (Benjamini–Hochberg), 0–1.
    pub q_value: f64,
    /// Value of the customers to whom it applies who churned, of the customers that the search did not see, in minor units; absent where no
    /// amount is known.
    pub lost_minor: Option<i64>,
    /// Other rules for much the same customers, in words.
    pub same: Vec<Bilingual>,
}

/// One condition of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// `=`, `<=`, `>` or `missing`.
    pub operator: String,
    /// The value; absent for `missing`.
    pub value: Option<String>,
}

/// How often a rule applies and how right it is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RuleFigures {
    /// Customers to whom the rule applies.
    pub customers: u64,
    /// Churned among them.
    pub churned: u64,
    /// Customers to whom it applies ÷ all, 0–1.
    pub support: f64,
    /// Churned ÷ customers to whom it applies, 0–1.
    pub confidence: f64,
    /// Confidence ÷ churn rate.
    pub lift: f64,
    /// Lower end of the 95 % Wilson interval of the confidence.
    pub ci_low: f64,
    /// Upper end of the 95 % Wilson interval of the confidence.
    pub ci_high: f64,
}

/// A group of similar customers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerSegment {
    /// Number, from 1, by falling churn rate.
    pub number: u64,
    /// What sets the group apart.
    pub name: Bilingual,
    /// Customers in the group.
    pub customers: u64,
    /// Share of all customers, 0–1.
    pub share: f64,
    /// Churned ÷ customers, 0–1.
    pub churn_rate: f64,
    /// Lower end of the 95 % Wilson interval.
    pub ci_low: f64,
    /// Upper end of the 95 % Wilson interval.
    pub ci_high: f64,
    /// Mean amount in minor units, where an amount is known.
    pub mean_amount_minor: Option<i64>,
    /// The group against all other customers, most telling columns first.
    pub profile: Vec<ProfileEntry>,
}

/// One line of a group's profile.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProfileEntry {
    /// Column name.
    pub column: String,
    /// The column in words.
    pub label: Bilingual,
    /// The group: median, or a category and its share.
    pub group: Bilingual,
    /// All other customers: the same.
    pub overall: Bilingual,
    /// Standardised distance between the two; the sign says whether the group is higher.
    pub distance: f64,
}

/// How clear the groups are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Division {
    /// Whether the groups come back when they are learned from other halves of the customers.
    pub stable: bool,
    /// Mean agreement of the groups learned from two halves (adjusted Rand index), at most 1.
    pub agreement: f64,
    /// Whether several groups describe the customers better than one. Where not, the groups cut a continuum.
    pub apart: bool,
}
