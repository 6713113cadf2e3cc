//! Risk sets by sorting.

use rayon::prelude::*;

use super::case_weight::CaseWeight;
use super::order::sort;
use super::sets::RiskSet;
use super::sum::Sum;
use crate::survival::spells::Spells;

/// The least number above zero: what is left of a risk set that is not empty, however its sum was rounded.
pub(in crate::survival) const LEAST: f64 = f64::from_bits(1);

/// A row in the order of time; within a time the censored come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::survival) struct Item<M, W> {
    key: u64,
    /// What else the row is, such as its cause.
    pub mark: M,
    /// What it counts.
    pub weight: W,
}

/// Bits of a time of 0 or more, shifted by one: their order is the order of times, and the last bit is free.
pub(in crate::survival) fn key_of(time: f64) -> u64 {
    // Adding zero turns −0 into 0, so that the two are one time.
    (time + 0.0).to_bits() << 1
}

/// The time inside a key.
pub(in crate::survival) fn time_of(key: u64) -> f64 {
    f64::from_bits(key >> 1)
}

/// A row that can be put in the order of time.
pub(in crate::survival) trait Timed<W> {
    /// [`key_of`] its time, plus 1 if it churned then.
    fn key(&self) -> u64;
    /// What it counts.
    fn weight(&self) -> W;
}

impl<M, W: CaseWeight> Timed<W> for Item<M, W> {
    fn key(&self) -> u64 {
        self.key
    }

    fn weight(&self) -> W {
        self.weight
    }
}

/// Calls `visit` at each time of an event, the latest first, with the most calls still to come including this one, the
/// risk set and the rows of the event, ordered by mark.
pub(in crate::survival) fn sweep<M: Copy + Ord + Send + Sync, W: CaseWeight>(
    spells: &Spells,
    mark: impl Fn(usize) -> M + Sync,
    visit: impl FnMut(usize, RiskSet, &[Item<M, W>]),
) {
    sweep_sorted(&sorted_exits(spells, mark), &sorted_entries::<W>(spells), visit);
}

/// As [`sweep`] over rows that are sorted by their key.
///
/// Backwards in time a risk set without late entry only grows, so that no digit of a small weight is lost.
pub(in crate::survival) fn sweep_sorted<W: CaseWeight, T: Timed<W>, E: Timed<W>>(
    exits: &[T],
    entries: &[E],
    mut visit: impl FnMut(usize, RiskSet, &[T]),
) {
    let times = exits.chunk_by(|a, b| same_time(a.key(), b.key()));
    let mut to_come = (times.clone())
        .filter(|tie| tie.last().is_some_and(|row| row.key() & 1 == 1))
        .count();
    let mut here = Sum::default();
    let mut rows_here = 0;
    let mut entered = entries.len();
    for tie in times.rev() {
        let (censored, churned) = tie.split_at(tie.partition_point(|row| row.key() & 1 == 0));
        let key = tie[0].key() & !1;
        while entered > 0 && entries[entered - 1].key() >= key {
            entered -= 1;
            here.add(-entries[entered].weight().value());
            rows_here -= 1_isize;
        }
        here.add_sum(W::total(censored, Timed::weight));
        rows_here += tie.len() as isize;
        if churned.is_empty() {
            continue;
        }
        let events = W::total(churned, Timed::weight);
        let set = RiskSet {
            time: time_of(key),
            events: events.value(),
            left: if rows_here == churned.len() as isize {
                0.0
            } else {
                here.value().max(LEAST)
            },
        };
        visit(to_come, set, churned);
        to_come -= 1;
        here.add_sum(events);
    }
}

/// Whether two keys hold the same time.
pub(in crate::survival) fn same_time(a: u64, b: u64) -> bool {
    a | 1 == b | 1
}

fn sorted_exits<M: Copy + Ord + Send + Sync, W: CaseWeight>(
    spells: &Spells,
    mark: impl Fn(usize) -> M + Sync,
) -> Vec<Item<M, W>> {
    let mut exits: Vec<Item<M, W>> = (0..spells.len())
        .into_par_iter()
        .map(|row| Item {
            key: key_of(spells.exit[row]) | u64::from(spells.event[row]),
            mark: mark(row),
            weight: W::of(spells.weight, row),
        })
        .collect();
    sort(&mut exits);
    exits
}

/// Rows that entered at 0 or later; those who entered before were there from the beginning.
fn sorted_entries<W: CaseWeight>(spells: &Spells) -> Vec<Item<(), W>> {
    let Some(entry) = spells.entry else {
        return Vec::new();
    };
    let mut entries: Vec<Item<(), W>> = (0..spells.len())
        .into_par_iter()
        .filter(|&row| entry[row] >= 0.0)
        .map(|row| Item {
            key: key_of(entry[row]),
            mark: (),
            weight: W::of(spells.weight, row),
        })
        .collect();
    sort(&mut entries);
    entries
}
