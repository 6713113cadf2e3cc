//! What metrics count, out of the lake: the arrays of `holdfast_panel` as of a moment, each read when first asked for.

mod events;
mod extend;
mod groups;
mod kept_groups;
mod lake_facts;
mod restricted;
mod rows;

pub use lake_facts::{FactSettings, LakeFacts};
pub use restricted::RestrictedFacts;
pub(crate) use rows::{contracts, interactions};
