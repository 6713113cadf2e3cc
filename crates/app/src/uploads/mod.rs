//! A file that somebody brings along: received, looked at, mapped, tried, and made a source.
//!
//! `place` (where uploads lie) → `receive` (bytes in, bounded) → `draft` (what it could become) → `preview` (what a person is shown) → `trial` (the
//! import, dry) → `accept` (a source in `holdfast.toml`). What the columns are and which table they fill is decided by `workspace/init`, as at the
//! first day of a workspace.

pub mod accept;
pub mod alternatives;
mod draft;
pub mod place;
pub mod preview;
pub mod receive;
pub mod settings;
pub mod trial;
