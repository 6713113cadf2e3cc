//! `periods`: the periods themselves, for SQL that counts on its own.

use arrow::record_batch::RecordBatch;

use super::frame::Frame;
use super::scope::{Place, Scope};
use crate::error::EngineError;

/// Columns `last_day` (DATE) and `complete` (BOOLEAN); a row a period, without `cell` and dimensions.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let places: Vec<Place> = scope.places().into_iter().filter(|place| place.group == 0).collect();
    let everybody = Scope {
        data: scope.data,
        definition: scope.definition,
        windows: scope.windows.clone(),
        dims: &[],
        groups: scope.groups.clone(),
        labels: vec![Vec::new()],
        max_ages: scope.max_ages,
    };
    let mut frame = Frame::new("periods", "period", &everybody, &places);
    frame.date("last_day", |place| scope.windows[place.window].end(place.period));
    frame.flag("complete", |place| {
        let window = &scope.windows[place.window];
        window.end(place.period) <= window.through
    });
    frame.finish()
}
