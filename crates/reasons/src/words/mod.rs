//! Sentences out of figures.

mod attribute;
mod change;
mod comparison;
pub(crate) mod label;
pub(crate) mod money;
pub(crate) mod number;
pub(crate) mod period;
mod rhythm;
mod sentence;
pub(crate) mod subject;
mod value;
