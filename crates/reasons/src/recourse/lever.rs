//! What a company can move.

use serde::{Deserialize, Serialize};

use crate::column::Column;
use crate::concept::Concept;
use crate::error::ReasonError;
use crate::reasoner::Reasoner;

/// Something that can be moved, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lever {
    /// What moves.
    pub moves: Moves,
    /// Which way numbers may go.
    pub allowed: Allowed,
    /// How dear a move is against others, above 0; 1 is usual.
    pub cost: f64,
}

/// What moves together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "moves", content = "column", rename_all = "snake_case")]
pub enum Moves {
    /// Everything that is computed from what the customer does: one column of it alone cannot move.
    Behaviour,
    /// Both columns of complaints.
    Complaints,
    /// One attribute.
    Attribute(String),
}

/// Which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// Either way.
    #[default]
    Any,
    /// More only.
    Up,
    /// Less only.
    Down,
}

impl Allowed {
    /// Whether a number may go from one value to another.
    pub(super) fn allows(self, from: f64, to: f64) -> bool {
        match self {
            Self::Any => true,
            Self::Up => to > from,
            Self::Down => to < from,
        }
    }
}

/// Levers out of the names of the columns that are marked as movable. A feature of what the customer does stands for all of them: activity goes up.
///
/// # Errors
/// [`ReasonError::NotMovable`] for a column that there is not, and for tenure.
pub fn levers(reasoner: &Reasoner, movable: &[(&str, Allowed)]) -> Result<Vec<Lever>, ReasonError> {
    let mut out: Vec<Lever> = Vec::new();
    for &(name, allowed) in movable {
        let column = reasoner.columns.iter().find(|column| column.name == name);
        let (moves, allowed) = match column.map(Concept::of) {
            None | Some(Concept::Tenure) => {
                return Err(ReasonError::NotMovable {
                    column: name.to_owned(),
                });
            }
            Some(Concept::Attribute(name)) => (Moves::Attribute(name), allowed),
            Some(Concept::Complaints) => (Moves::Complaints, Allowed::Down),
            Some(_) => (Moves::Behaviour, Allowed::Up),
        };
        if out.iter().all(|lever| lever.moves != moves) {
            out.push(Lever {
                moves,
                allowed,
                cost: 1.0,
            });
        }
    }
    Ok(out)
}

impl Moves {
    /// Whether a column moves.
    pub(super) fn moves(&self, column: &Column) -> bool {
        let concept = Concept::of(column);
        match self {
            Self::Behaviour => concept.is_behaviour(),
            Self::Complaints => concept == Concept::Complaints,
            Self::Attribute(name) => concept == Concept::Attribute(name.clone()),
        }
    }
}
