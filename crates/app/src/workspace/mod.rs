//! A workspace on disk: a folder with `holdfast.toml`, the user's metrics and the lake.
//!
//! text → shape of keys (`keys`, `parse`) → meaning (`check`) → [`config::WorkspaceConfig`] → [`open::Workspace`]. [`init`] writes the
//! first text out of the data, [`doctor`] says what is not in order. To add a setting: its field in `config`, its key in
//! `keys`, its check in `check`, its line in `init/write.rs` and in docs/guide/workspace.md.

pub(crate) mod check;
pub(crate) mod check_attributes;
pub(crate) mod check_churn;
pub(crate) mod check_database;
mod check_model;
pub(crate) mod check_source;
pub mod config;
pub mod doctor;
pub mod edit;
pub mod industry;
pub mod init;
pub(crate) mod keys;
pub mod open;
pub mod parse;
pub(crate) mod places;
pub(crate) mod rhythm;
