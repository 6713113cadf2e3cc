//! Activity by calendar month.

use holdfast_domain::day::Day;
use holdfast_engine::features::history::History;

/// Months in which each customer was active, as month numbers (see `Day::month_number`), rising and distinct.
pub struct ActiveMonths {
    /// By customer.
    pub of: Vec<Vec<i32>>,
    /// First month with activity.
    pub first: i32,
    /// Last month with activity.
    pub last: i32,
    /// Whether the last month is over.
    pub last_complete: bool,
}

impl ActiveMonths {
    /// Counts from the history; `end` is the exclusive end of the data. `None` without activity.
    pub fn new(history: &History, end: i32) -> Option<Self> {
        let mut days = Vec::new();
        let of: Vec<Vec<i32>> = (0..history.customers() as u32)
            .map(|customer| {
                history.active_days(history.span(customer), &mut days);
                let mut months: Vec<i32> = days.iter().map(|&d| Day::from_number(d).month_number()).collect();
                months.dedup();
                months
            })
            .collect();
        let first = of.iter().filter_map(|m| m.first()).min().copied()?;
        let last = of.iter().filter_map(|m| m.last()).max().copied()?;
        let last_complete = Day::from_number(end).month_number() > last;
        Some(Self {
            of,
            first,
            last,
            last_complete,
        })
    }

    /// Whether a month is over.
    pub fn complete(&self, month: i32) -> bool {
        month < self.last || (month == self.last && self.last_complete)
    }
}
