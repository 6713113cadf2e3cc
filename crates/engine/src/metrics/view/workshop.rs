//! `workshop`: visits that fell due, and whether the customer came back in time.

use arrow::record_batch::RecordBatch;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::ChurnRule;
use holdfast_panel::placement::Placement;
use holdfast_panel::workshop::{DueVisits, count};

use super::frame::Frame;
use super::scope::Scope;
use crate::error::EngineError;

/// Columns `due`, `returned`.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let ChurnRule::Inactivity { days, .. } = scope.definition.rule else {
        return Err(Refusal::new(
            "definition-without-days",
            Bilingual::new(
                "回厂率要知道多少天不来算流失，这个流失定义没有天数",
                "the return rate needs the days after which a visit falls due, and this churn definition has none",
            ),
            Bilingual::new(
                "用 --churn 选一个 inactivity 定义",
                "choose an inactivity definition with --churn",
            ),
        )
        .with_value(&scope.definition.id)
        .into());
    };
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<DueVisits> = scope
        .windows
        .iter()
        .map(|window| count(&history, days, &placement, window))
        .collect();
    let places = scope.places();
    let mut frame = Frame::new("workshop", "period", scope, &places);
    frame.counts("due", &parts, |c| &c.due);
    frame.counts("returned", &parts, |c| &c.returned);
    frame.finish()
}
