//! One pass over the days of customers.

use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally::{self, Tally};
use crate::window::Window;

/// Activity by period and group; every column is indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Events of every kind.
    pub events: Vec<u64>,
    /// Events that count by the definition.
    pub purchases: Vec<u64>,
    /// Customers with one.
    pub buyers: Vec<u64>,
    /// Distinct (customer, day) with one.
    pub purchase_days: Vec<u64>,
    /// Net amount of all events, minor units.
    pub amount_minor: Vec<i64>,
    /// Σ |negative amounts|, minor units.
    pub refund_minor: Vec<i64>,
    /// Σ days since the customer's previous qualifying day, over the qualifying days that have one.
    pub interval_days: Vec<u64>,
    /// Number of those days.
    pub intervals: Vec<u64>,
}

/// Counts what happened up to `window.through`.
pub fn count(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> ActivityCounts {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let sums = tally::tally::<FIELDS>(history.customers(), index.len(), groups, |sums, customers| {
        for customer in customers {
            add(history, placement, &index, window.through, customer, sums);
        }
    });
    let periods = window.len();
    ActivityCounts {
        periods,
        groups,
        events: sums.counts(EVENTS, periods),
        purchases: sums.counts(PURCHASES, periods),
        buyers: sums.counts(BUYERS, periods),
        purchase_days: sums.counts(PURCHASE_DAYS, periods),
        amount_minor: sums.sums(AMOUNT, periods),
        refund_minor: sums.sums(REFUND, periods),
        interval_days: sums.counts(INTERVAL_DAYS, periods),
        intervals: sums.counts(INTERVALS, periods),
    }
}

const EVENTS: usize = 0;
const PURCHASES: usize = 1;
const BUYERS: usize = 2;
const PURCHASE_DAYS: usize = 3;
const AMOUNT: usize = 4;
const REFUND: usize = 5;
const INTERVAL_DAYS: usize = 6;
const INTERVALS: usize = 7;
const FIELDS: usize = 8;

/// Adds the days of one customer, period by period.
fn add(
    history: &DayHistory,
    placement: &Placement<'_>,
    index: &PeriodIndex,
    through: i32,
    customer: usize,
    sums: &mut Tally<FIELDS>,
) {
    let fixed = placement.fixed(customer as u32);
    let mut previous: Option<i32> = None;
    let mut own = [0i64; FIELDS];
    let mut current: Option<usize> = None;
    let mut flush = |period: Option<usize>, own: &mut [i64; FIELDS]| {
        if let Some(period) = period {
            let group = fixed.unwrap_or_else(|| {
                placement.group(customer as u32, index.starts[period], index.starts[period + 1] - 1)
            });
            own[BUYERS] = i64::from(own[PURCHASE_DAYS] > 0);
            for (sum, own) in sums.at(group, period).iter_mut().zip(own.iter()) {
                *sum = sum.wrapping_add(*own);
            }
        }
        *own = [0; FIELDS];
    };
    for entry in history.span_through(customer, through) {
        let day = history.day[entry];
        let period = index.get(day);
        if period != current {
            flush(current, &mut own);
            current = period;
        }
        if history.qualifying[entry] > 0 {
            own[PURCHASE_DAYS] += 1;
            if let Some(previous) = previous {
                own[INTERVAL_DAYS] += i64::from(day - previous);
                own[INTERVALS] += 1;
            }
            previous = Some(day);
        }
        own[EVENTS] += i64::from(history.events[entry]);
        own[PURCHASES] += i64::from(history.qualifying[entry]);
        own[AMOUNT] = own[AMOUNT].wrapping_add(history.amount_minor[entry]);
        own[REFUND] = own[REFUND].wrapping_add(history.refund_minor[entry]);
    }
    flush(current, &mut own);
}
