//! `service`: complaints and satisfaction with service.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::service::{ServiceCounts, count};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `interactions`, `complaints`, `complaining`, `resolved`, `response_hours` (DOUBLE), `rated`, `satisfied`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (rows, spells) = (scope.data.interactions()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<ServiceCounts> = scope
        .windows
        .iter()
        .map(|window| count(&rows, scope.data.zone(), &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("service", "period", scope, &places);
    frame.counts("interactions", &parts, |c| &c.interactions);
    frame.counts("complaints", &parts, |c| &c.complaints);
    frame.counts("complaining", &parts, |c| &c.complaining);
    frame.counts("resolved", &parts, |c| &c.resolved);
    frame.number("response_hours", |place| parts[place.window].response_hours(place.cell));
    frame.counts("rated", &parts, |c| &c.rated);
    frame.counts("satisfied", &parts, |c| &c.satisfied);
    frame.finish()
}
