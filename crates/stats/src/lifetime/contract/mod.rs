//! How long customers keep a contract that they renew each period.

mod counts;
mod fit;
mod project;
mod renewals;

pub use counts::{Cohort, Contracts, Counts};
pub use fit::{Contract, FittedContract, fit};
pub use project::Projection;
pub use renewals::Renewals;
