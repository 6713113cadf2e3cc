//! The panel itself.

use std::ops::Range;

use super::cells::Cells;
use crate::periods::Periods;

/// Customers of a block. It depends on nothing, so that a panel looks the same however it was made; with it the rows of a
/// block fit the second-level cache at twenty rows a customer.
pub(crate) const BLOCK_SHIFT: u32 = 10;
pub(crate) const BLOCK_CUSTOMERS: usize = 1 << BLOCK_SHIFT;

/// Customer × period × kind, sorted in this order; only cells with an event are there.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The periods; cells name them by index.
    pub periods: Periods,
    /// Names of the kinds; codes index them.
    pub kinds: Vec<String>,
    /// Every key is below.
    pub customers: u32,
    /// Consecutive customers, [`Panel::BLOCK_CUSTOMERS`] in each but the last.
    pub blocks: Vec<Block>,
}

/// Cells of consecutive customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Key of its first customer.
    pub first_customer: u32,
    /// Customers + 1: where the cells of each begin.
    pub starts: Vec<u32>,
    /// The cells.
    pub cells: Cells,
}

impl Block {
    /// Customers.
    pub fn customers(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Rows of the customer with this number within the block, which must be below [`Block::customers`].
    #[inline]
    pub fn rows(&self, local: usize) -> Range<usize> {
        self.starts[local] as usize..self.starts[local + 1] as usize
    }

    /// Rows of a customer's cells in a period.
    pub(crate) fn rows_of_period(&self, local: usize, period: u16) -> Range<usize> {
        let rows = self.rows(local);
        let periods = &self.cells.period[rows.clone()];
        let first = periods.partition_point(|&p| p < period);
        let after = periods.partition_point(|&p| p <= period);
        rows.start + first..rows.start + after
    }
}

impl Panel {
    /// Customers of every block but the last.
    pub const BLOCK_CUSTOMERS: usize = BLOCK_CUSTOMERS;

    /// A panel without a cell.
    pub fn empty(periods: Periods, kinds: Vec<String>, customers: u32) -> Self {
        let blocks = block_bounds(customers)
            .map(|bounds| Block {
                first_customer: bounds.start,
                starts: vec![0; bounds.len() + 1],
                cells: Cells::default(),
            })
            .collect();
        Self {
            periods,
            kinds,
            customers,
            blocks,
        }
    }

    /// Cells of all customers.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.cells.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.cells.is_empty())
    }

    /// Where a customer's cells are; `None` for a key that the panel does not have.
    pub fn of(&self, customer: u32) -> Option<(&Cells, Range<usize>)> {
        if customer >= self.customers {
            return None;
        }
        let block = self.blocks.get(customer as usize >> BLOCK_SHIFT)?;
        Some((&block.cells, block.rows(customer as usize % BLOCK_CUSTOMERS)))
    }
}

/// Keys of each block.
pub(crate) fn block_bounds(customers: u32) -> impl ExactSizeIterator<Item = Range<u32>> {
    let size = BLOCK_CUSTOMERS as u32;
    (0..customers.div_ceil(size)).map(move |block| block * size..(block * size).saturating_add(size).min(customers))
}
