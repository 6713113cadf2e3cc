//! Upkeep of the lake.

use std::time::Duration;

use holdfast_domain::day::Day;
use holdfast_domain::zone::DAY_US;
use holdfast_engine::lake::{self, Keep};
use holdfast_engine::panel;
use serde::Serialize;

use super::session::Session;
use crate::error::AppError;

/// What maintenance did.
#[derive(Clone, Debug, Serialize)]
pub struct Maintained {
    /// The lake.
    #[serde(flatten)]
    pub lake: lake::Maintained,
    /// The panel, by grain.
    pub panel: Vec<panel::Refreshed>,
}

/// Applies the workspace's retention, puts small files together, deletes what nobody needs, brings the panel up to date.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn maintain(session: &Session, now_us: i64) -> Result<Maintained, AppError> {
    let (zone, config) = (&session.workspace.zone, &session.workspace.config);
    let retention = &config.retention;
    let keep = Keep {
        events_from_us: retention.keep_events_months.map(|months| {
            let month = zone
                .day_of(now_us)
                .month_number()
                .saturating_sub(i32::try_from(months).unwrap_or(i32::MAX));
            zone.day_start_us(Day::from_month_number(month))
        }),
        rejects_from_us: Some(now_us.saturating_sub(i64::from(retention.keep_rejects_days).saturating_mul(DAY_US))),
        unused_for: Duration::from_secs(u64::from(retention.vacuum_hours).saturating_mul(3600)),
    };
    let grains = &config.panel.grains;
    let done = lake::maintain(&session.lake, zone, grains, keep, now_us, || {})?;
    let panel = panel::refresh(&session.lake, zone, grains, now_us, || {})?;
    Ok(Maintained { lake: done, panel })
}
