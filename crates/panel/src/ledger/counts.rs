//! What the ledger holds.

/// Customers by period and group; every column is indexed `[period * groups + group]`. Periods that have not begun hold 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Active at the start of the first day.
    pub at_start: Vec<u64>,
    /// Active at the start of the day after the last that has been seen.
    pub at_end: Vec<u64>,
    /// Whose first spell starts in the period.
    pub new: Vec<u64>,
    /// Later spells that start in it (movements).
    pub returned: Vec<u64>,
    /// Spells lost in it (movements).
    pub lost: Vec<u64>,
    /// Of `at_start`, those with a loss in it.
    pub lost_of_start: Vec<u64>,
    /// Of `new`, those with a loss in it.
    pub lost_of_joined: Vec<u64>,
    /// Whose first spell started by its end.
    pub on_file: Vec<u64>,
    /// Σ over its seen days of customers active at the start of the day.
    pub active_days: Vec<u64>,
    /// Σ over its seen days with anybody active of lost ÷ active.
    pub daily_rates: Vec<f64>,
    /// Number of those days.
    pub days: Vec<u64>,
}

impl LedgerCounts {
    /// Nothing counted yet.
    pub(super) fn zero(periods: usize, groups: usize) -> Self {
        let none = || vec![0; periods * groups];
        Self {
            periods,
            groups,
            at_start: none(),
            at_end: none(),
            new: none(),
            returned: none(),
            lost: none(),
            lost_of_start: none(),
            lost_of_joined: none(),
            on_file: none(),
            active_days: none(),
            daily_rates: vec![0.0; periods * groups],
            days: none(),
        }
    }
}
