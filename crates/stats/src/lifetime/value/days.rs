//! The first days after the first purchase: the D1–D30 table.

use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, wilson};

/// One day after the first purchase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayRow {
    /// Days since the first purchase, from 1 on.
    pub day: u32,
    /// Customers old enough: their day `day` is over.
    pub observed: u64,
    /// Of these, bought on that day.
    pub bought_on: u64,
    /// Of these, bought again on that day or a day before, later than on the first day.
    pub bought_by: u64,
    /// `bought_on` ÷ `observed`, 0–1.
    pub on_share: f64,
    /// Its 95 % interval (Wilson).
    pub on_interval: Interval,
    /// `bought_by` ÷ `observed`, 0–1.
    pub by_share: f64,
    /// Its 95 % interval (Wilson).
    pub by_interval: Interval,
    /// Purchases (rows) of these customers on that day.
    pub purchases: u64,
}

const MOST_DAYS: u32 = 3660;

/// How many customers come back on day 1, 2, … `days` (30 is usual, at most 3,660) after their first purchase?
///
/// `customer` (0 to `customers` − 1) and `day` (any day number) by purchase, in any order. Only days up to
/// `observed_through_day`, the last one that is complete, may occur. A customer counts on day N if first day + N ≤ that day, so
/// that young customers do not look disloyal. Several purchases of a day are one in the counts of customers and several in
/// `purchases`. Days for which nobody is old enough are left out. O(m log m) in the repeat purchases of these days.
///
/// Errors: lengths, no rows, a customer out of range, a day after `observed_through_day` (with its row), `days` outside
/// 1–3,660.
pub fn day_table(
    customer: &[u32],
    day: &[i32],
    customers: usize,
    observed_through_day: i32,
    days: u32,
) -> Result<Vec<DayRow>, StatsError> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(StatsError::OutOfRange {
            name: "days",
            value: f64::from(days),
            expected: "1 to 3,660",
        });
    }
    let first = first_days(customer, day, customers, observed_through_day)?;
    let slots = days as usize + 2;
    let mut tally = Tally {
        days,
        observed: vec![0; slots],
        by: vec![0; slots],
        on: vec![0; slots],
        purchases: vec![0; slots],
    };
    for &first in first.iter().flatten() {
        tally.observed(gap(first, observed_through_day));
    }
    // Customer and day as one number, so that one sort brings a customer's days together.
    let mut repeats: Vec<u64> = Vec::new();
    for (&customer, &day) in customer.iter().zip(day) {
        let since = first
            .get(customer as usize)
            .copied()
            .flatten()
            .map_or(0, |first| gap(first, day));
        if (1..=days).contains(&since) {
            repeats.push(u64::from(customer) << 32 | u64::from(since));
        }
    }
    repeats.sort_unstable();
    let mut before = None;
    for same in repeats.chunk_by(|a, b| a == b) {
        let Some(&key) = same.first() else { continue };
        let (customer, since) = (key >> 32, key as u32);
        let last = first
            .get(customer as usize)
            .copied()
            .flatten()
            .map_or(0, |first| gap(first, observed_through_day));
        tally.bought(since, last, same.len() as u64, before != Some(customer));
        before = Some(customer);
    }
    Ok(tally.rows())
}

/// Each customer's first day; `None` without a purchase.
fn first_days(
    customer: &[u32],
    day: &[i32],
    customers: usize,
    observed_through_day: i32,
) -> Result<Vec<Option<i32>>, StatsError> {
    check::same_length(customer.len(), day.len())?;
    let mut first: Vec<Option<i32>> = vec![None; customers];
    for (index, (&group, &day)) in customer.iter().zip(day).enumerate() {
        if day > observed_through_day {
            return Err(StatsError::Contradiction {
                name: "day",
                value: f64::from(day),
                other_name: "last complete day",
                other: f64::from(observed_through_day),
                index,
                expected: "no purchase after the last complete day",
            });
        }
        let earliest = first.get_mut(group as usize).ok_or(StatsError::GroupOutOfRange {
            index,
            group,
            group_count: customers,
        })?;
        *earliest = Some(earliest.map_or(day, |known| known.min(day)));
    }
    Ok(first)
}

/// Days from one to a later one: always fits, and 0 for an earlier one.
fn gap(from: i32, to: i32) -> u32 {
    u32::try_from(i64::from(to) - i64::from(from)).unwrap_or(0)
}

/// By day; `observed` and `by` hold changes from the day before.
struct Tally {
    days: u32,
    observed: Vec<i64>,
    by: Vec<i64>,
    on: Vec<u64>,
    purchases: Vec<u64>,
}

impl Tally {
    /// A customer whose days until `last` are over.
    fn observed(&mut self, last: u32) {
        add_range(&mut self.observed, 1, last.min(self.days));
    }

    /// A customer, whose days until `last` are over, bought on a day, `first` if not on an earlier one.
    fn bought(&mut self, day: u32, last: u32, purchases: u64, first: bool) {
        for (column, more) in [(&mut self.on, 1), (&mut self.purchases, purchases)] {
            if let Some(cell) = column.get_mut(day as usize) {
                *cell += more;
            }
        }
        if first {
            add_range(&mut self.by, day, last.min(self.days));
        }
    }

    fn rows(self) -> Vec<DayRow> {
        let (mut observed, mut by) = (0_i64, 0_i64);
        let mut rows = Vec::new();
        let changes = self
            .observed
            .iter()
            .zip(&self.by)
            .zip(self.on.iter().zip(&self.purchases));
        for (day, ((more_observed, more_by), (&bought_on, &purchases))) in (0..=self.days).zip(changes) {
            observed += more_observed;
            by += more_by;
            let (customers, bought_by) = (observed.unsigned_abs(), by.unsigned_abs());
            if day == 0 || customers == 0 {
                continue;
            }
            rows.push(DayRow {
                day,
                observed: customers,
                bought_on,
                bought_by,
                on_share: bought_on as f64 / customers as f64,
                on_interval: wilson(bought_on, customers),
                by_share: bought_by as f64 / customers as f64,
                by_interval: wilson(bought_by, customers),
                purchases,
            });
        }
        rows
    }
}

/// One more on each day of `from` ..= `to`, as changes; nothing where `to` comes before.
fn add_range(changes: &mut [i64], from: u32, to: u32) {
    if to < from {
        return;
    }
    for (at, change) in [(from, 1), (to + 1, -1)] {
        if let Some(cell) = changes.get_mut(at as usize) {
            *cell += change;
        }
    }
}
