//! Subscriptions, customer by customer.

use std::ops::Range;

use super::rows;

/// Per customer, the subscriptions in order of `started_on` (then `ended_on`, then fee); CSR as in
/// [`DayHistory`](super::DayHistory). A subscription holds the days `[started_on, ended_on)`; one that holds none is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contracts {
    /// `customers + 1` positions.
    pub starts: Vec<u32>,
    /// First day.
    pub started_on: Vec<i32>,
    /// First day without it, or [`Contracts::OPEN`].
    pub ended_on: Vec<i32>,
    /// Fee a month, minor units.
    pub mrr_minor: Vec<i64>,
}

impl Contracts {
    /// The end of a subscription that has none.
    pub const OPEN: i32 = i32::MAX;

    /// Out of rows in any order; columns of equal length, keys below `customers` (others are left out, as are rows with
    /// `ended_on` ≤ `started_on`).
    pub fn build(customers: u32, customer: &[u32], started_on: &[i32], ended_on: &[i32], mrr_minor: &[i64]) -> Self {
        let (starts, order) = rows::sorted(
            customers,
            customer,
            |row| (started_on[row], ended_on[row], mrr_minor[row]),
            |row| ended_on[row] > started_on[row],
        );
        Self {
            starts,
            started_on: order.iter().map(|&row| started_on[row as usize]).collect(),
            ended_on: order.iter().map(|&row| ended_on[row as usize]).collect(),
            mrr_minor: order.iter().map(|&row| mrr_minor[row as usize]).collect(),
        }
    }

    /// Customers in the lake.
    pub fn customers(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The entries of a customer.
    #[inline]
    pub fn span(&self, customer: usize) -> Range<usize> {
        self.starts[customer] as usize..self.starts[customer + 1] as usize
    }
}
