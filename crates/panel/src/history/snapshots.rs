//! What the source said about a customer on a day.

use std::ops::Range;

use super::rows;

/// Per customer, the snapshots in order of `as_of`; CSR as in [`DayHistory`](super::DayHistory). Of several on one day the one given
/// last is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshots {
    /// `customers + 1` positions.
    pub starts: Vec<u32>,
    /// Day of the snapshot, growing within a customer.
    pub as_of: Vec<i32>,
    /// Whether the source called the customer churned.
    pub churned: Vec<bool>,
}

impl Snapshots {
    /// Out of rows in any order, those without a label left out by the caller; columns of equal length, keys below `customers`
    /// (others are left out).
    pub fn build(customers: u32, customer: &[u32], as_of: &[i32], churned: &[bool]) -> Self {
        let (starts, order) = rows::sorted(customers, customer, |row| as_of[row], |_| true);
        let mut out = Self {
            starts: Vec::with_capacity(starts.len()),
            ..Self::default()
        };
        for span in starts.windows(2) {
            out.starts.push(out.as_of.len() as u32);
            let from = out.as_of.len();
            for &row in &order[span[0] as usize..span[1] as usize] {
                let (day, said) = (as_of[row as usize], churned[row as usize]);
                if out.as_of.len() > from && out.as_of.last() == Some(&day) {
                    out.churned.pop();
                } else {
                    out.as_of.push(day);
                }
                out.churned.push(said);
            }
        }
        out.starts.push(out.as_of.len() as u32);
        out
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
