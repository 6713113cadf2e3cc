//! Revenue out of the amounts of events.

use super::RevenueCounts;
use super::flows::{FIELDS, Flows, record};
use crate::history::DayHistory;
use crate::period_index::{PeriodIndex, period_of};
use crate::placement::Placement;
use crate::tally;
use crate::window::Window;

/// Net amounts of all events: of the previous period (start) and of the period (end); negative sums count as 0. One pass over
/// the days of customers, from the first on, because whether somebody is new depends on everything before.
pub fn by_events(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> RevenueCounts {
    let groups = placement.groups.count as usize;
    let days = history.days();
    let lead = days.map_or(0, |(first, _)| {
        (window.first.saturating_sub(period_of(window.grain, first))).max(0)
    });
    let index = PeriodIndex::begun(window, lead);
    // Periods before the window are walked through, not tallied.
    let tallied = index.len().saturating_sub(lead as usize);
    let sums = tally::tally::<FIELDS>(history.customers(), tallied, groups, |sums, customers| {
        for customer in customers {
            let mut walk = Walk {
                placement,
                index: &index,
                lead: lead as usize,
                customer: customer as u32,
                fixed: placement.fixed(customer as u32),
                paid: None,
            };
            let span = history.span_through(customer, window.through);
            let (days, amounts) = (&history.day[span.clone()], &history.amount_minor[span]);
            let mut at = 0;
            while at < days.len() {
                let Some(period) = index.get(days[at]) else {
                    break;
                };
                let after = index.starts[period + 1];
                let mut sum = 0i64;
                while at < days.len() && days[at] < after {
                    sum = sum.wrapping_add(amounts[at]);
                    at += 1;
                }
                walk.close(period, sum, sums);
            }
            walk.leave(index.len(), sums);
        }
    });
    RevenueCounts::out_of(sums, window, groups, days.map(|(first, _)| first))
}

/// One customer, period by period.
struct Walk<'a> {
    placement: &'a Placement<'a>,
    index: &'a PeriodIndex,
    lead: usize,
    customer: u32,
    fixed: Option<u32>,
    /// The last period with revenue, and that.
    paid: Option<(usize, i64)>,
}

impl Walk<'_> {
    /// A period is over with this net amount.
    #[inline]
    fn close(&mut self, period: usize, sum: i64, sums: &mut Flows) {
        if sum <= 0 {
            return;
        }
        match self.paid {
            Some((before, paid)) if before + 1 == period => self.record(period, paid, sum, true, sums),
            Some(_) => {
                self.leave(period, sums);
                self.record(period, 0, sum, true, sums);
            }
            None => self.record(period, 0, sum, false, sums),
        }
        self.paid = Some((period, sum));
    }

    /// Nothing was paid between the last period with revenue and `next`.
    #[inline]
    fn leave(&mut self, next: usize, sums: &mut Flows) {
        if let Some((before, paid)) = self.paid
            && before + 1 < next
        {
            self.record(before + 1, paid, 0, true, sums);
        }
    }

    #[inline]
    fn record(&self, period: usize, start: i64, end: i64, known: bool, sums: &mut Flows) {
        if period < self.lead {
            return;
        }
        let group = self.fixed.unwrap_or_else(|| {
            let days = (self.index.starts[period], self.index.starts[period + 1] - 1);
            self.placement.group(self.customer, days.0, days.1)
        });
        record(sums.at(group, period - self.lead), start, end, known);
    }
}
