//! Who was a customer on a day, and when they were lost.

use std::sync::Arc;

use holdfast_panel::spells::{STILL_HERE, Spells};

/// Spells by one churn definition, and the last day that is known.
#[derive(Clone, Debug)]
pub struct Outcomes {
    spells: Arc<Spells>,
    /// Last day with data.
    pub through: i32,
}

/// Customers of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// Keys, growing.
    pub customers: Vec<u32>,
    /// Day on whose end each was lost, [`STILL_HERE`] if that is not known to have happened.
    pub lost_on: Vec<i32>,
}

impl Outcomes {
    /// The outcomes of spells that are known up to the end of day `through`.
    pub fn new(spells: Arc<Spells>, through: i32) -> Self {
        Self { spells, through }
    }

    /// Customers at the start of day `day` (docs/methods/ledger.md: active at the start of day s if `started_on < s ≤ lost_on`).
    pub fn present(&self, day: i32) -> Present {
        let mut out = Present::default();
        let spells = &self.spells;
        for at in 0..spells.len() {
            if spells.started_on[at] < day && day <= spells.lost_on[at] {
                out.customers.push(spells.customer[at]);
                out.lost_on.push(spells.lost_on[at]);
            }
        }
        out
    }
}

impl Present {
    /// Whether the customer of a row was lost in the window of `days` days that begins on day `from`.
    pub fn lost_within(&self, row: usize, from: i32, days: i32) -> bool {
        let lost = self.lost_on[row];
        lost != STILL_HERE && lost < from.saturating_add(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_the_customers_of_the_ledger() {
        let spells = Spells {
            customer: vec![0, 0, 1, 2],
            started_on: vec![1, 50, 10, 20],
            lost_on: vec![30, STILL_HERE, 25, STILL_HERE],
            last_active_on: vec![20, 60, 20, 60],
        };
        let outcomes = Outcomes::new(Arc::new(spells), 100);
        let present = outcomes.present(20);
        assert_eq!(
            present.customers,
            [0, 1],
            "who starts on the day is not there at its start"
        );
        assert!(!present.lost_within(0, 20, 10), "day 30 is the eleventh day from 20");
        assert!(present.lost_within(0, 20, 11));
        assert!(present.lost_within(1, 20, 6));
        assert_eq!(outcomes.present(26).customers, [0, 2]);
        assert_eq!(outcomes.present(51).customers, [0, 2]);
    }
}
