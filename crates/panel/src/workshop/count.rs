//! One pass over the qualifying days of customers.

use crate::history::DayHistory;
use crate::placement::Placement;
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`; the return rate is `returned ÷ due`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueVisits {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Visit days d with d + N in the period, up to `through`.
    pub due: Vec<u64>,
    /// Of them, those with a later visit by day d + N.
    pub returned: Vec<u64>,
}

/// Qualifying days that fell due `days` (N) later in each period.
pub fn count(history: &DayHistory, days: i32, placement: &Placement<'_>, window: &Window) -> DueVisits {
    let _ = (history, days, placement, window);
    DueVisits::default()
}
