//! Rows in the order in which they join the risk set when time runs backwards.

use rayon::prelude::*;
use std::ops::Range;

use crate::survival::spells::Spells;

/// Rows by stratum, latest exit first; at one time the censored before the churned.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The row at each position.
    pub(super) rows: Vec<u32>,
    /// Strata, rising; never empty.
    pub(super) strata: Vec<Stratum>,
    /// Pieces between times of events, without gaps.
    pub(super) sections: Vec<Section>,
    /// With late entry: positions by stratum, latest entry first. Else empty.
    pub(super) leaving: Vec<u32>,
    /// With late entry: for each position the latest section that it entered too late for, or [`NONE`]. Else empty.
    pub(super) missed: Vec<u32>,
}

/// No section was missed.
const NONE: u32 = u32::MAX;

/// Rows that share a baseline.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    /// Its number in the data.
    pub(super) number: u32,
    /// Its positions.
    pub(super) positions: Range<usize>,
    /// Its sections.
    pub(super) sections: Range<usize>,
}

/// Positions from just after the section before up to and including the churned of one time: whoever is in it has
/// lived through that time and no later one. The last of a stratum may end without churned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    pub(super) begin: u32,
    pub(super) end: u32,
    /// Rows at the end of the section that churned, all at one time.
    pub(super) deaths: u32,
    /// Part of `leaving` that entered at the time of the churn or later, and before that of the section before.
    pub(super) left_from: u32,
    pub(super) left_to: u32,
    /// Whether it is the first of its stratum.
    pub(super) first: bool,
}

impl Section {
    pub(super) fn rows(&self) -> Range<usize> {
        self.begin as usize..self.end as usize
    }

    pub(super) fn first_death(&self) -> usize {
        (self.end - self.deaths) as usize
    }

    pub(super) fn left(&self) -> Range<usize> {
        self.left_from as usize..self.left_to as usize
    }
}

/// Keys compare as stratum, then time from late to early, then the tie-breaker.
type Key = (u32, u64, u32);

const EVENT: u32 = 1 << 31;

impl Order {
    /// Of checked spells.
    pub(super) fn new(spells: &Spells<'_>, strata: Option<&[u32]>) -> Self {
        let number = |row: usize| strata.map_or(0, |s| s[row]);
        let mut keys: Vec<Key> = (0..spells.len())
            .into_par_iter()
            .map(|row| {
                let tie = row as u32 | if spells.event[row] { EVENT } else { 0 };
                (number(row), falling(spells.exit[row]), tie)
            })
            .collect();
        keys.par_sort_unstable();
        let mut order = Self {
            rows: keys.iter().map(|key| key.2 & !EVENT).collect(),
            strata: Vec::new(),
            sections: Vec::new(),
            leaving: Vec::new(),
            missed: Vec::new(),
        };
        let mut begin = 0;
        for stratum in keys.chunk_by(|a, b| a.0 == b.0) {
            order.add_stratum(stratum, begin);
            begin += stratum.len();
        }
        drop(keys);
        if let Some(entry) = spells.entry {
            order.sort_entries(spells.exit, entry);
        }
        order
    }

    fn add_stratum(&mut self, keys: &[Key], begin: usize) {
        let first_section = self.sections.len();
        let mut start = begin;
        let mut at = begin;
        let mut close = |end: usize, deaths: usize| {
            if end == start {
                return;
            }
            self.sections.push(Section {
                begin: start as u32,
                end: end as u32,
                deaths: deaths as u32,
                left_from: begin as u32,
                left_to: begin as u32,
                first: start == begin,
            });
            start = end;
        };
        for tie in keys.chunk_by(|a, b| a.1 == b.1) {
            at += tie.len();
            let deaths = tie.len() - tie.partition_point(|key| key.2 & EVENT == 0);
            if deaths > 0 {
                close(at, deaths);
            }
        }
        close(at, 0);
        self.strata.push(Stratum {
            number: keys[0].0,
            positions: begin..at,
            sections: first_section..self.sections.len(),
        });
    }

    fn sort_entries(&mut self, exit: &[f64], entry: &[f64]) {
        self.missed = vec![NONE; self.rows.len()];
        for stratum in &self.strata {
            let positions = stratum.positions.clone();
            let mut keys: Vec<(u64, u32)> = positions
                .map(|at| (falling(entry[self.rows[at] as usize]), at as u32))
                .collect();
            keys.par_sort_unstable();
            let begin = stratum.positions.start;
            let mut left = 0;
            for index in stratum.sections.clone() {
                let section = &mut self.sections[index];
                section.left_from = (begin + left) as u32;
                if section.deaths > 0 {
                    // Entry at the time of an event or after it: not at risk.
                    let time = falling(exit[self.rows[section.end as usize - 1] as usize]);
                    let some = keys[left..].partition_point(|key| key.0 <= time);
                    for key in &keys[left..left + some] {
                        self.missed[key.1 as usize] = index as u32;
                    }
                    left += some;
                }
                section.left_to = (begin + left) as u32;
            }
            self.leaving.extend(keys.iter().map(|key| key.1));
        }
    }

    /// The latest section that the row at a position entered too late for.
    pub(super) fn missed(&self, position: usize) -> Option<usize> {
        let section = *self.missed.get(position)?;
        (section != NONE).then_some(section as usize)
    }

    /// The sections that overlap `range`, each with its number and the overlap.
    pub(super) fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &Section, Range<usize>)> {
        let first = self.sections.partition_point(|s| (s.end as usize) <= range.start);
        let inside = self.sections[first..]
            .iter()
            .take_while(move |s| (s.begin as usize) < range.end);
        inside.enumerate().map(move |(index, section)| {
            let rows = section.rows();
            let overlap = rows.start.max(range.start)..rows.end.min(range.end);
            (first + index, section, overlap)
        })
    }
}

/// Bits that rise when the number falls; −0 and 0 are one time.
fn falling(time: f64) -> u64 {
    let bits = (time + 0.0).to_bits();
    if bits >> 63 == 1 { bits } else { !(bits | 1 << 63) }
}
