//! `value` and `value_lost`: what customers brought so far, and what left with those who left.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::value::{HistoricalValue, Revenue, ValueLost, historical, lost};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `on_file`, `historical_minor`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<HistoricalValue> = scope
        .windows
        .iter()
        .map(|window| historical(&history, &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("value", "period", scope, &places);
    frame.counts("on_file", &parts, |c| &c.on_file);
    frame.money("historical_minor", &parts, |c| &c.amount_minor);
    frame.finish()
}

/// Columns `losses`, `value_lost_minor`.
pub(super) fn build_lost(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let spells = scope.spells()?;
    let placement = Placement::new(&scope.table.groups, &spells);
    let count = |revenue: Revenue<'_>| -> Vec<ValueLost> {
        let windows = scope.windows.iter();
        windows
            .map(|window| lost(&spells, revenue, &placement, window))
            .collect()
    };
    let parts = if scope.by_contract() {
        count(Revenue::Contracts(&*scope.data.contracts()?))
    } else {
        count(Revenue::Events(&*scope.history()?))
    };
    let places = scope.places();
    let mut frame = Frame::new("value_lost", "period", scope, &places);
    frame.counts("losses", &parts, |c| &c.losses);
    frame.money("value_lost_minor", &parts, |c| &c.value_minor);
    frame.finish()
}
