//! Sums over a look-back window.

use holdfast_domain::money::to_major;

use super::history::History;

/// What happened in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct WindowSums {
    pub(super) purchase_days: u32,
    pub(super) lines: u32,
    pub(super) amount_minor: i64,
    pub(super) returns: u32,
}

impl WindowSums {
    /// Sums of the events `span` that lie within `days` before `cutoff`.
    pub(super) fn new(history: &History, span: std::ops::Range<usize>, cutoff: i32, days: i32) -> Self {
        let begin = span.start + history.days[span.clone()].partition_point(|&day| day < cutoff - days);
        let mut sums = Self::default();
        let mut last_day = i32::MIN;
        for i in begin..span.end {
            sums.amount_minor = sums.amount_minor.saturating_add(history.amounts_minor[i]);
            sums.returns += u32::from(history.returned[i]);
            if !history.qualifies[i] {
                continue;
            }
            sums.lines += 1;
            if history.days[i] != last_day {
                sums.purchase_days += 1;
                last_day = history.days[i];
            }
        }
        sums
    }

    pub(super) fn amount(&self) -> f64 {
        to_major(self.amount_minor)
    }
}
