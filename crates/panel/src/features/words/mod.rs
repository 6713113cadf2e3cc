//! Names, units, formulas and labels of the columns.

mod counted;
mod lagged;
mod measured;
mod spec;
mod whole;
mod windowed;

pub(super) use spec::spec;
