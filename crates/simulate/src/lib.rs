//! Simulated companies with planted causes of churn, and the truth about them in files of its own.
//!
//! A company is made customer by customer: everything about customer *n* comes from a random stream derived from
//! `(seed, n)`, so memory does not grow with the number of customers and the same plan gives the same bytes.
//! `docs/methods/simulator.md` describes what is planted.
//!
//! To add an industry: a folder with its causes, its columns and a `live` function that fills a [`life`] record; a
//! variant in [`industry::Industry`]; its arms in `trade.rs`, `metrics/ledger.rs` and `workspace.rs`; complaint phrases in `talk/`.

pub mod cell;
pub mod folder;
pub mod industry;
pub mod plan;
pub mod run;
pub mod truth;
pub mod wide;

mod causes;
mod csv_line;
mod dealer;
mod draw;
mod gap;
mod life;
mod metrics;
mod offer;
mod people;
mod row;
mod season;
mod shop;
mod staff;
mod tables;
mod talk;
mod tally;
mod telecom;
mod trade;
mod visits;
mod workspace;
mod world;
