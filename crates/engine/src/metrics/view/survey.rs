//! `survey`: what customers answer.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::survey::{SurveyCounts, count};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `nps` (answers), `promoters`, `detractors`, `csat` (answers), `satisfied`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (rows, spells) = (scope.data.responses()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<SurveyCounts> = scope
        .windows
        .iter()
        .map(|window| count(&rows, scope.data.zone(), &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("survey", "period", scope, &places);
    frame.counts("nps", &parts, |c| &c.nps);
    frame.counts("promoters", &parts, |c| &c.promoters);
    frame.counts("detractors", &parts, |c| &c.detractors);
    frame.counts("csat", &parts, |c| &c.csat);
    frame.counts("satisfied", &parts, |c| &c.satisfied);
    frame.finish()
}
