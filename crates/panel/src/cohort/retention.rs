//! The table that every kind of retention fills.

use holdfast_domain::grain::Grain;

use crate::groups::Groups;
use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::tally::{self, Tally};
use crate::window::{Coverage, Window};

/// Cohorts by age and group. The cohorts are the periods of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Cohorts: periods of the first qualifying event.
    pub cohorts: usize,
    /// Ages 0, 1, 2…
    pub ages: usize,
    /// Groups, on the day of the first qualifying event.
    pub groups: usize,
    /// `[cohort * groups + group]`: customers of the cohort.
    pub size: Vec<u64>,
    /// `[(cohort * ages + age) * groups + group]`: of them, those who bought at that age.
    pub retained: Vec<u64>,
    /// `[cohort * ages + age]`: how much of the cell has been seen; `retained` means nothing where it is not due.
    pub coverage: Vec<Coverage>,
}

/// Counts, for every customer whose first qualifying day falls in a period of the window, the ages at which they bought again.
/// `ages_of` is given the cohort, the first day and a later (or the same) qualifying day; days come in order, and so must ages.
pub(super) fn retain(
    history: &DayHistory,
    groups: &Groups,
    window: &Window,
    ages: usize,
    age_of: impl Fn(usize, i32, i32) -> Option<usize> + Sync,
) -> Retention {
    let index = PeriodIndex::begun(window, 0);
    let width = groups.count as usize;
    let slots = ages + 1;
    // Slot 0 of a cohort is its size, slot 1 + age its retained customers.
    let sums = tally::tally::<1>(history.customers(), index.len() * slots, width, |sums, customers| {
        for customer in customers {
            let mut days = history
                .span_through(customer, window.through)
                .filter(|&entry| history.qualifying[entry] > 0);
            let Some(first) = days.next().map(|entry| history.day[entry]) else {
                continue;
            };
            let Some(cohort) = index.get(first) else {
                continue;
            };
            let group = groups.on(customer as u32, first);
            sums.add(group, cohort * slots, 0, 1);
            let mut next = 0;
            if let Some(age) = age_of(cohort, first, first).filter(|&age| age < ages) {
                sums.add(group, cohort * slots + 1 + age, 0, 1);
                next = age + 1;
            }
            for entry in days {
                if let Some(age) = age_of(cohort, first, history.day[entry]) {
                    if age >= ages {
                        break;
                    }
                    if age >= next {
                        sums.add(group, cohort * slots + 1 + age, 0, 1);
                        next = age + 1;
                    }
                }
            }
        }
    });
    Retention::out_of(&sums, window.len(), ages, width)
}

/// Likewise, with one age for each customer, found from their key and first day.
pub(super) fn retain_last(
    history: &DayHistory,
    groups: &Groups,
    window: &Window,
    ages: usize,
    age_of: impl Fn(usize, i32) -> usize + Sync,
) -> Retention {
    let index = PeriodIndex::begun(window, 0);
    let width = groups.count as usize;
    let slots = ages + 1;
    let sums = tally::tally::<1>(history.customers(), index.len() * slots, width, |sums, customers| {
        for customer in customers {
            let mut entries = history.span_through(customer, window.through);
            let Some(first) = entries
                .find(|&entry| history.qualifying[entry] > 0)
                .map(|entry| history.day[entry])
            else {
                continue;
            };
            let Some(cohort) = index.get(first) else {
                continue;
            };
            let group = groups.on(customer as u32, first);
            sums.add(group, cohort * slots, 0, 1);
            if ages > 0 {
                sums.add(group, cohort * slots + 1 + age_of(customer, first).min(ages - 1), 0, 1);
            }
        }
    });
    Retention::out_of(&sums, window.len(), ages, width)
}

impl Retention {
    /// Out of a tally with the size of a cohort in slot 0 and its retained customers in slot 1 + age. Nothing is due yet.
    pub(super) fn out_of(sums: &Tally<1>, cohorts: usize, ages: usize, groups: usize) -> Self {
        let slots = ages + 1;
        let all = sums.counts(0, cohorts * slots);
        let mut out = Self {
            cohorts,
            ages,
            groups,
            size: Vec::with_capacity(cohorts * groups),
            retained: Vec::with_capacity(cohorts * ages * groups),
            coverage: vec![Coverage::NotDue; cohorts * ages],
        };
        for cohort in all.chunks_exact(slots * groups.max(1)) {
            let (size, retained) = cohort.split_at(groups);
            out.size.extend_from_slice(size);
            out.retained.extend_from_slice(retained);
        }
        out
    }

    /// Says of every cell how much has been seen: `window_of` gives the first day of the cell's window for the first possible
    /// member of the cohort and the last day for the last.
    pub(super) fn cover(mut self, through: i32, window_of: impl Fn(usize, usize) -> (i32, i32)) -> Self {
        for cohort in 0..self.cohorts {
            for age in 0..self.ages {
                let (begins, ends) = window_of(cohort, age);
                self.coverage[cohort * self.ages + age] = if ends <= through {
                    Coverage::Complete
                } else if begins <= through {
                    Coverage::Partial
                } else {
                    Coverage::NotDue
                };
            }
        }
        self
    }
}

/// Days between two ages that are counted from the customer's own first day.
pub fn step_days(grain: Grain) -> i32 {
    match grain {
        Grain::Day => 1,
        Grain::Week => 7,
        Grain::Month => 30,
        Grain::Quarter => 91,
        Grain::Year => 365,
    }
}
