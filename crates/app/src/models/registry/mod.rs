//! The models of a workspace, under `models/`: one folder a model, and `registry.json` that says which one is in use.

pub mod card;
pub mod file;
pub mod manage;
pub mod record;
pub mod store;
