//! Who came, stayed, came back and was lost, by period.

use holdfast_engine::metrics::query::{Number, Status};
use serde::Serialize;

use super::tiles::Tables;

/// The customers of a period. By the ledger: at end = kept + new + returned − those of them who were lost again within it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LifecycleBar {
    /// Its label.
    pub period: String,
    /// How much of it the data cover.
    pub status: Status,
    /// Became customers for the first time.
    pub new: Option<i64>,
    /// Were customers at the start and not lost in it.
    pub kept: Option<i64>,
    /// Came back after they had been lost.
    pub returned: Option<i64>,
    /// Were lost.
    pub lost: Option<i64>,
}

/// What bars are made of: kept are those at the start less those of them who were lost.
pub(super) const BARS: [&str; 4] = [RATE, "customers_new", "customers_returned", "customers_lost"];
pub(super) const RATE: &str = "churn_rate_start";

/// Bars of all periods of the series.
pub(super) fn lifecycle(tables: &Tables) -> Vec<LifecycleBar> {
    let Some(rate) = tables.get(RATE) else {
        return Vec::new();
    };
    let count = |number: Option<Number>| match number {
        Some(Number::Int(count)) => Some(count),
        _ => None,
    };
    let of = |metric: &str, label: &str| {
        let row = tables.get(metric)?.rows.iter().find(|row| row.period.label == label)?;
        count(row.value)
    };
    let bars = rate.rows.iter().map(|row| {
        let label = row.period.label.as_str();
        LifecycleBar {
            period: label.to_owned(),
            status: row.period.status,
            new: of("customers_new", label),
            kept: count(row.denominator)
                .zip(count(row.numerator))
                .map(|(start, lost)| start - lost),
            returned: of("customers_returned", label),
            lost: of("customers_lost", label),
        }
    });
    bars.collect()
}
