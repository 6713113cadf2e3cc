//! The words of Holdfast: languages, refusals, money, days, clocks, column roles, churn definitions, warning levels, who may do what.
//!
//! Nothing here reads or writes anything. To add a concept: one file named after it, its term in `docs/GLOSSARY.md`.

pub mod access;
pub mod canonical;
pub mod churn;
pub mod clock;
pub mod day;
pub mod grain;
pub mod instant;
pub mod lang;
pub mod level;
pub mod money;
pub mod refusal;
pub mod role;
pub mod rule;
pub mod source;
pub mod zone;
