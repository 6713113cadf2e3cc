//! One pass over the qualifying days of customers.

use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally;
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`; the return rate is `returned ÷ due`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueVisits {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Visit days d with d + N in the period, up to `through`.
    pub due: Vec<u64>,
    /// Of them, those with a later visit by day d + N.
    pub returned: Vec<u64>,
}

/// Qualifying days that fell due `days` (N) later in each period.
pub fn count(history: &DayHistory, days: i32, placement: &Placement<'_>, window: &Window) -> DueVisits {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let sums = tally::tally::<2>(history.customers(), index.len(), groups, |sums, customers| {
        for customer in customers {
            let key = customer as u32;
            let mut visits = history
                .span_through(customer, window.through)
                .filter(|&entry| history.qualifying[entry] > 0)
                .map(|entry| history.day[entry])
                .peekable();
            while let Some(visit) = visits.next() {
                let due = visit.saturating_add(days);
                if due > window.through {
                    break;
                }
                if let Some(period) = index.get(due) {
                    let group = placement.group(key, index.starts[period], index.starts[period + 1] - 1);
                    sums.add(group, period, 0, 1);
                    sums.add(
                        group,
                        period,
                        1,
                        i64::from(visits.peek().is_some_and(|&next| next <= due)),
                    );
                }
            }
        }
    });
    DueVisits {
        periods: window.len(),
        groups,
        due: sums.counts(0, window.len()),
        returned: sums.counts(1, window.len()),
    }
}
