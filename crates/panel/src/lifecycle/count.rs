//! One pass over the qualifying days of customers.

use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally::{self, Tally};
use crate::window::Window;

/// Customers by period and group; every column is indexed `[period * groups + group]`. Periods that have not begun hold 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifecycleCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Bought first ever in the period.
    pub new: Vec<u64>,
    /// Bought in it and in the one before.
    pub kept: Vec<u64>,
    /// Bought in it, not in the one before, but earlier.
    pub returned: Vec<u64>,
    /// Not in it, but in the one before.
    pub lapsed: Vec<u64>,
    /// In neither, but earlier.
    pub dormant: Vec<u64>,
}

/// Counts purchases (qualifying events) up to `window.through`.
pub fn count(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> LifecycleCounts {
    let index = PeriodIndex::begun(window, 1);
    let groups = placement.groups.count as usize;
    let mut sums = tally::tally::<FIELDS>(history.customers(), index.len(), groups, |sums, customers| {
        for customer in customers {
            add(history, placement, &index, window.through, customer, sums);
        }
    });
    sums.run_up(&[DORMANT]);
    // The first is the period before the window.
    let periods = window.len();
    let column = |field| sums.counts(field, periods + 1).split_off(groups);
    LifecycleCounts {
        periods,
        groups,
        new: column(NEW),
        kept: column(KEPT),
        returned: column(RETURNED),
        lapsed: column(LAPSED),
        dormant: column(DORMANT),
    }
}

const NEW: usize = 0;
const KEPT: usize = 1;
const RETURNED: usize = 2;
const LAPSED: usize = 3;
const DORMANT: usize = 4;
const FIELDS: usize = 5;

/// Adds one customer. Period 0 is the one before the window; −1 stands for all before it.
fn add(
    history: &DayHistory,
    placement: &Placement<'_>,
    index: &PeriodIndex,
    through: i32,
    customer: usize,
    sums: &mut Tally<FIELDS>,
) {
    let periods = index.len() as i32;
    let key = customer as u32;
    let fixed = placement.fixed(key);
    let group = |period: usize| {
        fixed.unwrap_or_else(|| placement.group(key, index.starts[period], index.starts[period + 1] - 1))
    };
    // After a purchase in `before` nothing was bought until `next`.
    let silent = |sums: &mut Tally<FIELDS>, before: i32, next: i32| {
        let lapsed = before + 1;
        if before >= 0 && lapsed < next {
            sums.add(group(lapsed as usize), lapsed as usize, LAPSED, 1);
        }
        let dormant = (before + 2).max(1)..next;
        if dormant.start < dormant.end {
            let dormant = dormant.start as usize..dormant.end as usize;
            sums.add_range(placement, index, key, dormant, DORMANT, 1);
        }
    };
    let span = history.span_through(customer, through);
    let days = &history.day[span.clone()];
    let qualifying = &history.qualifying[span];
    let mut at = days.partition_point(|&day| day < index.first_day());
    // Whether there was a purchase before all periods is all that matters there.
    let mut previous = qualifying[..at].iter().any(|&count| count > 0).then_some(-1);
    while at < days.len() {
        if qualifying[at] == 0 {
            at += 1;
            continue;
        }
        let Some(period) = index.get(days[at]) else {
            break;
        };
        if let Some(before) = previous {
            silent(sums, before, period as i32);
        }
        if period >= 1 {
            sums.add(group(period), period, step(previous, period as i32), 1);
        }
        previous = Some(period as i32);
        let after = index.starts[period + 1];
        while at < days.len() && days[at] < after {
            at += 1;
        }
    }
    if let Some(before) = previous {
        silent(sums, before, periods);
    }
}

/// What a purchase in a period makes of a customer who bought last in `previous`.
fn step(previous: Option<i32>, period: i32) -> usize {
    match previous {
        None => NEW,
        Some(before) if before >= 0 && before + 1 == period => KEPT,
        Some(_) => RETURNED,
    }
}
