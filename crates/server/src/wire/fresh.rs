//! An answer of a use case with the data that it speaks of.

use serde::Serialize;

use super::freshness::Freshness;

/// What a use case answered, as it is, and beside its members `freshness`. The schema of the whole is a type of its own (`wire/figure.rs`); a test reads every answer
/// by it.
#[derive(Serialize)]
pub struct Fresh<T: Serialize> {
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
    /// Of which data it speaks.
    pub freshness: Freshness,
}
