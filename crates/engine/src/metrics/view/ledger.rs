//! `ledger`: customers who were there, came, left and came back.

use arrow::record_batch::RecordBatch;
use holdfast_panel::ledger::{LedgerCounts, count};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `at_start`, `at_end`, `new`, `returned`, `lost`, `lost_of_start`, `lost_of_joined`, `on_file`, `active_days`,
/// `daily_rates` (DOUBLE), `days`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let spells = scope.spells()?;
    let parts: Vec<LedgerCounts> = scope
        .windows
        .iter()
        .map(|window| count(&spells, &scope.table.groups, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("ledger", "period", scope, &places);
    frame.counts("at_start", &parts, |c| &c.at_start);
    frame.counts("at_end", &parts, |c| &c.at_end);
    frame.counts("new", &parts, |c| &c.new);
    frame.counts("returned", &parts, |c| &c.returned);
    frame.counts("lost", &parts, |c| &c.lost);
    frame.counts("lost_of_start", &parts, |c| &c.lost_of_start);
    frame.counts("lost_of_joined", &parts, |c| &c.lost_of_joined);
    frame.counts("on_file", &parts, |c| &c.on_file);
    frame.counts("active_days", &parts, |c| &c.active_days);
    frame.number("daily_rates", |place| parts[place.window].daily_rates[place.cell]);
    frame.counts("days", &parts, |c| &c.days);
    frame.finish()
}
