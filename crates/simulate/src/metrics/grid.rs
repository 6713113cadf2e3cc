//! What is counted by cell, grain and period, in one array a cell.

use crate::metrics::calendar::Calendar;

/// A count or sum; money in minor units.
#[derive(Clone, Copy)]
pub(crate) enum Count {
    LostOfStart,
    LostOfJoined,
    Events,
    Purchases,
    Buyers,
    Amount,
    Refunds,
    PurchaseDays,
    IntervalDays,
    Intervals,
    LifecycleNew,
    LifecycleKept,
    LifecycleReturned,
    LifecycleLapsed,
    LifecycleDormant,
    RevenueStart,
    RevenueNew,
    RevenueExpansion,
    RevenueContraction,
    RevenueChurned,
    RevenueReactivation,
    RevenueEnd,
    StartCustomers,
    NewCustomers,
    ExpansionCustomers,
    ContractionCustomers,
    ChurnedCustomers,
    ReactivationCustomers,
    EndCustomers,
    /// What is added in the period to the net amount of all customers on file.
    History,
    Complaints,
    ComplaintCustomers,
    Resolved,
    ResponseSeconds,
    Satisfied,
    Answered,
    DueVisits,
    ReturnedVisits,
}

const COUNTS: usize = Count::ReturnedVisits as usize + 1;

/// Where the periods of each grain begin.
#[derive(Clone, Copy)]
struct Layout {
    offsets: [usize; 3],
    periods: usize,
}

/// All counts of all cells.
pub(crate) struct Grid {
    layout: Layout,
    cells: Vec<Block>,
}

/// The counts of one cell.
pub(crate) struct Block {
    layout: Layout,
    counts: Vec<i64>,
    /// Average revenue per month of the customers lost, minor units; by grain and period.
    lost_value: Vec<i64>,
}

impl Grid {
    pub(crate) fn new(calendar: &Calendar) -> Self {
        let [weeks, months, quarters] = [0, 1, 2].map(|grain| calendar.spans[grain].len());
        Self {
            layout: Layout {
                offsets: [0, weeks, weeks + months],
                periods: weeks + months + quarters,
            },
            cells: Vec::new(),
        }
    }

    /// The counts of a cell; cells are numbered without gaps.
    pub(crate) fn block(&mut self, cell: usize) -> &mut Block {
        let layout = self.layout;
        while self.cells.len() <= cell {
            self.cells.push(Block {
                layout,
                counts: vec![0; layout.periods * COUNTS],
                lost_value: vec![0; layout.periods],
            });
        }
        &mut self.cells[cell]
    }

    /// A count of several cells together.
    pub(crate) fn sum(&self, cells: &[usize], grain: usize, period: usize, count: Count) -> i64 {
        let at = (self.layout.offsets[grain] + period) * COUNTS + count as usize;
        cells.iter().map(|cell| self.cells[*cell].counts[at]).sum()
    }

    /// The value lost of several cells together.
    pub(crate) fn lost_value(&self, cells: &[usize], grain: usize, period: usize) -> i64 {
        let at = self.layout.offsets[grain] + period;
        cells.iter().map(|cell| self.cells[*cell].lost_value[at]).sum()
    }
}

impl Block {
    #[inline]
    pub(crate) fn add(&mut self, grain: usize, period: usize, count: Count, value: i64) {
        self.counts[(self.layout.offsets[grain] + period) * COUNTS + count as usize] += value;
    }

    pub(crate) fn lose(&mut self, grain: usize, period: usize, value: i64) {
        self.lost_value[self.layout.offsets[grain] + period] += value;
    }
}
