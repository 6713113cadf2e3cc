//! What the first page asks for is read when the server begins, not when somebody waits for it.

use holdfast_app::error::AppError;
use holdfast_app::explore::{Reader, Reading};
use holdfast_app::overview::OverviewAsk;

use crate::frame::state::State;

/// Opens the workspace, which brings in events that an earlier server accepted, and counts for an overview. A folder without data has nothing to read.
pub fn warm(state: &State) {
    let counted = || -> Result<(), AppError> {
        let reader = Reader::open(&*state.live()?, &state.open.indexes, Reading::default())?;
        reader.overview(&OverviewAsk::default())?;
        Ok(())
    };
    if let Err(error) = counted() {
        tracing::debug!(%error, "nothing is read ahead");
    }
}
