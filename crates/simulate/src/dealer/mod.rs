//! A car dealer's workshop.

pub(crate) mod car;
pub(crate) mod live;
pub(crate) mod planting;
pub(crate) mod pull;
pub(crate) mod snapshot;
pub(crate) mod visit;
