//! A mobile operator.

pub(crate) mod line;
pub(crate) mod live;
pub(crate) mod period;
pub(crate) mod planting;
pub(crate) mod pull;
pub(crate) mod snapshot;
