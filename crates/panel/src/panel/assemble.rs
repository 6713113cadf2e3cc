//! A panel put together from runs of cells of other ones.

use std::ops::Range;

use rayon::prelude::*;

use super::cells::Cells;
use super::model::{Block, Panel, block_bounds};
use crate::periods::Periods;

/// Copies, for every customer, runs of rows out of `sources`: `runs` is told a block's keys once and gives a function that lists
/// the runs of each of its customers in order of key (index of the source and rows), in the order in which they are to stand.
pub(crate) fn assemble<'a, R>(
    periods: Periods,
    kinds: Vec<String>,
    customers: u32,
    runs: impl Fn(Range<u32>) -> R + Sync,
) -> Panel
where
    R: FnMut(u32, &mut Vec<(&'a Cells, Range<usize>)>),
{
    let bounds: Vec<_> = block_bounds(customers).collect();
    let blocks = bounds
        .into_par_iter()
        .map(|bounds| {
            let mut list = runs(bounds.clone());
            let mut all: Vec<(&Cells, Range<usize>)> = Vec::new();
            let mut starts = Vec::with_capacity(bounds.len() + 1);
            starts.push(0);
            let (mut total, mut counted) = (0, 0);
            for customer in bounds.clone() {
                list(customer, &mut all);
                total += all[counted..].iter().map(|(_, rows)| rows.len()).sum::<usize>();
                counted = all.len();
                starts.push(total as u32);
            }
            let mut cells = Cells::with_capacity(total);
            for (source, rows) in all {
                cells.append_rows(source, rows);
            }
            Block {
                first_customer: bounds.start,
                starts,
                cells,
            }
        })
        .collect();
    Panel {
        periods,
        kinds,
        customers,
        blocks,
    }
}
