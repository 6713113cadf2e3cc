//! Revenue out of the monthly fees of subscriptions.

use super::RevenueCounts;
use super::flows::{FIELDS, Flows, STEADY, STEADY_CUSTOMERS, record};
use crate::history::Contracts;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally;
use crate::window::Window;

/// Monthly fees held on the day before the period (start) and on its last seen day (end). Only changes are looked at: between
/// them the fee stays, however many periods that is.
pub fn by_contracts(contracts: &Contracts, placement: &Placement<'_>, window: &Window) -> RevenueCounts {
    let groups = placement.groups.count as usize;
    let index = PeriodIndex::begun(window, 0);
    let walk = Walk {
        contracts,
        placement,
        index: &index,
        through: window.through,
    };
    let sums = tally::tally::<FIELDS>(contracts.customers(), index.len(), groups, |sums, customers| {
        let mut changes = Vec::new();
        for customer in customers {
            walk.add(customer, &mut changes, sums);
        }
    });
    let data_from = contracts.started_on.iter().copied().min();
    RevenueCounts::out_of(sums, window, groups, data_from)
}

struct Walk<'a> {
    contracts: &'a Contracts,
    placement: &'a Placement<'a>,
    index: &'a PeriodIndex,
    through: i32,
}

impl Walk<'_> {
    /// One customer. Looks are numbered: look 0 is the day before the first period, look p + 1 the last seen day of period p.
    fn add(&self, customer: usize, changes: &mut Vec<(usize, i64)>, sums: &mut Flows) {
        changes.clear();
        let entries = self.contracts.span(customer);
        let Some(joined_on) = entries.clone().next().map(|entry| self.contracts.started_on[entry]) else {
            return;
        };
        for entry in entries {
            let (start, end) = (self.contracts.started_on[entry], self.contracts.ended_on[entry]);
            let (from, to) = (self.look(start), self.look(end));
            if from < to {
                changes.push((from, self.contracts.mrr_minor[entry]));
                changes.push((to, -self.contracts.mrr_minor[entry]));
            }
        }
        changes.sort_unstable();
        let key = customer as u32;
        let (mut fee, mut at) = (0i64, 0);
        while at < changes.len() {
            let look = changes[at].0;
            let before = fee.max(0);
            while at < changes.len() && changes[at].0 == look {
                fee = fee.wrapping_add(changes[at].1);
                at += 1;
            }
            let now = fee.max(0);
            if look > self.index.len() {
                break;
            }
            if look > 0 {
                let (first, after) = (self.index.starts[look - 1], self.index.starts[look]);
                let group = self.placement.group(key, first, after - 1);
                record(sums.at(group, look - 1), before, now, joined_on < first);
            }
            let next = changes
                .get(at)
                .map_or(look, |change| change.0.min(self.index.len() + 1));
            if now > 0 && look + 1 < next {
                sums.add_range(self.placement, self.index, key, look..next - 1, STEADY, now);
                sums.add_range(self.placement, self.index, key, look..next - 1, STEADY_CUSTOMERS, 1);
            }
        }
    }

    /// The first look on or after a day; `len() + 1` where there is none.
    fn look(&self, day: i32) -> usize {
        if day < self.index.first_day() {
            0
        } else if day > self.through {
            self.index.len() + 1
        } else {
            self.index.get(day).map_or(self.index.len() + 1, |period| period + 1)
        }
    }
}
