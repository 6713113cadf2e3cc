//! Upkeep of the lake.

use std::time::Duration;

use holdfast_domain::day::Day;
use holdfast_domain::zone::DAY_US;
use holdfast_engine::lake::{self, Keep};
use holdfast_engine::panel;
use serde::Serialize;

use super::session::Session;
use crate::error::AppError;
use crate::workspace::open::Workspace;

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
        events_from_us: events_from_us(&session.workspace, now_us),
        rejects_from_us: Some(now_us.saturating_sub(i64::from(retention.keep_rejects_days).saturating_mul(DAY_US))),
        unused_for: Duration::from_secs(u64::from(retention.vacuum_hours).saturating_mul(3600)),
    };
    let grains = &config.panel.grains;
    let done = lake::maintain(&session.lake, zone, keep, now_us, || {})?;
    let panel = panel::refresh(&session.lake, zone, grains, now_us, || {})?;
    Ok(Maintained { lake: done, panel })
}

/// The instant before which the workspace keeps no events; `None`: it keeps them all.
fn events_from_us(workspace: &Workspace, now_us: i64) -> Option<i64> {
    let months = workspace.config.retention.keep_events_months?;
    let month = workspace
        .zone
        .day_of(now_us)
        .month_number()
        .saturating_sub(i32::try_from(months).unwrap_or(i32::MAX));
    Some(workspace.zone.day_start_us(Day::from_month_number(month)))
}
