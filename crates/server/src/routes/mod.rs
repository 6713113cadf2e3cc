//! The interface: one folder a noun, one file a verb.
//!
//! To add a route: a file with its wire types and its handler, a line in the noun's `routes`, and its line in the table of
//! `tests/it/permissions.rs`, which fails on a route that it does not know. Handlers extract, ask one use case, and answer.

pub mod audit;
pub mod batches;
pub mod customer_filters;
pub mod customers;
pub mod dashboards;
pub mod definitions;
pub mod documents;
pub mod events;
pub mod exports;
pub mod jobs;
mod map;
pub mod me;
pub mod metrics;
pub mod models;
pub mod oidc;
pub mod overview;
pub mod quality;
pub mod questions;
pub mod rejects;
pub mod roles;
pub mod segments;
pub mod session;
pub mod setup;
pub mod sources;
pub mod sql;
pub mod stream;
pub mod table;
pub mod tokens;
pub mod uploads;
pub mod users;
pub mod workspace;

pub use map::routes;
