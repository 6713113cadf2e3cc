//! Who came, stayed, came back and was lost, by period.

use holdfast_engine::metrics::query::{MetricTable, Number, Status};
use rayon::prelude::*;
use serde::Serialize;

use super::tiles::Ground;
use crate::error::AppError;

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

/// Bars of all periods of the series.
pub(super) fn lifecycle(ground: &Ground) -> Result<Vec<LifecycleBar>, AppError> {
    let tables: Vec<MetricTable> = [
        "churn_rate_start",
        "customers_new",
        "customers_returned",
        "customers_lost",
    ]
    .into_par_iter()
    .map(|metric| ground.series(metric))
    .collect::<Result<_, _>>()?;
    let [rate, new, returned, lost] = tables.as_slice() else {
        return Ok(Vec::new());
    };
    let count = |number: Option<Number>| match number {
        Some(Number::Int(count)) => Some(count),
        _ => None,
    };
    let of = |table: &MetricTable, label: &str| {
        let row = table.rows.iter().find(|row| row.period.label == label)?;
        count(row.value)
    };
    let bars = rate.rows.iter().map(|row| {
        let label = row.period.label.as_str();
        LifecycleBar {
            period: label.to_owned(),
            status: row.period.status,
            new: of(new, label),
            kept: count(row.denominator)
                .zip(count(row.numerator))
                .map(|(start, lost)| start - lost),
            returned: of(returned, label),
            lost: of(lost, label),
        }
    });
    Ok(bars.collect())
}
