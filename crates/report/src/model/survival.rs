//! How long customers stay.

use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kaplan–Meier curves and the log-rank test.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SurvivalSection {
    /// What the duration is, in words.
    pub duration: Bilingual,
    /// Unit of the time axis, e.g. months or days.
    pub unit: Bilingual,
    /// How to read it, and its limits.
    pub reading: Bilingual,
    /// Everybody.
    pub overall: SurvivalCurve,
    /// By the values of the column that splits churn most strongly; empty when there is none.
    pub by_segment: Vec<SurvivalCurve>,
    /// That column.
    pub segment_column: Option<String>,
    /// Log-rank test between its curves.
    pub log_rank: Option<LogRank>,
}

/// A Kaplan–Meier curve with Greenwood log-log 95 % bands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SurvivalCurve {
    /// Whom it describes.
    pub name: Bilingual,
    /// Customers.
    pub customers: u64,
    /// Churned.
    pub churned: u64,
    /// Time at which half have left; absent when fewer than half are seen to leave.
    pub median: Option<f64>,
    /// Steps in rising order of time, at most 200.
    pub points: Vec<SurvivalPoint>,
}

/// A step of a survival curve.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SurvivalPoint {
    /// Time in the unit of the section.
    pub time: f64,
    /// Customers still under observation just before.
    pub at_risk: u64,
    /// Churned at this time.
    pub events: u64,
    /// Share still a customer, 0–1.
    pub survival: f64,
    /// Lower end of the 95 % band.
    pub ci_low: f64,
    /// Upper end of the 95 % band.
    pub ci_high: f64,
}

/// A log-rank test.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LogRank {
    /// χ² statistic.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: u64,
    /// p-value.
    pub p_value: f64,
}
