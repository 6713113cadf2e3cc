//! Who comes back at which of a counted number of opportunities, without a contract.

mod bgbb;
mod fit;
mod histories;
mod likelihood;
mod score;

pub use bgbb::{BgBb, History};
pub use fit::{FittedBgBb, fit};
pub use histories::Visits;
pub use score::{Scores, score};
