//! What customers on file have brought so far.

use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally::{self, Tally};
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`; the mean is `amount_minor ÷ on_file`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoricalValue {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Customers whose first spell started by the end of the period.
    pub on_file: Vec<u64>,
    /// Net amount of all their events up to the end of the period, minor units.
    pub amount_minor: Vec<i64>,
}

/// Σ of all that customers on file have brought by the end of each period.
pub fn historical(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> HistoricalValue {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let mut sums = tally::tally::<2>(history.customers(), index.len(), groups, |sums, customers| {
        for customer in customers {
            add(history, placement, &index, window.through, customer, sums);
        }
    });
    sums.run_up(&[ON_FILE, AMOUNT]);
    HistoricalValue {
        periods: window.len(),
        groups,
        on_file: sums.counts(ON_FILE, window.len()),
        amount_minor: sums.sums(AMOUNT, window.len()),
    }
}

const ON_FILE: usize = 0;
const AMOUNT: usize = 1;

/// One customer: on file from the period of joining on, with all amounts up to the end of each period, those before joining
/// included.
fn add(
    history: &DayHistory,
    placement: &Placement<'_>,
    index: &PeriodIndex,
    through: i32,
    customer: usize,
    sums: &mut Tally<2>,
) {
    let key = customer as u32;
    let joined_on = placement.joined_on[customer];
    if joined_on > through {
        return;
    }
    let joining = index.place(joined_on).max(0) as usize;
    let periods = index.len();
    if joining >= periods {
        return;
    }
    sums.add_range(placement, index, key, joining..periods, ON_FILE, 1);
    let entries = history
        .span_through(customer, through)
        .map(|entry| {
            (
                index.place(history.day[entry]).max(joining as i32) as usize,
                history.amount_minor[entry],
            )
        })
        .take_while(|&(period, _)| period < periods);
    if let Some(group) = placement.fixed(key) {
        for (period, amount) in entries {
            sums.add(group, period, AMOUNT, amount);
        }
        return;
    }
    // The amount so far stays until the next period with an event.
    let (mut since, mut so_far) = (joining, 0i64);
    for (period, amount) in entries {
        if period > since {
            sums.add_range(placement, index, key, since..period, AMOUNT, so_far);
            since = period;
        }
        so_far = so_far.wrapping_add(amount);
    }
    sums.add_range(placement, index, key, since..periods, AMOUNT, so_far);
}
