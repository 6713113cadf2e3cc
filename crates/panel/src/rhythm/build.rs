//! Panel and rhythm in one pass over the events.

use holdfast_domain::zone::{DayTable, Zone};
use rayon::prelude::*;

use super::gaps::Rhythm;
use crate::events::Events;
use crate::panel::Panel;
use crate::panel::build::build_with;
use crate::periods::Periods;

/// All that features are computed from.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The last periods.
    pub panel: Panel,
    /// All of the past.
    pub rhythm: Rhythm,
}

/// Year 1, microseconds: what claims to be older is not in the history.
const EARLIEST_US: i64 = -62_135_596_800_000_000;

/// The customers of a block under way.
struct Walk {
    rhythm: Rhythm,
    customers: usize,
    days: Vec<i32>,
    first_at_us: i64,
    last_at_us: i64,
}

impl History {
    /// Panel and rhythm of the events before the end of the periods; days are those of a zone. Events before the first period
    /// count for the rhythm alone.
    pub fn build(events: &Events, periods: &Periods, zone: &Zone) -> Self {
        let before_us = periods.starts_us.last().copied().unwrap_or(EARLIEST_US);
        let table = DayTable::new(zone, earliest(events).min(before_us), before_us);
        let (panel, blocks) = build_with(
            events,
            periods,
            Some(EARLIEST_US),
            |customers| Walk::begin(before_us, customers),
            |walk, local, at_us| walk.see(local, at_us, &table),
            Walk::end,
        );
        let mut rhythm = Rhythm::with_capacity(before_us, events.customers as usize);
        for block in &blocks {
            rhythm.append(block);
        }
        Self { panel, rhythm }
    }
}

/// The first instant of all events, year 1 at the earliest.
fn earliest(events: &Events) -> i64 {
    let instants = events
        .chunks
        .par_iter()
        .filter_map(|chunk| chunk.occurred_at_us.iter().min());
    instants.copied().min().unwrap_or(i64::MAX).max(EARLIEST_US)
}

impl Walk {
    fn begin(before_us: i64, customers: usize) -> Self {
        Self {
            rhythm: Rhythm::with_capacity(before_us, customers),
            customers,
            days: Vec::new(),
            first_at_us: Rhythm::NEVER,
            last_at_us: Rhythm::NEVER,
        }
    }

    /// A row; rows come sorted by customer.
    #[inline]
    fn see(&mut self, local: usize, at_us: i64, table: &DayTable) {
        while self.rhythm.len() < local {
            self.close();
        }
        if self.days.is_empty() {
            (self.first_at_us, self.last_at_us) = (at_us, at_us);
        }
        self.first_at_us = self.first_at_us.min(at_us);
        self.last_at_us = self.last_at_us.max(at_us);
        self.days.push(table.day_number(at_us));
    }

    /// The customer under way is complete.
    fn close(&mut self) {
        self.rhythm.push(self.first_at_us, self.last_at_us, &mut self.days);
        self.days.clear();
        (self.first_at_us, self.last_at_us) = (Rhythm::NEVER, Rhythm::NEVER);
    }

    fn end(mut self) -> Rhythm {
        while self.rhythm.len() < self.customers {
            self.close();
        }
        self.rhythm
    }
}
