//! Proportional hazards (Cox 1972): what shortens a stay, and by how much.
//!
//! One pass over the rows in order of time gives everything: sums over the customers at risk are running sums, and the
//! second derivatives are Σ over rows of (risk × hazard passed)·x·xᵀ less one outer product for each time of an event,
//! so that a row's own outer product is added once however many events it lived through.

mod baseline;
mod data;
mod design;
mod fit;
mod fitted;
mod gram;
mod lasso;
mod likelihood;
mod lived;
mod newton;
mod order;
mod proportional;
mod residuals;
mod risk;
mod robust;
mod running;
mod schoenfeld;
mod score;

pub use data::{CoxData, CoxSettings, Errors, Ties};
pub use fit::fit;
pub use fitted::{Baseline, BaselineStep, CoxTest, CoxTests, FittedCox};
pub use proportional::{ColumnTest, ProportionalHazards, Transform};
pub use schoenfeld::Schoenfeld;
