//! Rows by stratum and time.

use rayon::prelude::*;

use crate::survival::risk::case_weight::CaseWeight;
use crate::survival::risk::{Timed, key_of, sort};
use crate::survival::spells::Spells;

/// A row in the order of stratum, time (censored first) and group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row<W> {
    stratum: u32,
    key: u64,
    /// Its group.
    pub group: u32,
    weight: W,
}

impl<W: CaseWeight> Timed<W> for Row<W> {
    fn key(&self) -> u64 {
        self.key
    }

    fn weight(&self) -> W {
        self.weight
    }
}

/// Calls `visit` for each stratum with its rows by exit and, of those that entered at 0 or later, by entry.
pub(super) fn sorted_strata<W: CaseWeight>(
    spells: &Spells,
    groups: &[u32],
    strata: Option<&[u32]>,
    mut visit: impl FnMut(&[Row<W>], &[Row<W>]),
) {
    let at = |row: usize, key: u64| Row {
        stratum: strata.map_or(0, |strata| strata[row]),
        key,
        group: groups[row],
        weight: W::of(spells.weight, row),
    };
    let rows = (0..spells.len()).into_par_iter();
    let mut exits: Vec<Row<W>> = rows
        .map(|row| at(row, key_of(spells.exit[row]) | u64::from(spells.event[row])))
        .collect();
    sort(&mut exits);
    let mut entries: Vec<Row<W>> = (spells.entry.unwrap_or(&[]).par_iter().enumerate())
        .filter(|&(_, &entry)| entry >= 0.0)
        .map(|(row, &entry)| at(row, key_of(entry)))
        .collect();
    sort(&mut entries);
    let mut rest = &entries[..];
    for exits in exits.chunk_by(|a, b| a.stratum == b.stratum) {
        let (entries, others) = rest.split_at(rest.partition_point(|row| row.stratum <= exits[0].stratum));
        rest = others;
        visit(exits, entries);
    }
}
