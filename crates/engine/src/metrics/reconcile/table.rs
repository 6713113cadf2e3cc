//! The answer.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use serde::Serialize;

use crate::metrics::query::{ChurnHead, MetricHead, Number, PeriodCell};

/// One way of counting, and what it gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideHead {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// What was counted.
    pub numerator: i64,
    /// Out of what.
    pub denominator: Option<i64>,
    /// The value.
    pub value: Option<Number>,
}

/// A customer whom the sides count differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CustomerDifference {
    /// Id as given.
    pub customer_id: String,
    /// Counted by A.
    pub a: i64,
    /// Counted by B.
    pub b: i64,
    /// What A's definition says of the customer.
    pub a_says: Bilingual,
    /// What B's definition says.
    pub b_says: Bilingual,
    /// Why they differ.
    pub reason: Bilingual,
}

/// How much of a difference is due to one kind of reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonTotal {
    /// Stable name.
    pub reason: &'static str,
    /// The same in words.
    pub label: Bilingual,
    /// Customers.
    pub customers: u64,
    /// Σ of A's count − B's.
    pub difference: i64,
}

/// The numerators, or the denominators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// A's count.
    pub a: i64,
    /// B's count.
    pub b: i64,
    /// Customers who are counted differently; the counts of `reasons` add up to `a − b`.
    pub customers: u64,
    /// By kind of reason, the most customers first.
    pub reasons: Vec<ReasonTotal>,
    /// The customers, in order of key, up to the limit.
    pub differences: Vec<CustomerDifference>,
}

/// Two numbers, and every customer who makes the difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReconcileTable {
    /// The period.
    pub period: PeriodCell,
    /// The day up to which the data go.
    pub through: Day,
    /// Side A.
    pub a: SideHead,
    /// Side B.
    pub b: SideHead,
    /// The numerators.
    pub numerator: Part,
    /// The denominators, where both sides have one.
    pub denominator: Option<Part>,
}
