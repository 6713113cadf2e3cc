//! What happened on each day, and the running sums over it.

use super::LedgerCounts;
use crate::period_index::PeriodIndex;

/// Movements of a group on a day.
#[derive(Clone, Copy, Default)]
pub(super) struct DayMoves {
    pub new: u32,
    pub returned: u32,
    pub lost: u32,
}

/// Losses of a group in a period, by whether the customer was there at the start.
#[derive(Clone, Copy, Default)]
pub(super) struct PeriodLosses {
    pub lost_of_start: u32,
    pub lost_of_joined: u32,
    /// Customers on file who move here from other groups at the start.
    pub on_file: i32,
}

/// Movements by group and day. Days count from the first day of the first period.
pub(super) struct DayTally {
    days: usize,
    periods: usize,
    /// By group: active at the start of the first day.
    pub active: Vec<u32>,
    /// By group: whose first spell started before it.
    pub on_file: Vec<u32>,
    moves: Vec<DayMoves>,
    losses: Vec<PeriodLosses>,
    /// Active customers who come from other groups at the start of a day; empty where nobody changes groups.
    transfers: Vec<i32>,
}

impl DayTally {
    pub fn new(days: usize, periods: usize, groups: usize, moving: bool) -> Self {
        Self {
            days,
            periods,
            active: vec![0; groups],
            on_file: vec![0; groups],
            moves: vec![DayMoves::default(); days * groups],
            losses: vec![PeriodLosses::default(); periods * groups],
            transfers: vec![0; if moving { days * groups } else { 0 }],
        }
    }

    #[inline]
    pub fn day(&mut self, group: usize, day: i32) -> &mut DayMoves {
        &mut self.moves[group * self.days + day as usize]
    }

    #[inline]
    pub fn period(&mut self, group: usize, period: usize) -> &mut PeriodLosses {
        &mut self.losses[group * self.periods + period]
    }

    /// A customer on file goes to another group at the start of a period, which begins on `day`.
    pub fn move_customer(&mut self, from: usize, to: usize, period: usize, day: i32, active: bool) {
        self.losses[from * self.periods + period].on_file -= 1;
        self.losses[to * self.periods + period].on_file += 1;
        if active {
            self.transfers[from * self.days + day as usize] -= 1;
            self.transfers[to * self.days + day as usize] += 1;
        }
    }

    pub fn merge(&mut self, more: &Self) {
        let add = |sums: &mut [u32], more: &[u32]| {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum += more;
            }
        };
        add(&mut self.active, &more.active);
        add(&mut self.on_file, &more.on_file);
        for (sum, more) in self.moves.iter_mut().zip(&more.moves) {
            sum.new += more.new;
            sum.returned += more.returned;
            sum.lost += more.lost;
        }
        for (sum, more) in self.losses.iter_mut().zip(&more.losses) {
            sum.lost_of_start += more.lost_of_start;
            sum.lost_of_joined += more.lost_of_joined;
            sum.on_file += more.on_file;
        }
        for (sum, more) in self.transfers.iter_mut().zip(&more.transfers) {
            *sum += more;
        }
    }

    /// The ledger, by running over the days of each group up to the day `end`.
    pub fn finish(&self, index: &PeriodIndex, end: i32, periods: usize) -> LedgerCounts {
        let groups = self.active.len();
        let mut out = LedgerCounts::zero(periods, groups);
        let origin = index.first_day();
        for group in 0..groups {
            let mut active = i64::from(self.active[group]);
            let mut on_file = i64::from(self.on_file[group]);
            for period in 0..self.periods {
                let cell = period * groups + group;
                let losses = self.losses[group * self.periods + period];
                on_file += i64::from(losses.on_file);
                for day in index.starts[period]..index.starts[period + 1].min(end + 1) {
                    let at = group * self.days + (day - origin) as usize;
                    let moves = self.moves[at];
                    active += self.transfers.get(at).copied().map_or(0, i64::from);
                    if day == index.starts[period] {
                        out.at_start[cell] = active.max(0) as u64;
                    }
                    if active > 0 {
                        out.active_days[cell] += active as u64;
                        out.daily_rates[cell] += f64::from(moves.lost) / active as f64;
                        out.days[cell] += 1;
                    }
                    out.new[cell] += u64::from(moves.new);
                    out.returned[cell] += u64::from(moves.returned);
                    out.lost[cell] += u64::from(moves.lost);
                    active += i64::from(moves.new) + i64::from(moves.returned) - i64::from(moves.lost);
                }
                on_file += out.new[cell] as i64;
                out.at_end[cell] = active.max(0) as u64;
                out.on_file[cell] = on_file.max(0) as u64;
                out.lost_of_start[cell] = u64::from(losses.lost_of_start);
                out.lost_of_joined[cell] = u64::from(losses.lost_of_joined);
            }
        }
        out
    }
}
