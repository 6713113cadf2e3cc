//! Sets of outcomes that hold the true one with a stated frequency, whatever the model.

pub mod coverage;
pub mod fit;
pub mod set;
