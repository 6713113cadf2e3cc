//! `holdfast init`: looks at the data and writes a first `holdfast.toml`, with remarks, to be read and corrected.
//!
//! find (which files) → look (read one of each kind) → facts (what the columns are) → table (which canonical table) → suggest
//! (a source) → churn (a definition from the rhythm) → write. To teach it a word: `vocabulary.rs`.

pub(crate) mod assign;
pub(crate) mod churn;
mod database;
pub(crate) mod facts;
pub(crate) mod find;
pub(crate) mod guess;
pub(crate) mod look;
pub(crate) mod run;
pub(crate) mod suggest;
pub(crate) mod table;
mod vocabulary;
pub(crate) mod write;

pub use database::Describe;
pub use run::{InitOptions, InitReport, Skipped, SuggestedSource, init};
