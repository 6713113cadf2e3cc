//! Customers who churn, come back and churn again: their spells as data for a Cox regression.

use crate::check;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::survival::cox::CoxData;
use crate::survival::spells::Spells;

/// Which question recurrent churn is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecurrentModel {
    /// Andersen & Gill (1982): does a column raise the rate of churn, earlier churn or not? Time runs on from spell to
    /// spell; all events share one baseline.
    AndersenGill,
    /// Prentice, Williams & Peterson (1981), total time: the same, given how often a customer has churned before; each
    /// order of event has its own baseline.
    TotalTime,
    /// The same on gap time: the clock starts again when a customer has come back.
    GapTime,
}

/// Rows of observation, in any order: a customer's spells, each in one row or, where columns change, in several.
#[derive(Clone, Copy, Debug)]
pub struct CustomerSpells<'a> {
    /// Whose.
    pub customer: &'a [u32],
    /// Where the row begins, finite, before `stop`; one clock for all, such as days since joining.
    pub start: &'a [f64],
    /// Where it ends: finite, 0 or more.
    pub stop: &'a [f64],
    /// Whether it ended with churn.
    pub event: &'a [bool],
}

/// The same rows in the same order, on the clock and in the strata of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrent {
    /// Where the row enters the risk set.
    pub entry: Vec<f64>,
    /// Where it leaves it.
    pub exit: Vec<f64>,
    /// Whether with churn.
    pub event: Vec<bool>,
    /// Which event the row is at risk of: 1 the first, and so on; `None` where all share one baseline.
    pub strata: Option<Vec<u32>>,
    /// The customer.
    pub cluster: Vec<u32>,
}

/// Puts spells on the clock and in the strata of a model; rows stay where they are, so that covariates need not move.
///
/// A row is in stratum 1 + the number of the customer's events before it. Late strata hold few: from the end, a stratum
/// with fewer than `fewest_events` events is put to the one before it (1: only those without any). Under gap time, the
/// first row after an event starts the clock, absence does not count. O(n log n).
///
/// # Errors
/// Lengths differ, no rows, values not finite, a negative `stop`, a row that ends before it begins, two rows of a customer
/// that overlap ([`StatsError::Contradiction`] with the later row).
pub fn arrange(
    spells: &CustomerSpells<'_>,
    model: RecurrentModel,
    fewest_events: u64,
) -> Result<Recurrent, StatsError> {
    check::same_length(spells.stop.len(), spells.customer.len())?;
    check::same_length(spells.stop.len(), spells.start.len())?;
    Spells::new(spells.stop, spells.event).entered(spells.start).check()?;
    let mut rows: Vec<usize> = (0..spells.stop.len()).collect();
    rows.sort_unstable_by(|&a, &b| {
        (spells.customer[a].cmp(&spells.customer[b]))
            .then(spells.start[a].total_cmp(&spells.start[b]))
            .then(a.cmp(&b))
    });
    let mut entry = spells.start.to_vec();
    let mut exit = spells.stop.to_vec();
    let mut order = vec![1_u32; rows.len()];
    for customer in rows.chunk_by(|&a, &b| spells.customer[a] == spells.customer[b]) {
        let mut events = 0;
        let mut clock = spells.start[customer[0]];
        for (at, &row) in customer.iter().enumerate() {
            if let Some(before) = at.checked_sub(1).map(|at| customer[at]) {
                if spells.start[row] < spells.stop[before] {
                    return Err(StatsError::Contradiction {
                        name: "start",
                        value: spells.start[row],
                        other_name: "stop of the row before",
                        other: spells.stop[before],
                        index: row,
                        expected: "rows of one customer must not overlap",
                    });
                }
                if spells.event[before] {
                    events += 1;
                    clock = spells.start[row];
                }
            }
            order[row] = events + 1;
            if model == RecurrentModel::GapTime {
                (entry[row], exit[row]) = gap(row, spells, clock)?;
            }
        }
    }
    let strata = (model != RecurrentModel::AndersenGill).then(|| merge_thin(order, spells.event, fewest_events));
    Ok(Recurrent {
        entry,
        exit,
        event: spells.event.to_vec(),
        strata,
        cluster: spells.customer.to_vec(),
    })
}

/// Entry and exit since `clock`.
fn gap(row: usize, spells: &CustomerSpells<'_>, clock: f64) -> Result<(f64, f64), StatsError> {
    let (entry, exit) = (spells.start[row] - clock, spells.stop[row] - clock);
    if !exit.is_finite() {
        return Err(StatsError::Overflow { name: "gap time" });
    }
    // A spell far shorter than the time of its beginning can be lost in rounding.
    if entry >= exit {
        return Err(StatsError::EntryNotBeforeExit {
            index: row,
            entry,
            exit,
        });
    }
    Ok((entry, exit))
}

fn merge_thin(mut order: Vec<u32>, event: &[bool], fewest_events: u64) -> Vec<u32> {
    let most = order.iter().copied().max().unwrap_or(1);
    let mut events = vec![0_u64; most as usize];
    for (order, _) in order.iter().zip(event).filter(|(_, event)| **event) {
        events[*order as usize - 1] += 1;
    }
    let mut last = most as usize;
    while last > 1 && events[last - 1] < fewest_events {
        events[last - 2] += events[last - 1];
        last -= 1;
    }
    order.iter_mut().for_each(|order| *order = (*order).min(last as u32));
    order
}

impl Recurrent {
    /// As data of a Cox regression, with one number a row and column in the order of the spells. Fit with
    /// [`Errors::Robust`](crate::survival::cox::Errors::Robust): rows of one customer belong together.
    pub fn cox_data<'a>(&'a self, covariates: Covariates<'a>) -> CoxData<'a> {
        CoxData {
            strata: self.strata.as_deref(),
            cluster: Some(&self.cluster),
            ..CoxData::new(Spells::new(&self.exit, &self.event).entered(&self.entry), covariates)
        }
    }
}
