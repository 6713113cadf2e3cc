//! The days on which each customer did anything.

use std::ops::Range;

/// Per customer, the days with events, growing; CSR: the entries of customer `c` are `starts[c]..starts[c + 1]`. All columns but
/// `starts` have one entry a (customer, day).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayHistory {
    /// `customers + 1` positions.
    pub starts: Vec<u32>,
    /// Day since 1970 in the workspace's zone.
    pub day: Vec<i32>,
    /// Events of the day, at least 1.
    pub events: Vec<u32>,
    /// Of them, those that count by the definition.
    pub qualifying: Vec<u32>,
    /// Net amount of all events, minor units; refunds are negative.
    pub amount_minor: Vec<i64>,
    /// Σ |negative amounts|, minor units.
    pub refund_minor: Vec<i64>,
    /// Net amount of the events that count, minor units.
    pub qualifying_minor: Vec<i64>,
}

impl DayHistory {
    /// Customers in the lake, those without events included.
    pub fn customers(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The entries of a customer.
    #[inline]
    pub fn span(&self, customer: usize) -> Range<usize> {
        self.starts[customer] as usize..self.starts[customer + 1] as usize
    }

    /// The entries of a customer up to a day, that day included.
    #[inline]
    pub fn span_through(&self, customer: usize, through: i32) -> Range<usize> {
        let span = self.span(customer);
        // The last day is usually within: one look instead of a search.
        match self.day[span.clone()].last() {
            Some(&last) if last > through => {
                let kept = self.day[span.clone()].partition_point(|&day| day <= through);
                span.start..span.start + kept
            }
            _ => span,
        }
    }

    /// The first and the last day with an event of anybody, `None` without events.
    pub fn days(&self) -> Option<(i32, i32)> {
        let spans = || {
            (0..self.customers())
                .map(|customer| self.span(customer))
                .filter(|span| !span.is_empty())
        };
        let first = spans().map(|span| self.day[span.start]).min()?;
        let last = spans().map(|span| self.day[span.end - 1]).max()?;
        Some((first, last))
    }
}
