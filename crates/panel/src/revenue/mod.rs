//! What customers pay, and how it moves from one period to the next.

mod events;
mod flows;
mod mrr;

pub use events::by_events;
pub use flows::RevenueCounts;
pub use mrr::by_contracts;
