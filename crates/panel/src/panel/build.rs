//! From events to the panel.
//!
//! Rows are moved to their block of customers (one read and one write of every column), then each block is sorted and added up
//! within the cache. Threads share nothing that they write to, and nothing depends on how many there are.

use rayon::prelude::*;

use super::aggregate;
use super::locate::Locator;
use super::model::{Block, Panel, block_bounds};
use super::order::{Buffers, Order};
use super::partition::partition;
use crate::events::Events;
use crate::periods::Periods;

impl Panel {
    /// The panel of events over periods; events outside the periods, and rows with a customer or kind beyond
    /// `Events::customers` and `Events::kinds`, are not in it.
    ///
    /// Sums of amounts and everything else but `quantity_sum` do not depend on the order of the rows; that is a sum of floats in
    /// the order of the rows.
    pub fn build(events: &Events, periods: &Periods) -> Self {
        build_with(events, periods, None, |_| (), |(), _, _| {}, |()| ()).0
    }
}

/// Builds a panel, and lets `visit` see the instant of every row (with the customer's number in the block, sorted by customer) between `begin`
/// and `end` of each block; gives what `end` gave, by block. `from_us` includes rows before the first period.
pub(crate) fn build_with<S, T: Send>(
    events: &Events,
    periods: &Periods,
    from_us: Option<i64>,
    begin: impl Fn(usize) -> S + Sync,
    visit: impl Fn(&mut S, usize, i64) + Sync,
    end: impl Fn(S) -> T + Sync,
) -> (Panel, Vec<T>) {
    let locator = Locator::new(periods);
    let (first, last) = locator.span();
    let rows = partition(events, from_us.unwrap_or(first), last);
    let order = Order::new(periods.len() + 1, events.kinds.len());
    let slot = |at: i64| {
        if at < first {
            0
        } else {
            u32::from(locator.period(at)) + 1
        }
    };
    let bounds: Vec<_> = block_bounds(events.customers).collect();
    let (blocks, ends) = rows
        .into_par_iter()
        .zip(bounds)
        .map_init(Buffers::default, |buffers, (rows, bounds)| {
            let mut state = begin(bounds.len());
            let sorted = order.sort(&rows, slot, buffers);
            let (starts, cells) = aggregate::cells(&sorted, order, &rows, bounds.len(), |customer, at_us| {
                visit(&mut state, customer, at_us);
            });
            let block = Block {
                first_customer: bounds.start,
                starts,
                cells,
            };
            (block, end(state))
        })
        .unzip();
    let panel = Panel {
        periods: periods.clone(),
        kinds: events.kinds.clone(),
        customers: events.customers,
        blocks,
    };
    (panel, ends)
}
