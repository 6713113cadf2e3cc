//! Bought in a stretch of hours counted from the instant of the customer's own first event.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use holdfast_domain::day::Day;
use holdfast_domain::zone::{DAY_US, Zone};
use rayon::prelude::*;

use super::Retention;
use super::retention::step_days;
use crate::events::{EventChunk, Events};
use crate::groups::Groups;
use crate::history::Qualifying;
use crate::period_index::PeriodIndex;
use crate::tally;
use crate::window::{Coverage, Window};

/// Rows that one thread takes at a time.
const PIECE_ROWS: usize = 1 << 16;

/// Retained at an age: a qualifying event in [t + age·L, t + (age + 1)·L), t = instant of the first, L = 24 h × 1, 7, 30, 91, 365 by
/// grain.
///
/// Two passes over the events, which may come in any order: the first instant of every customer, then a bit for every age. Minimum
/// and "or" are the same in any order, so threads may meet.
pub fn rolling(
    events: &Events,
    zone: &Zone,
    qualifying: &Qualifying,
    groups: &Groups,
    window: &Window,
    ages: usize,
) -> Retention {
    let customers = events.customers as usize;
    let until_us = zone.day_start_us(Day::from_number(window.through.saturating_add(1)));
    let length_us = i64::from(step_days(window.grain)) * DAY_US;
    let first: Vec<AtomicI64> = (0..customers).map(|_| AtomicI64::new(i64::MAX)).collect();
    each(events, qualifying, until_us, |customer, at| {
        if at < first[customer].load(Ordering::Relaxed) {
            first[customer].fetch_min(at, Ordering::Relaxed);
        }
    });
    let words = ages.div_ceil(64).max(1);
    let seen: Vec<AtomicU64> = (0..customers * words).map(|_| AtomicU64::new(0)).collect();
    each(events, qualifying, until_us, |customer, at| {
        let age = ((at - first[customer].load(Ordering::Relaxed)) / length_us) as usize;
        if age < ages {
            let (word, bit) = (&seen[customer * words + age / 64], 1u64 << (age % 64));
            if word.load(Ordering::Relaxed) & bit == 0 {
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
    });
    let index = PeriodIndex::begun(window, 0);
    let day_starts: Vec<i64> = index
        .starts
        .iter()
        .map(|&day| zone.day_start_us(Day::from_number(day)))
        .collect();
    let (width, slots) = (groups.count as usize, ages + 1);
    let sums = tally::tally::<1>(customers, index.len() * slots, width, |sums, range| {
        for customer in range {
            let at = first[customer].load(Ordering::Relaxed);
            let after = day_starts.partition_point(|&start| start <= at);
            if after == 0 || after >= day_starts.len() {
                continue;
            }
            let cohort = after - 1;
            let group = if groups.starts[customer + 1] - groups.starts[customer] == 1 {
                groups.group[groups.starts[customer] as usize]
            } else {
                groups.on(customer as u32, zone.day_of(at).number())
            };
            sums.add(group, cohort * slots, 0, 1);
            for word in 0..words {
                let mut bits = seen[customer * words + word].load(Ordering::Relaxed);
                while bits != 0 {
                    let age = word * 64 + bits.trailing_zeros() as usize;
                    sums.add(group, cohort * slots + 1 + age, 0, 1);
                    bits &= bits - 1;
                }
            }
        }
    });
    let mut out = Retention::out_of(&sums, window.len(), ages, width);
    for cohort in 0..out.cohorts {
        let opens = zone.day_start_us(Day::from_number(window.start(cohort)));
        let closes = zone.day_start_us(Day::from_number(window.start(cohort + 1)));
        for age in 0..ages {
            let later = length_us.saturating_mul(age as i64);
            out.coverage[cohort * ages + age] = if closes.saturating_add(later).saturating_add(length_us) <= until_us {
                Coverage::Complete
            } else if opens.saturating_add(later) < until_us {
                Coverage::Partial
            } else {
                Coverage::NotDue
            };
        }
    }
    out
}

/// Calls `work` with customer and instant of every qualifying event before `until_us`, from several threads.
fn each(events: &Events, qualifying: &Qualifying, until_us: i64, work: impl Fn(usize, i64) + Sync) {
    let pieces: Vec<(&EventChunk, usize)> = events
        .chunks
        .iter()
        .flat_map(|chunk| (0..chunk.len()).step_by(PIECE_ROWS).map(move |from| (chunk, from)))
        .collect();
    pieces.par_iter().for_each(|&(chunk, from)| {
        for row in from..chunk.len().min(from + PIECE_ROWS) {
            let (customer, at) = (chunk.customer[row], chunk.occurred_at_us[row]);
            if customer < events.customers
                && at < until_us
                && qualifying.counts(chunk.kind[row], chunk.amount_minor[row])
            {
                work(customer as usize, at);
            }
        }
    });
}
