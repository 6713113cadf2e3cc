//! From a declared definition to spells.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::ChurnRule;
use thiserror::Error;

use super::Spells;
use super::contract::contract;
use super::decline::{Fall, decline};
use super::inactivity::inactivity;
use super::label::label;
use super::own_rhythm::{Rhythm, own_rhythm};
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
    if let Some(objection) = rule.objection() {
        return Err(SpellError::OutOfRange(objection));
    }
    let history = |rule| inputs.history.ok_or(SpellError::MissingTable { rule, table: "events" });
    Ok(match *rule {
        ChurnRule::Contract { grace_days } => {
            let contracts = inputs.contracts.ok_or(SpellError::MissingTable {
                rule: "contract",
                table: "subscriptions",
            })?;
            contract(contracts, grace_days, through)
        }
        ChurnRule::Inactivity { days, .. } => inactivity(history("inactivity")?, days, through),
        ChurnRule::OwnRhythm {
            quantile,
            prior_gaps,
            least_days,
            most_days,
            ..
        } => {
            let rhythm = Rhythm {
                quantile,
                prior_gaps,
                least_days,
                most_days,
            };
            own_rhythm(history("own_rhythm")?, &rhythm, through)
        }
        ChurnRule::Label {} => {
            let snapshots = inputs.snapshots.ok_or(SpellError::MissingTable {
                rule: "label",
                table: "snapshots",
            })?;
            label(snapshots, through)
        }
        ChurnRule::Decline {
            share,
            recent_months,
            baseline_months,
            ..
        } => {
            let fall = Fall {
                share,
                recent_months: recent_months.max(1) as usize,
                baseline_months: baseline_months.max(1) as usize,
            };
            decline(history("decline")?, &fall, through)
        }
    })
}
