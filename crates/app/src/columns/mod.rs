//! Columns that the user named, out of a table that was read, as what an estimator takes.
//!
//! Find and need ([`pick::Pick`]) → rows that have everything ([`picked::Picked`]) → numbers, outcomes, dates,
//! categories, a design of 0/1 columns. To add a kind of column: one file with `impl Picked`.

pub mod categories;
pub mod chinese;
pub mod dates;
pub mod design;
pub mod find;
pub mod numbers;
pub mod pick;
pub mod picked;
pub mod refuse;
