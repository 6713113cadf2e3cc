//! Sums by period and group, made by several threads.

use std::ops::Range;

use holdfast_domain::zone::{DayTable, Zone};
use rayon::prelude::*;

use crate::period_index::PeriodIndex;
use crate::placement::Placement;

/// `K` whole-number sums for each group and period, and one more period behind the last for differences. Whole numbers add up to the
/// same in any order, so that the number of threads does not matter; they wrap beyond 2⁶³ rather than end the program.
pub(crate) struct Tally<const K: usize> {
    slots: usize,
    groups: usize,
    cells: Vec<[i64; K]>,
}

impl<const K: usize> Tally<K> {
    pub fn new(periods: usize, groups: usize) -> Self {
        Self {
            slots: periods + 1,
            groups,
            cells: vec![[0; K]; (periods + 1) * groups],
        }
    }

    /// The sums of a cell.
    #[inline]
    pub fn at(&mut self, group: u32, period: usize) -> &mut [i64; K] {
        &mut self.cells[group as usize * self.slots + period]
    }

    /// Adds to a sum.
    #[inline]
    pub fn add(&mut self, group: u32, period: usize, field: usize, value: i64) {
        let sum = &mut self.at(group, period)[field];
        *sum = sum.wrapping_add(value);
    }

    /// Adds to a field that holds differences: from period `from` until before `to`, in whatever group the customer is.
    pub fn add_range(
        &mut self,
        placement: &Placement<'_>,
        index: &PeriodIndex,
        customer: u32,
        periods: Range<usize>,
        field: usize,
        value: i64,
    ) {
        if periods.is_empty() {
            return;
        }
        if let Some(group) = placement.fixed(customer) {
            self.add(group, periods.start, field, value);
            self.add(group, periods.end, field, -value);
            return;
        }
        for period in periods {
            let group = placement.group(customer, index.starts[period], index.starts[period + 1] - 1);
            self.add(group, period, field, value);
            self.add(group, period + 1, field, -value);
        }
    }

    /// Turns fields of differences into sums.
    pub fn run_up(&mut self, fields: &[usize]) {
        for group in self.cells.chunks_exact_mut(self.slots.max(1)) {
            for period in 1..group.len() {
                for &field in fields {
                    group[period][field] = group[period][field].wrapping_add(group[period - 1][field]);
                }
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (sums, more) in self.cells.iter_mut().zip(&other.cells) {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum = sum.wrapping_add(*more);
            }
        }
    }

    /// A field as `[period * groups + group]` for `periods` periods, those beyond the tally 0.
    pub fn sums(&self, field: usize, periods: usize) -> Vec<i64> {
        let mut out = vec![0; periods * self.groups];
        for period in 0..periods.min(self.slots - 1) {
            for group in 0..self.groups {
                out[period * self.groups + group] = self.cells[group * self.slots + period][field];
            }
        }
        out
    }

    /// Likewise, a field that counts.
    pub fn counts(&self, field: usize, periods: usize) -> Vec<u64> {
        self.sums(field, periods)
            .into_iter()
            .map(|sum| sum.max(0) as u64)
            .collect()
    }
}

/// Tallies rows in pieces, by several threads; `work` gets a tally and a range of rows.
pub(crate) fn tally<const K: usize>(
    rows: usize,
    periods: usize,
    groups: usize,
    work: impl Fn(&mut Tally<K>, Range<usize>) + Sync,
) -> Tally<K> {
    in_pieces(
        rows,
        (periods + 1) * groups * K,
        || Tally::new(periods, groups),
        work,
        |sum, more| sum.merge(&more),
    )
}

/// Splits rows into pieces of about equal length, each with an accumulator of `size` numbers of its own, added in order.
pub(crate) fn in_pieces<A: Send>(
    rows: usize,
    size: usize,
    new: impl Fn() -> A + Sync,
    work: impl Fn(&mut A, Range<usize>) + Sync,
    merge: impl Fn(&mut A, A),
) -> A {
    // An accumulator must be worth its rows: where there are many cells, fewer pieces.
    let pieces = (rows / size.max(4096)).clamp(1, 4 * rayon::current_num_threads());
    let parts: Vec<A> = (0..pieces)
        .into_par_iter()
        .map(|piece| {
            let mut sums = new();
            work(&mut sums, rows * piece / pieces..rows * (piece + 1) / pieces);
            sums
        })
        .collect();
    let mut parts = parts.into_iter();
    let mut sum = parts.next().unwrap_or_else(new);
    for more in parts {
        merge(&mut sum, more);
    }
    sum
}

/// Calls `work` with row, group and period of every row whose customer is known and whose day lies in a period, up to `through`.
pub(crate) fn place_each(
    customer: &[u32],
    at_us: &[i64],
    zone: &Zone,
    placement: &Placement<'_>,
    index: &PeriodIndex,
    through: i32,
    mut work: impl FnMut(usize, u32, usize),
) {
    let (Some(&first), Some(&last)) = (at_us.iter().min(), at_us.iter().max()) else {
        return;
    };
    let days = DayTable::new(zone, first, last);
    for (row, (&customer, &at)) in customer.iter().zip(at_us).enumerate() {
        let day = days.day_number(at);
        if day > through || customer as usize >= placement.customers() {
            continue;
        }
        if let Some(period) = index.get(day) {
            let group = placement.group(customer, index.starts[period], index.starts[period + 1] - 1);
            work(row, group, period);
        }
    }
}
