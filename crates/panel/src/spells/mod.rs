//! Spells: from when to when somebody was a customer, by one churn definition. One file a definition.

mod contract;
mod decline;
mod inactivity;
mod label;
mod own_rhythm;
mod pick;
mod spell;

pub use pick::{SpellError, SpellInputs, spells};
pub use spell::{STILL_HERE, Spells};
