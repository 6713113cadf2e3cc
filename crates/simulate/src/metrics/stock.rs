//! Customers by day: who became one, came back, was lost.

use crate::metrics::calendar::Calendar;
use crate::metrics::grid::{Block, Count};
use crate::metrics::stays::Stay;

/// The movements of one cell.
struct Daily {
    /// Before the first day: customers ever, and those still there at its start.
    on_file: u64,
    active: u64,
    /// Movements of each day.
    first: Vec<u32>,
    again: Vec<u32>,
    lost: Vec<u32>,
}

/// Movements of all cells.
#[derive(Default)]
pub(crate) struct Stock {
    cells: Vec<Daily>,
}

/// Customers of several cells together, by day from the first counted one.
pub(crate) struct Levels {
    /// First stays, later stays, losses of each day.
    pub(crate) first: Vec<u64>,
    pub(crate) again: Vec<u64>,
    pub(crate) lost: Vec<u64>,
    /// At the start of each day and of the one after the last: active, and on file.
    pub(crate) active: Vec<u64>,
    pub(crate) on_file: Vec<u64>,
}

impl Stock {
    /// Counts the stays of one customer.
    pub(crate) fn add(&mut self, calendar: &Calendar, cell: usize, stays: &[Stay]) {
        let days = calendar.days();
        while self.cells.len() <= cell {
            self.cells.push(Daily {
                on_file: 0,
                active: 0,
                first: vec![0; days],
                again: vec![0; days],
                lost: vec![0; days],
            });
        }
        let daily = &mut self.cells[cell];
        for (number, stay) in stays.iter().enumerate() {
            match usize::try_from(stay.started - calendar.from) {
                Ok(day) if number == 0 => daily.first[day] += 1,
                Ok(day) => daily.again[day] += 1,
                Err(_) => {
                    daily.on_file += u64::from(number == 0);
                    daily.active += u64::from(stay.lost.is_none_or(|lost| lost >= calendar.from));
                }
            }
            if let Some(day) = stay.lost.and_then(|lost| usize::try_from(lost - calendar.from).ok()) {
                daily.lost[day] += 1;
            }
        }
    }

    /// Adds cells up.
    pub(crate) fn levels(&self, cells: &[usize], days: usize) -> Levels {
        let sum = |of: fn(&Daily) -> &[u32]| -> Vec<u64> {
            let mut out = vec![0; days];
            for cell in cells {
                for (total, value) in out.iter_mut().zip(of(&self.cells[*cell])) {
                    *total += u64::from(*value);
                }
            }
            out
        };
        let (first, again, lost) = (
            sum(|daily| &daily.first),
            sum(|daily| &daily.again),
            sum(|daily| &daily.lost),
        );
        let mut active = vec![cells.iter().map(|cell| self.cells[*cell].active).sum::<u64>()];
        let mut on_file = vec![cells.iter().map(|cell| self.cells[*cell].on_file).sum::<u64>()];
        for day in 0..days {
            // Nobody is lost who was not there: the difference is never negative.
            active.push(active[day] + first[day] + again[day] - lost[day]);
            on_file.push(on_file[day] + first[day]);
        }
        Levels {
            first,
            again,
            lost,
            active,
            on_file,
        }
    }
}

/// Of the customers at the start of a period, and of those who joined in it, those with at least one loss in it.
pub(crate) fn losers(calendar: &Calendar, stays: &[Stay], block: &mut Block) {
    let Some(joined) = stays.first().map(|stay| stay.started) else {
        return;
    };
    for (grain, span) in calendar.spans.iter().enumerate() {
        let mut before = None;
        for lost in stays.iter().filter_map(|stay| stay.lost) {
            let Some(period) = span.of(lost).filter(|period| before != Some(*period)) else {
                continue;
            };
            before = Some(period);
            let start = span.starts[period];
            let there = |stay: &Stay| stay.started < start && stay.lost.is_none_or(|lost| lost >= start);
            if stays.iter().any(there) {
                block.add(grain, period, Count::LostOfStart, 1);
            } else if joined >= start {
                block.add(grain, period, Count::LostOfJoined, 1);
            }
        }
    }
}
