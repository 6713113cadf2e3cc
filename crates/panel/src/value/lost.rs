//! The monthly revenue that left with lost customers.

use crate::history::{Contracts, DayHistory};
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::spells::Spells;
use crate::tally;
use crate::window::Window;

/// By period and group, indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueLost {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Losses (movements).
    pub losses: Vec<u64>,
    /// Σ of their average revenue a month, minor units, rounded by customer.
    pub value_minor: Vec<i64>,
}

/// Where the revenue of a lost customer is read.
#[derive(Clone, Copy, Debug)]
pub enum Revenue<'a> {
    /// Net amount of the 365 days up to the last active one, a month of 30.4375 days.
    Events(&'a DayHistory),
    /// The monthly fee held on the last active day.
    Contracts(&'a Contracts),
}

/// Σ over the losses of each period of what the customer paid a month.
pub fn lost(spells: &Spells, revenue: Revenue<'_>, placement: &Placement<'_>, window: &Window) -> ValueLost {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let sums = tally::tally::<2>(spells.len(), index.len(), groups, |sums, rows| {
        for row in rows {
            let lost_on = spells.lost_on[row];
            if lost_on > window.through {
                continue;
            }
            if let Some(period) = index.get(lost_on) {
                let customer = spells.customer[row];
                let group = placement.group(customer, index.starts[period], index.starts[period + 1] - 1);
                let monthly = monthly_minor(revenue, customer as usize, spells.last_active_on[row]);
                sums.add(group, period, 0, 1);
                sums.add(group, period, 1, monthly);
            }
        }
    });
    ValueLost {
        periods: window.len(),
        groups,
        losses: sums.counts(0, window.len()),
        value_minor: sums.sums(1, window.len()),
    }
}

/// Days of an average month: 365.25 ÷ 12 is 30.4375.
const MONTH_DAYS: f64 = 30.4375;
const YEAR_DAYS: i32 = 365;

/// What a customer paid a month up to a day, that day included.
fn monthly_minor(revenue: Revenue<'_>, customer: usize, last_active_on: i32) -> i64 {
    match revenue {
        Revenue::Contracts(contracts) => contracts
            .span(customer)
            .filter(|&entry| {
                contracts.started_on[entry] <= last_active_on && last_active_on < contracts.ended_on[entry]
            })
            .fold(0i64, |sum, entry| sum.wrapping_add(contracts.mrr_minor[entry])),
        Revenue::Events(history) => {
            let span = history.span_through(customer, last_active_on);
            let Some(first) = history.day[span.clone()].first() else {
                return 0;
            };
            let from = last_active_on - YEAR_DAYS;
            let amount = span
                .rev()
                .take_while(|&entry| history.day[entry] > from)
                .fold(0i64, |sum, entry| sum.wrapping_add(history.amount_minor[entry]));
            let days = (last_active_on + 1 - first).clamp(1, YEAR_DAYS);
            (amount as f64 * MONTH_DAYS / f64::from(days)).round() as i64
        }
    }
}
