//! What only an event log shows: cohorts, lifecycle, RFM, purchase intervals.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::churn::Completeness;
use super::lifetime::LifetimeSection;

/// Views of an event log.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EventSection {
    /// Qualifying events (an order's lines are one event).
    pub events: u64,
    /// First day with an event.
    pub first_day: Day,
    /// Last day with an event.
    pub last_day: Day,
    /// Cohorts by month of first purchase.
    pub cohorts: Vec<Cohort>,
    /// Customers by month: new, kept, returned, lost.
    pub lifecycle: Vec<LifecycleMonth>,
    /// The eight RFM classes.
    pub rfm: Vec<RfmClass>,
    /// How the RFM cut points were set.
    pub rfm_reading: Bilingual,
    /// Days between purchases: bins in rising order.
    pub intervals: Vec<IntervalBin>,
    /// Median days between two purchases of a customer; absent when nobody bought twice.
    pub median_interval_days: Option<f64>,
    /// What customers are still worth; absent where no purchase model could be fitted.
    pub lifetime: Option<LifetimeSection>,
}

/// Customers whose first purchase fell in one month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cohort {
    /// `YYYY-MM`.
    pub month: String,
    /// Customers.
    pub customers: u64,
    /// Share active in month 0, 1, 2…; null where the month is not over (see `partial_from`) or not yet there.
    pub retention: Vec<Option<f64>>,
    /// Customers active in the same months: the numerators.
    pub active: Vec<Option<u64>>,
}

/// Movements in one month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LifecycleMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// First purchase ever.
    pub new: u64,
    /// Bought this month and in the one before.
    pub kept: u64,
    /// Bought this month, not in the one before, but earlier.
    pub returned: u64,
    /// Bought in the month before and not in this one. Null while the month is not over.
    pub lost: Option<u64>,
    /// Whether the month is over.
    pub status: Completeness,
}

/// An RFM class.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RfmClass {
    /// Its name, e.g. 重要价值客户.
    pub name: Bilingual,
    /// Recently active.
    pub recent: bool,
    /// Buys often.
    pub frequent: bool,
    /// Spends much.
    pub monetary: bool,
    /// Customers.
    pub customers: u64,
    /// Sum of amounts in minor units.
    pub amount_minor: i64,
    /// Mean predicted probability of churn among scored customers; absent when none was scored.
    pub mean_probability: Option<f64>,
}

/// Intervals between purchases that are `from_days` ≤ interval < `to_days`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct IntervalBin {
    /// Inclusive lower end.
    pub from_days: i32,
    /// Exclusive upper end; absent for the last bin.
    pub to_days: Option<i32>,
    /// Intervals.
    pub count: u64,
}
