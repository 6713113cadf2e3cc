//! Requests that may come twice: the second gets the answer of the first.

pub mod begin;
pub mod finish;
pub(crate) mod row;
