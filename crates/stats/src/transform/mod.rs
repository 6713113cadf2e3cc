//! Columns made fit for a model: fitted on training rows, stored with the model, applied to any row.
//!
//! Fitting is a constructor of the fitted type, so that nothing can be applied unfitted. A missing value is NaN, stays missing under
//! [`Scale`] and has a bin of its own elsewhere; this is the one folder of the room where NaN goes in and comes out.

mod bins;
mod levels;
mod scale;
mod woe;

pub use bins::Bins;
pub use levels::Levels;
pub use scale::Scale;
pub use woe::{WoeBin, WoeBins};
