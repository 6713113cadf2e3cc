//! `value`: what customers brought so far, and what left with those who left.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::value::{HistoricalValue, Revenue, ValueLost, historical, lost};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `on_file`, `historical_minor`, `losses`, `value_lost_minor`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.groups, &spells);
    let brought: Vec<HistoricalValue> = scope
        .windows
        .iter()
        .map(|window| historical(&history, &placement, window))
        .collect();
    let contracts = if scope.by_contract() { Some(scope.data.contracts()?) } else { None };
    let revenue = match &contracts {
        Some(contracts) => Revenue::Contracts(contracts),
        None => Revenue::Events(&history),
    };
    let gone: Vec<ValueLost> = scope
        .windows
        .iter()
        .map(|window| lost(&spells, revenue, &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("value", "period", scope, &places);
    frame.counts("on_file", &brought, |c| &c.on_file);
    frame.money("historical_minor", &brought, |c| &c.amount_minor);
    frame.counts("losses", &gone, |c| &c.losses);
    frame.money("value_lost_minor", &gone, |c| &c.value_minor);
    frame.finish()
}
