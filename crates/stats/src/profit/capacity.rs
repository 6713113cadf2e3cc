//! As many customers as the team can call: the threshold that follows, and what it leaves out.

use serde::{Deserialize, Serialize};

use super::spread::number_of_events;
use crate::check;
use crate::error::StatsError;
use crate::interval::Interval;

/// Contacts of a period (a day, a week) and what they are expected to hit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapacityPlan {
    /// Customers contacted: the capacity, or all customers if there are fewer.
    pub contacted: u64,
    /// Lowest value of the ranking among them; contact whoever is above it. `None` where nobody is contacted.
    pub threshold: Option<f64>,
    /// Customers with exactly that value.
    pub tied: u64,
    /// How many of the tied fit in.
    pub tied_contacted: u64,
    /// Customers contacted who are expected to churn, tied ones in proportion.
    pub hits: f64,
    /// Central 95 % of that number if the probabilities are calibrated and customers independent.
    pub hits_interval: Interval,
    /// Share of all expected churners among those contacted, 0–1; `None` where none is expected.
    pub reached: Option<f64>,
    /// Customers not contacted.
    pub left_out: u64,
    /// Expected churners among them.
    pub left_out_churners: f64,
}

/// The `contacts` highest values of `rank_by` (probability, expected gain, value at risk…); `p` are the calibrated
/// probabilities of the same customers.
///
/// Errors: lengths differ, no rows, a value outside 0–1, a rank that is not finite.
pub fn within_capacity(p: &[f64], rank_by: &[f64], contacts: u64) -> Result<CapacityPlan, StatsError> {
    check::same_length(p.len(), rank_by.len())?;
    check::probabilities(p)?;
    check::finite(rank_by)?;
    let mut rows: Vec<(f64, f64)> = (rank_by.iter().zip(p)).map(|(&rank, &p)| (rank + 0.0, p)).collect();
    // By probability too, so that sums do not depend on the row order.
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let contacted = usize::try_from(contacts).map_or(rows.len(), |contacts| contacts.min(rows.len()));
    let all: f64 = rows.iter().map(|(_, p)| p).sum();
    let threshold = contacted.checked_sub(1).map(|last| rows[last].0);
    let from = threshold.map_or(0, |cut| rows.partition_point(|row| row.0 > cut));
    let until = threshold.map_or(0, |cut| rows.partition_point(|row| row.0 >= cut));
    let tied = &rows[from..until];
    let tied_contacted = contacted - from;
    let mean_of_tied = tied.iter().map(|(_, p)| p).sum::<f64>() / tied.len().max(1) as f64;
    let mut chosen: Vec<f64> = rows[..from].iter().map(|&(_, p)| p).collect();
    chosen.extend(std::iter::repeat_n(mean_of_tied, tied_contacted));
    let hits: f64 = chosen.iter().sum();
    Ok(CapacityPlan {
        contacted: contacted as u64,
        threshold,
        tied: tied.len() as u64,
        tied_contacted: tied_contacted as u64,
        hits,
        hits_interval: number_of_events(&chosen),
        reached: (all > 0.0).then(|| (hits / all).min(1.0)),
        left_out: (rows.len() - contacted) as u64,
        left_out_churners: (all - hits).max(0.0),
    })
}
