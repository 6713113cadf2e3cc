//! A workspace that is open for many people at once: one set of facts per commit that all share, new commits noticed, events taken in.
//!
//! The server holds one [`Live`] and asks it for the present [`Edition`] with every request. Questions about metrics are synchronous: they run on threads
//! that may wait.

mod edition;
mod events;
mod freshness;
mod open;
mod write;

pub use edition::{Edition, Seen};
pub use events::Accepted;
pub use freshness::Freshness;
pub use open::{Live, Now};
