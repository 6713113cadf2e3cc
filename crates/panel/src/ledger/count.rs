//! One pass over the spells.

use std::ops::Range;

use super::LedgerCounts;
use super::days::DayTally;
use crate::groups::Groups;
use crate::period_index::PeriodIndex;
use crate::spells::{STILL_HERE, Spells};
use crate::tally;
use crate::window::Window;

/// The ledger of the spells by period and group. A customer is counted in the group of the period's first day, in the period of
/// the first spell in that of the day on which it starts.
///
/// Each spell adds to the days on which it starts and is lost; everything else follows from these by running sums, so that the
/// cost does not depend on how long spells are.
pub fn count(spells: &Spells, groups: &Groups, window: &Window) -> LedgerCounts {
    let (periods, width) = (window.len(), groups.count as usize);
    let index = PeriodIndex::begun(window, 0);
    if index.len() == 0 || periods == 0 {
        return LedgerCounts::zero(periods, width);
    }
    let end = window.seen_end(index.len() - 1);
    let days = (end - index.first_day() + 1) as usize;
    let moving = groups.from_day.len() + 1 > groups.starts.len();
    let sums = tally::in_pieces(
        spells.len(),
        days * width * 3,
        || DayTally::new(days, index.len(), width, moving),
        |sums, rows| {
            let reading = Reading {
                spells,
                groups,
                index: &index,
                end,
            };
            reading.add(whole_customers(spells, rows), sums);
        },
        |sum, more| sum.merge(&more),
    );
    sums.finish(&index, end, periods)
}

/// A range of rows moved to where customers begin: it starts with the first customer who begins in it, and ends with all of the
/// last.
fn whole_customers(spells: &Spells, rows: Range<usize>) -> Range<usize> {
    let begin = |mut row: usize| {
        while row > 0 && row < spells.len() && spells.customer[row] == spells.customer[row - 1] {
            row += 1;
        }
        row
    };
    begin(rows.start)..begin(rows.end)
}

struct Reading<'a> {
    spells: &'a Spells,
    groups: &'a Groups,
    index: &'a PeriodIndex,
    /// Last day that is counted.
    end: i32,
}

impl Reading<'_> {
    fn add(&self, rows: Range<usize>, sums: &mut DayTally) {
        let mut row = rows.start;
        while row < rows.end {
            let customer = self.spells.customer[row];
            let mut after = row + 1;
            while after < rows.end && self.spells.customer[after] == customer {
                after += 1;
            }
            let start = self.groups.starts[customer as usize] as usize;
            if self.groups.starts[customer as usize + 1] as usize - start == 1 {
                let group = self.groups.group[start] as usize;
                self.add_customer(row..after, |_| group, sums);
            } else {
                self.add_changing(customer, row..after, sums);
            }
            row = after;
        }
    }

    /// Adds the spells of one customer; `group` tells the group in a period.
    #[inline]
    fn add_customer(&self, rows: Range<usize>, group: impl Fn(usize) -> usize, sums: &mut DayTally) {
        let origin = self.index.first_day();
        let first = rows.start;
        for row in rows {
            let (start, lost) = (self.spells.started_on[row], self.spells.lost_on[row]);
            if start > self.end {
                return;
            }
            if start < origin {
                if row == first {
                    sums.on_file[group(0)] += 1;
                }
                if lost >= origin {
                    sums.active[group(0)] += 1;
                }
            } else if let Some(period) = self.index.get(start) {
                let day = sums.day(group(period), start - origin);
                if row == first {
                    day.new += 1;
                } else {
                    day.returned += 1;
                }
            }
            if lost == STILL_HERE || lost < origin || lost > self.end {
                continue;
            }
            if let Some(period) = self.index.get(lost) {
                let group = group(period);
                sums.day(group, lost - origin).lost += 1;
                if start < self.index.starts[period] {
                    sums.period(group, period).lost_of_start += 1;
                } else if row == first {
                    sums.period(group, period).lost_of_joined += 1;
                }
            }
        }
    }

    /// Likewise for a customer who changes groups: they also move from one to the next at the start of the first period that
    /// begins on or after the day of the change.
    fn add_changing(&self, customer: u32, rows: Range<usize>, sums: &mut DayTally) {
        let joined = self.spells.started_on[rows.start];
        if joined > self.end {
            return;
        }
        let origin = self.index.first_day();
        let joining = self.index.place(joined);
        let group = |period: usize| {
            let day = if period as i32 == joining {
                joined
            } else {
                self.index.starts[period]
            };
            self.groups.on(customer, day) as usize
        };
        self.add_customer(rows.clone(), group, sums);
        let known = joined.max(origin);
        let mut from = self.groups.on(customer, known) as usize;
        let entries =
            self.groups.starts[customer as usize] as usize..self.groups.starts[customer as usize + 1] as usize;
        for entry in entries {
            let (day, to) = (self.groups.from_day[entry], self.groups.group[entry] as usize);
            if day <= known || to == from {
                continue;
            }
            let Some(holding) = self.index.get(day) else {
                break;
            };
            let period = if self.index.starts[holding] < day {
                holding + 1
            } else {
                holding
            };
            if period >= self.index.len() {
                break;
            }
            let move_on = self.index.starts[period];
            let active = rows
                .clone()
                .any(|row| self.spells.started_on[row] < move_on && move_on <= self.spells.lost_on[row]);
            sums.move_customer(from, to, period, move_on - origin, active);
            from = to;
        }
    }
}
