//! Which periods a metric is asked for, and how much of each has been seen.

use holdfast_domain::grain::Grain;

/// Consecutive periods of one length, and the day up to which the data go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Length of a period.
    pub grain: Grain,
    /// Number of the first period in its grain.
    pub first: i32,
    /// Number of the last, at least `first` for a window that holds anything.
    pub last: i32,
    /// Day (since 1970) up to which the data go; nothing later is counted.
    pub through: i32,
}

/// How much of a period the data cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Its last day has been seen.
    Complete,
    /// Its first day has, its last has not.
    Partial,
    /// It begins after the data end: what was counted is 0 and means nothing.
    NotDue,
}

impl Window {
    /// How many periods there are.
    pub fn len(&self) -> usize {
        usize::try_from(i64::from(self.last) - i64::from(self.first) + 1).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// First day of the period at an index; the index `len()` gives the day after the last period.
    pub fn start(&self, index: usize) -> i32 {
        self.grain.first_day(self.first.saturating_add(index as i32)).number()
    }

    /// Last day of the period at an index.
    pub fn end(&self, index: usize) -> i32 {
        self.start(index + 1) - 1
    }

    /// Last day of the period that the data cover: its end, or `through` if that is earlier.
    pub fn seen_end(&self, index: usize) -> i32 {
        self.end(index).min(self.through)
    }

    /// How much of the period the data cover.
    pub fn coverage(&self, index: usize) -> Coverage {
        if self.end(index) <= self.through {
            Coverage::Complete
        } else if self.start(index) <= self.through {
            Coverage::Partial
        } else {
            Coverage::NotDue
        }
    }

    /// Periods that have begun by `through`; these come first.
    pub fn begun(&self) -> usize {
        (0..self.len())
            .take_while(|&index| self.start(index) <= self.through)
            .count()
    }
}
