//! What people save: questions, dashboards, customer filters. What is in one is for its reader to judge.

pub mod create;
pub mod delete;
pub mod document;
pub mod find;
pub mod list;
pub(crate) mod row;
pub mod update;
