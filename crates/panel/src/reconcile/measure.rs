//! What a side counts.

use std::ops::Range;

use crate::spells::Spells;

/// A count of the ledger, as a number for each customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Active at the start of the period.
    AtStart,
    /// Active at its end.
    AtEnd,
    /// Whose first spell starts in it.
    New,
    /// Later spells that start in it.
    Returned,
    /// Spells lost in it.
    Lost,
    /// Of those at the start, those with a loss in it.
    LostOfStart,
    /// Of the new, those with a loss in it.
    LostOfJoined,
    /// Whose first spell started by its end.
    OnFile,
    /// On file and not active at its end: the lapsed.
    Lapsed,
}

/// The spells of one customer, seen at the end of a period.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub spells: &'a Spells,
    first: usize,
    after: usize,
    /// First day of the period.
    pub s: i32,
    /// Its last seen day.
    pub e: i32,
}

impl<'a> Own<'a> {
    /// Leaves out the spells of `rows` that start after the period.
    pub fn new(spells: &'a Spells, rows: Range<usize>, s: i32, e: i32) -> Self {
        let after = rows.start + spells.started_on[rows.clone()].partition_point(|&start| start <= e);
        Self {
            spells,
            first: rows.start,
            after,
            s,
            e,
        }
    }

    pub fn rows(&self) -> Range<usize> {
        self.first..self.after
    }

    pub fn start(&self, row: usize) -> i32 {
        self.spells.started_on[row]
    }

    pub fn lost(&self, row: usize) -> i32 {
        self.spells.lost_on[row]
    }

    pub fn within(&self, day: i32) -> bool {
        self.s <= day && day <= self.e
    }

    /// The spell in which the customer is active at the start of a day.
    pub fn active(&self, day: i32) -> Option<usize> {
        self.rows().find(|&row| self.start(row) < day && day <= self.lost(row))
    }

    pub fn losses(&self) -> usize {
        self.rows().filter(|&row| self.within(self.lost(row))).count()
    }

    pub fn starts(&self) -> usize {
        self.rows().filter(|&row| self.within(self.start(row))).count()
    }

    /// Day of the first spell's start if that lies in the period.
    pub fn joined(&self) -> Option<i32> {
        self.rows()
            .next()
            .map(|row| self.start(row))
            .filter(|&start| self.within(start))
    }

    pub fn value(&self, measure: Measure) -> i64 {
        let on_file = !self.rows().is_empty();
        let new = self.joined().is_some();
        let yes = match measure {
            Measure::Lost => return self.losses() as i64,
            Measure::Returned => return self.starts() as i64 - i64::from(new),
            Measure::AtStart => self.active(self.s).is_some(),
            Measure::AtEnd => self.active(self.e + 1).is_some(),
            Measure::New => new,
            Measure::LostOfStart => self.active(self.s).is_some() && self.losses() > 0,
            Measure::LostOfJoined => new && self.losses() > 0,
            Measure::OnFile => on_file,
            Measure::Lapsed => on_file && self.active(self.e + 1).is_none(),
        };
        i64::from(yes)
    }

    /// Whether another definition says the same up to the end of the period.
    pub fn agrees(&self, other: &Self) -> bool {
        let seen = |own: &Self, row: usize| {
            let lost = own.lost(row);
            (own.start(row), if lost > own.e { i32::MAX } else { lost })
        };
        self.rows().len() == other.rows().len()
            && self
                .rows()
                .zip(other.rows())
                .all(|(a, b)| seen(self, a) == seen(other, b))
    }
}
