//! One pass over the qualifying days of customers.

use crate::history::DayHistory;
use crate::placement::Placement;
use crate::window::Window;

/// Customers by period and group; every column is indexed `[period * groups + group]`. Periods that have not begun hold 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifecycleCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Bought first ever in the period.
    pub new: Vec<u64>,
    /// Bought in it and in the one before.
    pub kept: Vec<u64>,
    /// Bought in it, not in the one before, but earlier.
    pub returned: Vec<u64>,
    /// Not in it, but in the one before.
    pub lapsed: Vec<u64>,
    /// In neither, but earlier.
    pub dormant: Vec<u64>,
}

/// Counts purchases (qualifying events) up to `window.through`.
pub fn count(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> LifecycleCounts {
    let _ = (history, placement, window);
    LifecycleCounts::default()
}
