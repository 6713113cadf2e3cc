//! The operational database: people, sessions, tokens, the audit chain, saved documents; in SQLite or PostgreSQL.
//!
//! A folder is a noun, a file of it a verb: one method of [`store::Store`]. Instants, ids and whatever is random are
//! arguments; secrets come in hashed or sealed, never in the clear. What changes who may do what takes the line for the
//! audit log with it and is committed together with it. To add a noun: a migration in `migrations/`, a folder with `row.rs`
//! (the table), its types, its verbs, and their part of the story in `tests/it/story.rs`, which runs on both databases.

pub mod attempts;
pub mod audit;
pub mod documents;
pub mod error;
pub mod flows;
pub mod id;
pub mod idempotency;
mod migrations;
pub mod page;
pub mod people;
pub mod second_factor;
pub mod sessions;
pub mod settings;
pub mod store;
pub mod sweep;
pub mod tokens;
