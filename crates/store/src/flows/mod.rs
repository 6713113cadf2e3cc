//! Sign-ins that were sent to a provider and have not come back.

pub mod begin;
pub mod flow;
pub(crate) mod row;
pub mod take;
