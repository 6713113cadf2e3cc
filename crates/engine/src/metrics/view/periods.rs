//! `periods`: the periods themselves, for SQL that counts on its own.

use arrow::record_batch::RecordBatch;

use super::frame::Frame;
use super::scope::{Place, Scope};
use crate::error::EngineError;

/// Columns `last_day` (DATE) and `complete` (BOOLEAN); a row a period, without `cell` and dimensions.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let places: Vec<Place> = scope.places().into_iter().filter(|place| place.group == 0).collect();
    let mut frame = Frame::bare("periods", &places);
    frame.date("last_day", |place| scope.windows[place.window].end(place.period));
    frame.flag("complete", |place| {
        let window = &scope.windows[place.window];
        window.end(place.period) <= window.through
    });
    frame.finish()
}
