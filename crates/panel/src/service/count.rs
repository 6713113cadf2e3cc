//! One pass over the interactions.

use holdfast_domain::zone::Zone;

use crate::history::Interactions;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally::{Tally, place_each};
use crate::window::Window;
use holdfast_domain::day::Day;

/// By period of opening and group, indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Interactions of every kind.
    pub interactions: Vec<u64>,
    /// Complaints.
    pub complaints: Vec<u64>,
    /// Customers with a complaint.
    pub complaining: Vec<u64>,
    /// Complaints settled by `through`.
    pub resolved: Vec<u64>,
    /// Σ time from opening to settling of those, microseconds.
    pub response_us: Vec<i64>,
    /// Interactions of every kind with a satisfaction of 1–5.
    pub rated: Vec<u64>,
    /// Of them, those with at least 4.
    pub satisfied: Vec<u64>,
}

impl ServiceCounts {
    /// Σ response time in hours of a cell.
    pub fn response_hours(&self, cell: usize) -> f64 {
        self.response_us[cell] as f64 / 3.6e9
    }
}

/// Counts interactions opened up to the end of `window.through`.
pub fn count(rows: &Interactions, zone: &Zone, placement: &Placement<'_>, window: &Window) -> ServiceCounts {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let complaint: Vec<bool> = rows
        .kinds
        .iter()
        .map(|kind| Interactions::COMPLAINTS.contains(&kind.as_str()))
        .collect();
    let until_us = zone.day_start_us(Day::from_number(window.through.saturating_add(1)));
    let mut sums = Tally::<6>::new(index.len(), groups);
    let mut complaining = Vec::new();
    place_each(
        &rows.customer,
        &rows.opened_at_us,
        zone,
        placement,
        &index,
        window.through,
        |row, group, period| {
            let cell = sums.at(group, period);
            cell[0] += 1;
            let satisfaction = rows.satisfaction[row];
            cell[4] += i64::from((1.0..=5.0).contains(&satisfaction));
            cell[5] += i64::from((4.0..=5.0).contains(&satisfaction));
            if complaint.get(usize::from(rows.kind[row])).copied().unwrap_or(false) {
                cell[1] += 1;
                complaining.push((period, group, rows.customer[row]));
                if rows.resolved_at_us[row] < until_us {
                    cell[2] += 1;
                    // A ticket that was settled before it was opened took no time.
                    cell[3] = cell[3].wrapping_add((rows.resolved_at_us[row] - rows.opened_at_us[row]).max(0));
                }
            }
        },
    );
    complaining.sort_unstable();
    complaining.dedup();
    let mut customers = vec![0u64; window.len() * groups];
    for (period, group, _) in complaining {
        customers[period * groups + group as usize] += 1;
    }
    let periods = window.len();
    ServiceCounts {
        periods,
        groups,
        interactions: sums.counts(0, periods),
        complaints: sums.counts(1, periods),
        complaining: customers,
        resolved: sums.counts(2, periods),
        response_us: sums.sums(3, periods),
        rated: sums.counts(4, periods),
        satisfied: sums.counts(5, periods),
    }
}
