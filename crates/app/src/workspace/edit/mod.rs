//! Changes to a `holdfast.toml` that somebody wrote: comments, order and everything that is not changed stay as they are.
//!
//! `file` reads and replaces it whole, by version; the others change its text. To add a change: a function from text to text, used within
//! [`file::edit`], which checks what comes out.

pub mod churn;
pub mod file;
pub(crate) mod sources;
