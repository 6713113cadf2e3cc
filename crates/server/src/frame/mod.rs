//! What every route stands in: who calls, what is answered when it fails, limits, logs and figures.

pub mod answer;
pub mod caller;
pub mod headers;
pub mod log;
pub mod meters;
pub mod precondition;
pub mod problem;
pub mod state;
pub mod stream;
pub mod work;
