//! `holdfast score`: every customer of a day, how likely they are to be lost, what that is worth, why, and what would have to change.

pub mod columns;
pub mod fits;
pub mod reasoning;
pub mod recourse;
pub mod run;
pub mod value;
