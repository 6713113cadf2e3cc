//! Metrics: questions and answers as text (`tests/slt`), the catalogue, refusals.

mod catalog;
mod fixture;
mod guard;
mod reconcile;
mod show;
mod slt;
mod why;
