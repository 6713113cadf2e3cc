//! What can go wrong with a sequence network.

use holdfast_learn::error::LearnError;
use thiserror::Error;

/// A refusal of the room.
#[derive(Debug, Error, Clone, PartialEq)]
pub enum SequenceError {
    /// Data that cannot be learned from.
    #[error(transparent)]
    Learn(#[from] LearnError),
    /// An array of another size than the input says.
    #[error("{what}: {found} values, but {expected} are needed")]
    Size {
        /// Which array.
        what: &'static str,
        /// Values found.
        found: usize,
        /// Values needed.
        expected: usize,
    },
    /// Channels or periods that are not those the model was fitted on.
    #[error("{what} is {found}, but the model was fitted on {expected}")]
    Other {
        /// What differs.
        what: &'static str,
        /// What was found.
        found: String,
        /// What the model knows.
        expected: String,
    },
    /// An infinity in a channel.
    #[error("channel {channel}, row {row}: an infinite value; leave it empty if it is not known")]
    NotFinite {
        /// Name of the channel.
        channel: String,
        /// Row of the input, from 0.
        row: usize,
    },
    /// The loss became infinite or NaN.
    #[error("the network did not learn: its loss is no number after epoch {epoch}; lower learning_rate")]
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
    },
    /// A stored model that cannot be read.
    #[error("the stored network cannot be read: {0}")]
    Stored(String),
    /// The tensor library's refusal, in its words.
    #[error("tensors: {0}")]
    Tensor(String),
}

impl From<candle_core::Error> for SequenceError {
    fn from(error: candle_core::Error) -> Self {
        Self::Tensor(error.to_string())
    }
}
