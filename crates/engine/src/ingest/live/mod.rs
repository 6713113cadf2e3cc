//! Events that arrive one request at a time, in batches that their sender names: the same cells, rejects and keys as those of a source, without a file.
//!
//! [`check`] reads a batch before it is accepted; [`LiveWriter`] puts accepted batches into the lake, many as one commit, each once.

mod added;
mod check;
mod commit;
mod merge;
mod parse;

pub use added::Added;
pub use check::{Checked, check};
pub use commit::{Committed, LiveBatch, LiveWriter, Place, stored_ids};

/// The source that live events are of.
pub const LIVE: &str = "live";
