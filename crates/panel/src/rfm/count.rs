//! Two passes: the means of everybody, then the classes.

use crate::history::DayHistory;
use crate::placement::Placement;
use crate::window::Window;

/// Customers on file with a qualifying event, by period, group and class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RfmCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// `[(period * groups + group) * 8 + class number]`: customers.
    pub customers: Vec<u64>,
    /// Likewise: their net amount in the 365 days up to the end of the period, minor units.
    pub amount_minor: Vec<i64>,
    /// By period, over everybody: mean days since the last qualifying day; NaN without customers.
    pub mean_recency_days: Vec<f64>,
    /// By period: mean qualifying days in the 365 days up to its end; NaN without customers.
    pub mean_frequency: Vec<f64>,
    /// By period: mean net amount in those 365 days, minor units; NaN without customers.
    pub mean_amount_minor: Vec<f64>,
}

/// Classes at the last seen day of each period.
pub fn count(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> RfmCounts {
    let _ = (history, placement, window);
    RfmCounts::default()
}
