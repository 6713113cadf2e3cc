//! Revenue out of the amounts of events.

use super::RevenueCounts;
use crate::history::DayHistory;
use crate::placement::Placement;
use crate::window::Window;

/// Net amounts of all events: of the previous period (start) and of the period (end); negative sums count as 0.
pub fn by_events(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> RevenueCounts {
    let _ = (history, placement, window);
    RevenueCounts::default()
}
