//! How long customers stay. Durations are finite and ≥ 0 in any unit; `true` is the event (churned), `false` means
//! still a customer when last seen (right-censored).

pub mod accuracy;
mod competing;
mod conditional;
pub mod cox;
mod difference;
pub mod discrete;
mod harmonic;
mod kaplan_meier;
mod log_rank;
mod nelson_aalen;
pub mod parametric;
mod quantiles;
pub mod recurrent;
mod restricted_mean;
mod risk;
mod smoothed_hazard;
pub mod spells;

pub use competing::{CauseCurve, CauseSpells, CumulativeIncidence, IncidenceStep, cumulative_incidence};
pub use conditional::Conditional;
pub use difference::{Difference, quantile_difference, restricted_mean_difference, survival_difference};
pub use kaplan_meier::{KaplanMeier, Step, kaplan_meier, survival_curve};
pub use log_rank::{
    Correction, GroupResult, LogRank, Pair, Trend, WeightedLogRank, Weighting, log_rank, pairwise_log_rank,
    weighted_log_rank,
};
pub use nelson_aalen::{HazardStep, HazardTies, NelsonAalen, nelson_aalen, nelson_aalen_with};
pub use quantiles::Quantile;
pub use restricted_mean::RestrictedMean;
pub use smoothed_hazard::HazardPoint;
