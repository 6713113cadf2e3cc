//! The monthly revenue that left with lost customers.

use crate::history::{Contracts, DayHistory};
use crate::placement::Placement;
use crate::spells::Spells;
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueLost {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Losses (movements).
    pub losses: Vec<u64>,
    /// Σ of their average revenue a month, minor units, rounded by customer.
    pub value_minor: Vec<i64>,
}

/// Where the revenue of a lost customer is read.
#[derive(Clone, Copy, Debug)]
pub enum Revenue<'a> {
    /// Net amount of the 365 days up to the last active one, a month of 30.4375 days.
    Events(&'a DayHistory),
    /// The monthly fee held on the last active day.
    Contracts(&'a Contracts),
}

/// Σ over the losses of each period of what the customer paid a month.
pub fn lost(spells: &Spells, revenue: Revenue<'_>, placement: &Placement<'_>, window: &Window) -> ValueLost {
    let _ = (spells, revenue, placement, window);
    ValueLost::default()
}
