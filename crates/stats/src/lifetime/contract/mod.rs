//! How long customers keep a contract that they renew each period.

mod counts;
mod fit;
mod observed;
mod project;
mod regress;
mod renewals;

pub use counts::{Cohort, Contracts, Counts};
pub use fit::{Contract, FittedContract, fit};
pub use project::Projection;
pub use regress::{RegressedContract, regress};
pub use renewals::Renewals;
