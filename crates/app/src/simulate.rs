//! `holdfast simulate`: a company with planted causes of churn, as CSV files.

pub use holdfast_simulate::folder::{Summary, to_folder};
pub use holdfast_simulate::industry::Industry;
pub use holdfast_simulate::plan::Plan;
pub use holdfast_simulate::wide::wide_snapshot;
