//! What all customers of one simulation share: the windows of time and the staff.

use crate::csv_line::civil;
use crate::draw::mix;
use crate::plan::Plan;
use crate::staff::Roster;

/// The stream numbers of things that are not customers (customers count from 1 and stay far below).
pub(crate) const STAFF_STREAM: u64 = 1 << 60;

/// Days are numbers since 1970-01-01.
pub(crate) struct World {
    pub(crate) plan: Plan,
    /// The plan's seed, made different for each industry: two companies of one seed share no people.
    pub(crate) seed: u64,
    /// First day of the history.
    pub(crate) start: i32,
    /// Last day of the history.
    pub(crate) end: i32,
    /// The snapshot knows this day and nothing later.
    pub(crate) cutoff: i32,
    /// Days of the outcome window.
    pub(crate) horizon: i32,
    /// The day on which the offer was assigned; its outcome window ends on the cut-off.
    pub(crate) offer_on: i32,
    pub(crate) staff: Roster,
}

impl World {
    pub(crate) fn new(plan: &Plan) -> Self {
        let end = plan.end.number();
        let horizon = plan.industry.horizon_days();
        // 30-day periods, so that telecom's billing grid, its windows and the end of the history coincide.
        let periods = (i64::from(plan.months) * 365 / 12 / 30) as i32;
        let start = end - 30 * periods + 1;
        let cutoff = end - horizon;
        let offer_on = cutoff - horizon;
        let seed = mix(plan.seed ^ mix(plan.industry as u64));
        let staff = Roster::new(seed, plan.customers, start, cutoff);
        Self {
            plan: plan.clone(),
            seed,
            start,
            end,
            cutoff,
            horizon,
            offer_on,
            staff,
        }
    }

    /// The number of 30-day periods in the history.
    pub(crate) fn periods(&self) -> i32 {
        (self.end - self.start + 1) / 30
    }
}

/// The month of a day, 0 = January.
pub(crate) fn month_of(day: i32) -> usize {
    (civil(day).1 as usize).saturating_sub(1)
}
