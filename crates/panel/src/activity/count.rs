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
    let span = history.span_through(customer, through);
    let fixed = placement.fixed(customer as u32);
    let days = &history.day[span.clone()];
    let events = &history.events[span.clone()];
    let qualifying = &history.qualifying[span.clone()];
    let amounts = &history.amount_minor[span.clone()];
    let refunds = &history.refund_minor[span];
    let mut at = days.partition_point(|&day| day < index.first_day());
    let mut previous = qualifying[..at].iter().rposition(|&count| count > 0).map(|at| days[at]);
    while at < days.len() {
        let Some(period) = index.get(days[at]) else {
            return;
        };
        let (first, after) = (index.starts[period], index.starts[period + 1]);
        let group = fixed.unwrap_or_else(|| placement.group(customer as u32, first, after - 1));
        let cell = sums.at(group, period);
        let days_before = cell[PURCHASE_DAYS];
        while at < days.len() && days[at] < after {
            if qualifying[at] > 0 {
                cell[PURCHASE_DAYS] += 1;
                if let Some(previous) = previous {
                    cell[INTERVAL_DAYS] += i64::from(days[at] - previous);
                    cell[INTERVALS] += 1;
                }
                previous = Some(days[at]);
            }
            cell[EVENTS] += i64::from(events[at]);
            cell[PURCHASES] += i64::from(qualifying[at]);
            cell[AMOUNT] = cell[AMOUNT].wrapping_add(amounts[at]);
            cell[REFUND] = cell[REFUND].wrapping_add(refunds[at]);
            at += 1;
        }
        cell[BUYERS] += i64::from(cell[PURCHASE_DAYS] > days_before);
    }
}
