//! In which group a customer is counted in a period.

use crate::groups::Groups;
use crate::spells::Spells;

/// The group of every customer in every period: the one on the period's first day, for customers who join in the period the one on
/// the day they join (docs/methods/ledger.md).
#[derive(Clone, Debug)]
pub struct Placement<'a> {
    /// Groups over time.
    pub groups: &'a Groups,
    /// By customer: day on which the first spell starts; `i32::MAX` for a customer who has none.
    pub joined_on: Vec<i32>,
}

impl<'a> Placement<'a> {
    /// Of the customers of `groups`, who joined on the first day of their first spell.
    pub fn new(groups: &'a Groups, spells: &Spells) -> Self {
        let mut joined_on = vec![i32::MAX; groups.starts.len().saturating_sub(1)];
        for (&customer, &start) in spells.customer.iter().zip(&spells.started_on).rev() {
            joined_on[customer as usize] = start;
        }
        Self { groups, joined_on }
    }

    /// Customers.
    pub fn customers(&self) -> usize {
        self.joined_on.len()
    }

    /// The group in the period of the days `first..=last`.
    #[inline]
    pub fn group(&self, customer: u32, first: i32, last: i32) -> u32 {
        let joined = self.joined_on[customer as usize];
        let day = if first <= joined && joined <= last {
            joined
        } else {
            first
        };
        self.groups.on(customer, day)
    }

    /// The only group that the customer ever has, `None` if it changes.
    #[inline]
    pub fn fixed(&self, customer: u32) -> Option<u32> {
        let start = self.groups.starts[customer as usize];
        (self.groups.starts[customer as usize + 1] - start == 1).then(|| self.groups.group[start as usize])
    }
}
