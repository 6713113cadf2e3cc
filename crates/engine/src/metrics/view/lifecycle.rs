//! `lifecycle`: customers by what they bought in a period and the one before.

use arrow::record_batch::RecordBatch;
use holdfast_panel::lifecycle::{LifecycleCounts, count};
use holdfast_panel::placement::Placement;

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `new`, `kept`, `returned`, `lapsed`, `dormant`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<LifecycleCounts> = scope
        .windows
        .iter()
        .map(|window| count(&history, &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("lifecycle", "period", scope, &places);
    frame.counts("new", &parts, |c| &c.new);
    frame.counts("kept", &parts, |c| &c.kept);
    frame.counts("returned", &parts, |c| &c.returned);
    frame.counts("lapsed", &parts, |c| &c.lapsed);
    frame.counts("dormant", &parts, |c| &c.dormant);
    frame.finish()
}
