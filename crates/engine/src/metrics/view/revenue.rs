//! `revenue`: what customers pay, and how it moves.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::revenue::{RevenueCounts, by_contracts, by_events};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `start_known` (BOOLEAN) and, each as `_minor` and as `_customers`, `start`, `new`, `expansion`, `contraction`, `churned`,
/// `reactivation`, `end`. Monthly fees with a `contract` definition, otherwise net amounts of events.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let spells = scope.spells()?;
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<RevenueCounts> = if scope.by_contract() {
        let contracts = scope.data.contracts()?;
        let windows = scope.windows.iter();
        windows
            .map(|window| by_contracts(&contracts, &placement, window))
            .collect()
    } else {
        let history = scope.history()?;
        let windows = scope.windows.iter();
        windows.map(|window| by_events(&history, &placement, window)).collect()
    };
    let places = scope.places();
    let mut frame = Frame::new("revenue", "period", scope, &places);
    frame.flag("start_known", |place| parts[place.window].start_known[place.period]);
    frame.money("start_minor", &parts, |c| &c.start_minor);
    frame.money("new_minor", &parts, |c| &c.new_minor);
    frame.money("expansion_minor", &parts, |c| &c.expansion_minor);
    frame.money("contraction_minor", &parts, |c| &c.contraction_minor);
    frame.money("churned_minor", &parts, |c| &c.churned_minor);
    frame.money("reactivation_minor", &parts, |c| &c.reactivation_minor);
    frame.money("end_minor", &parts, |c| &c.end_minor);
    frame.counts("start_customers", &parts, |c| &c.start_customers);
    frame.counts("new_customers", &parts, |c| &c.new_customers);
    frame.counts("expansion_customers", &parts, |c| &c.expansion_customers);
    frame.counts("contraction_customers", &parts, |c| &c.contraction_customers);
    frame.counts("churned_customers", &parts, |c| &c.churned_customers);
    frame.counts("reactivation_customers", &parts, |c| &c.reactivation_customers);
    frame.counts("end_customers", &parts, |c| &c.end_customers);
    frame.finish()
}
