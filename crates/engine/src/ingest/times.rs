//! When rows happened, became known, and which periods they touch.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use rayon::prelude::*;

use super::assemble::Assembled;
use super::cells::NONE;
use super::import::Import;
use super::wall_clock::WallClock;

/// When a fact became known of which nothing says when: 1900-01-01T00:00Z, before everything.
pub(super) const ALWAYS_KNOWN_US: i64 = -2_208_988_800_000_000;

/// When each row became known.
pub(super) fn known_at(job: &Import<'_>, table: CanonicalTable, rows: &Assembled, history: bool) -> Vec<i64> {
    let by_default = |row: usize| -> i64 {
        if !history {
            return job.now_us;
        }
        rows.times.as_ref().map_or(NONE, |times| times[row])
    };
    let mut clock = WallClock::new(job.zone, false);
    let is_day = matches!(
        table,
        CanonicalTable::Customers | CanonicalTable::Subscriptions | CanonicalTable::Snapshots
    );
    (0..rows.taken.len())
        .map(|row| {
            if let Some(at) = rows.known_at.as_ref().map(|known| known[row]).filter(|&at| at != NONE) {
                return at;
            }
            match by_default(row) {
                NONE => ALWAYS_KNOWN_US,
                day if is_day && history => clock.instant_us(day.saturating_mul(86_400)),
                at => at,
            }
        })
        .collect()
}

/// Positions in `append` in the order of time: neighbours in time are neighbours on the disk.
pub(super) fn by_time(append: &[usize], times: Option<&[i64]>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..append.len()).collect();
    if let Some(times) = times
        && !append.is_sorted_by_key(|&row| times[row])
    {
        order.par_sort_by_key(|&position| (times[append[position]], position));
    }
    order
}

pub(super) fn span(job: &Import<'_>, table: CanonicalTable, rows: &Assembled, picked: &[u32]) -> Option<(i64, i64)> {
    let times = rows.times.as_ref()?;
    let is_day = table
        .field(table.time_field())
        .is_some_and(|field| field.kind == FieldType::Day);
    let present = picked
        .iter()
        .map(|&row| times[row as usize])
        .filter(|&time| time != NONE);
    let (first, last) = present.fold((i64::MAX, i64::MIN), |(first, last), time| {
        (first.min(time), last.max(time))
    });
    if first > last {
        return None;
    }
    let at = |time: i64| {
        if is_day {
            job.zone.day_start_us(Day::from_number(time as i32))
        } else {
            time
        }
    };
    Some((at(first), at(last)))
}

/// Periods of every grain in which something happened: which grains are wanted may change while a program that imports goes on.
pub(super) fn stale(job: &Import<'_>, times: &[i64]) -> BTreeMap<Grain, BTreeSet<i32>> {
    let (first, last) = times
        .iter()
        .fold((i64::MAX, i64::MIN), |(a, b), &at| (a.min(at), b.max(at)));
    if first > last {
        return BTreeMap::new();
    }
    let table = holdfast_domain::zone::DayTable::new(job.zone, first, last);
    let (first_day, last_day) = (table.day_number(first), table.day_number(last));
    let mut days = vec![false; (last_day - first_day + 1) as usize];
    for &at in times {
        days[(table.day_number(at) - first_day) as usize] = true;
    }
    Grain::ALL
        .iter()
        .map(|&grain| {
            let periods = days.iter().enumerate().filter(|(_, touched)| **touched);
            let of = |index: usize| grain.period_of(Day::from_number(first_day + index as i32));
            (grain, periods.map(|(index, _)| of(index)).collect())
        })
        .collect()
}
