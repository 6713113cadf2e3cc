//! How good scores are: estimated while outcomes are outstanding, realised once they are known, one model against
//! another on the same rows.

mod area;
mod by_period;
mod estimated;
mod figure;
mod paired;
mod realised;

pub use by_period::{PeriodPerformance, by_period};
pub use estimated::{Estimated, estimate};
pub use figure::{Figure, Test, difference};
pub use paired::{Paired, paired};
pub use realised::{Realised, realised};
