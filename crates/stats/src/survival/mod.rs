//! How long customers stay. Durations are finite and ≥ 0 in any unit; `true` is the event (churned), `false` means
//! still a customer when last seen (right-censored).

pub mod accuracy;
pub mod cox;
pub mod discrete;
mod durations;
mod kaplan_meier;
mod log_rank;
pub mod parametric;
pub mod recurrent;
pub mod spells;

pub use kaplan_meier::{KaplanMeier, Step, kaplan_meier};
pub use log_rank::{LogRank, log_rank};
