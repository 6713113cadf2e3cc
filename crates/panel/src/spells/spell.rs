//! Spells: from when to when somebody was a customer, by one churn definition.

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
    /// Day of the last activity in the spell.
    pub last_active_on: Vec<i32>,
}

impl Spells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }
}
