//! `holdfast doctor`: checks a workspace and says what to do.
//!
//! One file a subject; `run` puts them together. To add a check: a function that pushes [`Check`]s, called in `run.rs`.

mod databases;
mod definitions;
mod lake;
mod metrics;
mod report;
mod run;
mod sources;
mod system;
mod watermarks;

pub use lake::LakeFacts;
pub use report::{Check, DoctorReport, Status};
pub use run::{Columns, Probes, doctor};
pub use system::free_bytes;
pub(crate) use watermarks::stays;
