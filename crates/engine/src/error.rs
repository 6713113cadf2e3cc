//! How work on the lake ends when it does not succeed.

use std::fmt::Display;

use holdfast_domain::refusal::Refusal;
use thiserror::Error;

/// A failure of the engine.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The input, the configuration or the question was refused. Exit code 3.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// The disk, the lake or the query engine failed. Exit code 1.
    #[error("{doing}: {cause}")]
    Failed {
        /// What was being done, e.g. `reading table events`.
        doing: String,
        /// What the library or the system said.
        cause: String,
    },
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// Says what was being done when a library failed.
pub(crate) trait Doing<T> {
    /// Turns the error into [`EngineError::Failed`].
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, EngineError>;
}

impl<T, E: Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, EngineError> {
        self.map_err(|error| EngineError::Failed {
            doing: what(),
            cause: error.to_string(),
        })
    }
}
