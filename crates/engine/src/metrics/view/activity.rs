//! `activity`: events, purchases, buyers, money, intervals.

use arrow::record_batch::RecordBatch;
use holdfast_panel::activity::{ActivityCounts, count};
use holdfast_panel::placement::Placement;

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `events`, `purchases`, `buyers`, `purchase_days`, `amount_minor`, `refunds_minor`, `interval_days`, `intervals`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<ActivityCounts> = scope
        .windows
        .iter()
        .map(|window| count(&history, &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("activity", "period", scope, &places);
    frame.counts("events", &parts, |c| &c.events);
    frame.counts("purchases", &parts, |c| &c.purchases);
    frame.counts("buyers", &parts, |c| &c.buyers);
    frame.counts("purchase_days", &parts, |c| &c.purchase_days);
    frame.money("amount_minor", &parts, |c| &c.amount_minor);
    frame.money("refunds_minor", &parts, |c| &c.refund_minor);
    frame.counts("interval_days", &parts, |c| &c.interval_days);
    frame.counts("intervals", &parts, |c| &c.intervals);
    frame.finish()
}
