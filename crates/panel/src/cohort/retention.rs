//! The table that every kind of retention fills.

use crate::window::Coverage;

/// Cohorts by age and group. The cohorts are the periods of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Cohorts: periods of the first qualifying event.
    pub cohorts: usize,
    /// Ages 0, 1, 2…
    pub ages: usize,
    /// Groups, on the day of the first qualifying event.
    pub groups: usize,
    /// `[cohort * groups + group]`: customers of the cohort.
    pub size: Vec<u64>,
    /// `[(cohort * ages + age) * groups + group]`: of them, those who bought at that age.
    pub retained: Vec<u64>,
    /// `[cohort * ages + age]`: how much of the cell has been seen; `retained` means nothing where it is not due.
    pub coverage: Vec<Coverage>,
}
