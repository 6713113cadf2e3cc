//! What a spell is.

use std::ops::Range;

use rayon::prelude::*;

/// A customer who is still one.
pub const STILL_HERE: i32 = i32::MAX;

/// Spells of all customers, sorted by customer, then by time; the spells of a customer do not touch.
///
/// A customer is active at the start of day `s` if `started_on < s && s <= lost_on` (docs/methods/ledger.md).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spells {
    /// Dense customer key.
    pub customer: Vec<u32>,
    /// Day (since 1970) of the first activity.
    pub started_on: Vec<i32>,
    /// Day on whose end the definition became true, or [`STILL_HERE`].
    pub lost_on: Vec<i32>,
    /// Day of the last activity in the spell, at most the day up to which the data go.
    pub last_active_on: Vec<i32>,
}

/// Customers that one thread takes at a time.
const PIECE: usize = 8192;

impl Spells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }

    /// The spells of a customer.
    pub fn of(&self, customer: u32) -> Range<usize> {
        let start = self.customer.partition_point(|&key| key < customer);
        let end = start + self.customer[start..].partition_point(|&key| key == customer);
        start..end
    }

    /// Adds a spell behind the last. A loss after `through` has not happened yet.
    #[inline]
    pub(super) fn push(&mut self, customer: usize, started_on: i32, lost_on: i32, last_active_on: i32, through: i32) {
        self.customer.push(customer as u32);
        self.started_on.push(started_on);
        self.lost_on.push(if lost_on > through { STILL_HERE } else { lost_on });
        self.last_active_on.push(last_active_on.min(through));
    }

    /// The spells that `work` finds for each customer, in order of customers.
    pub(super) fn gather(customers: usize, work: impl Fn(usize, &mut Self) + Sync) -> Self {
        let parts: Vec<Self> = (0..customers.div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let mut part = Self::default();
                for customer in piece * PIECE..((piece + 1) * PIECE).min(customers) {
                    work(customer, &mut part);
                }
                part
            })
            .collect();
        let mut out = Self::default();
        let total = parts.iter().map(Self::len).sum();
        out.customer.reserve_exact(total);
        out.started_on.reserve_exact(total);
        out.lost_on.reserve_exact(total);
        out.last_active_on.reserve_exact(total);
        for part in parts {
            out.customer.extend_from_slice(&part.customer);
            out.started_on.extend_from_slice(&part.started_on);
            out.lost_on.extend_from_slice(&part.lost_on);
            out.last_active_on.extend_from_slice(&part.last_active_on);
        }
        out
    }
}
