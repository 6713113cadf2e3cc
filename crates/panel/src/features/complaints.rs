//! Complaints as of an instant.

use crate::as_of::AsOf;

/// Complaints of every customer key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints {
    /// The instant that this looks back from: no complaint at it or later is in here.
    pub before_us: i64,
    /// Instant of the last one, microseconds since 1970; [`Complaints::NEVER`] without one.
    pub last_at_us: Vec<i64>,
    /// How many.
    pub count: Vec<u32>,
}

impl Complaints {
    /// A customer without a complaint.
    pub const NEVER: i64 = i64::MIN;

    /// Complaints that an as-of admits, out of rows (customer key, opened at, known at) in any order; rows of keys that do not exist
    /// are left out.
    pub fn build(customers: u32, rows: impl IntoIterator<Item = (u32, i64, i64)>, as_of: AsOf) -> Self {
        let mut out = Self {
            before_us: as_of.occurred_before_us,
            last_at_us: vec![Self::NEVER; customers as usize],
            count: vec![0; customers as usize],
        };
        for (customer, opened_at_us, known_at_us) in rows {
            if customer < customers && as_of.admits(opened_at_us, known_at_us) {
                let last = &mut out.last_at_us[customer as usize];
                *last = (*last).max(opened_at_us);
                out.count[customer as usize] += 1;
            }
        }
        out
    }
}
