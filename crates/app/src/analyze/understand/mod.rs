//! Which column is what: by name, by values, and by what the user said.

pub mod label;
pub mod leaks;
pub mod names;
pub mod personal;
pub mod roles;
pub mod shape;
