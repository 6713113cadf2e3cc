//! From a declared definition to spells.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::ChurnRule;
use thiserror::Error;

use super::Spells;
use crate::history::{Contracts, DayHistory, Snapshots};

/// What definitions read; each needs one of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct SpellInputs<'a> {
    /// Days with events, built with the definition's own [`Qualifying`](crate::history::Qualifying): for `inactivity`, `own_rhythm`, `decline`.
    pub history: Option<&'a DayHistory>,
    /// Subscriptions: for `contract`.
    pub contracts: Option<&'a Contracts>,
    /// Snapshots with a label: for `label`.
    pub snapshots: Option<&'a Snapshots>,
}

/// Why there are no spells.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SpellError {
    /// The definition reads a table that was not given.
    #[error("a `{rule}` definition needs the table `{table}`: load it, or choose another definition")]
    MissingTable {
        /// Kind of the definition.
        rule: &'static str,
        /// Canonical table.
        table: &'static str,
    },
    /// A number of the definition is out of range.
    #[error("{}", .0.en)]
    OutOfRange(Bilingual),
}

/// The spells of all customers by a definition, from what is known up to the end of day `through`.
///
/// # Errors
/// A table that the definition needs is missing; a number of it is out of range.
pub fn spells(rule: &ChurnRule, inputs: SpellInputs<'_>, through: i32) -> Result<Spells, SpellError> {
    let _ = (rule, inputs, through);
    Ok(Spells::default())
}
