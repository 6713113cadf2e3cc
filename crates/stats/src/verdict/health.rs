//! Whether the data can be believed at all.

use serde::{Deserialize, Serialize};

use super::canary::Canary;
use super::reason::Reason;
use crate::error::StatsError;
use crate::quantile::quantile;

/// What arrived.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// Rows of this period.
    pub rows: u64,
    /// Rows of earlier periods.
    pub rows_before: Vec<u64>,
    /// Columns, in the order in which they are to be named.
    pub columns: Vec<ColumnHealth>,
    /// Days from the latest event in the data to the as-of day; `None` where there is no watermark.
    pub watermark_age_days: Option<i64>,
    /// Canary rows scored again; `None` where none are stored.
    pub canary: Option<Canary>,
}

/// A column then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnHealth {
    /// The column.
    pub column: String,
    /// Share of missing values in the reference, 0–1.
    pub missing_before: f64,
    /// And now, 0–1.
    pub missing: f64,
    /// Share of zeros among the known values of the reference, 0–1; `None` for a category or where none is known.
    pub zero_before: Option<f64>,
    /// And now.
    pub zero: Option<f64>,
}

/// When data counts as broken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HealthLimits {
    /// Rows may be this many times fewer or more than usual (the median of earlier periods, widened by how far they lay
    /// from it themselves), above 1.
    pub rows_factor: f64,
    /// The share of missing values may grow by so much, 0–1.
    pub missing_growth: f64,
    /// A column all of whose known values are zero is broken if the share was below this, 0–1.
    pub zero_before: f64,
    /// Days that the watermark may be old, 0 or more.
    pub watermark_age_days: i64,
}

impl Default for HealthLimits {
    /// Half or double the rows, 30 points more missing, all zero where at most 95 % were, a watermark of 7 days.
    fn default() -> Self {
        Self {
            rows_factor: 2.0,
            missing_growth: 0.3,
            zero_before: 0.95,
            watermark_age_days: 7,
        }
    }
}

impl HealthLimits {
    pub(super) fn check(&self) -> Result<(), StatsError> {
        let share = |v: f64| (0.0..=1.0).contains(&v);
        let checks = [
            (
                self.rows_factor > 1.0 && self.rows_factor.is_finite(),
                "rows_factor",
                self.rows_factor,
                "above 1",
            ),
            (
                share(self.missing_growth),
                "missing_growth",
                self.missing_growth,
                "between 0 and 1",
            ),
            (
                share(self.zero_before),
                "zero_before",
                self.zero_before,
                "between 0 and 1",
            ),
            (
                self.watermark_age_days >= 0,
                "watermark_age_days",
                self.watermark_age_days as f64,
                "0 or more",
            ),
        ];
        match checks.into_iter().find(|(fits, ..)| !fits) {
            None => Ok(()),
            Some((_, name, value, expected)) => Err(StatsError::OutOfRange { name, value, expected }),
        }
    }
}

/// Everything that is broken: the code path first, then the whole table, then columns.
pub(super) fn broken(health: &Health, limits: &HealthLimits) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(canary) = health.canary.filter(|canary| !canary.holds()) {
        reasons.push(Reason::CanaryChanged {
            rows: canary.rows,
            changed: canary.changed,
            largest: canary.largest,
        });
    }
    if health.rows == 0 {
        reasons.push(Reason::NoRows);
        return reasons;
    }
    if let Some(days) = health
        .watermark_age_days
        .filter(|&days| days > limits.watermark_age_days)
    {
        reasons.push(Reason::StaleWatermark {
            days,
            allowed: limits.watermark_age_days,
        });
    }
    reasons.extend(unusual_rows(health, limits));
    for column in &health.columns {
        reasons.extend(broken_column(column, limits));
    }
    reasons
}

/// Rows against the median of earlier periods; a history that itself went up and down allows as much again.
fn unusual_rows(health: &Health, limits: &HealthLimits) -> Option<Reason> {
    let mut logs: Vec<f64> = health
        .rows_before
        .iter()
        .filter(|&&rows| rows > 0)
        .map(|&rows| (rows as f64).ln())
        .collect();
    if logs.is_empty() {
        return None;
    }
    logs.sort_unstable_by(f64::total_cmp);
    let usual = quantile(&logs, 0.5);
    let widest = logs.iter().map(|log| (log - usual).abs()).fold(0.0, f64::max);
    let distance = ((health.rows as f64).ln() - usual).abs();
    (distance > limits.rows_factor.ln().max(1.5 * widest)).then(|| Reason::RowsUnusual {
        rows: health.rows,
        usual: usual.exp().round() as u64,
    })
}

fn broken_column(column: &ColumnHealth, limits: &HealthLimits) -> Option<Reason> {
    if column.missing >= 1.0 && column.missing_before < 1.0 - 0.5 * limits.missing_growth {
        return Some(Reason::AllMissing {
            column: column.column.clone(),
            before: column.missing_before,
        });
    }
    if column.missing - column.missing_before > limits.missing_growth {
        return Some(Reason::MissingJumped {
            column: column.column.clone(),
            before: column.missing_before,
            now: column.missing,
        });
    }
    match (column.zero_before, column.zero) {
        (Some(before), Some(now)) if now >= 1.0 && before < limits.zero_before => Some(Reason::AllZero {
            column: column.column.clone(),
            before,
        }),
        _ => None,
    }
}
