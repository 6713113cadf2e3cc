//! Scores in the lake: one row a customer, day and model.

mod clauses;
mod history;
mod risk;
mod stored;
mod write;

pub use history::{CustomerScore, of_customer};
pub use risk::{Risk, risk};
pub use stored::{StoredScores, list, stored};
pub use write::{HORIZON_COLUMNS, ScoreColumns, ScoreKey, write};
