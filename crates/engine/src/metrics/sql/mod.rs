//! The SQL of a metric: guarded, filled in, executed, decoded.

mod decode;
mod execute;
mod fill;
mod guard;

pub(crate) use decode::{Answer, Cell};
pub(crate) use execute::{Session, Table};
pub(crate) use fill::{Blanks, fill};
pub(crate) use guard::tables;
