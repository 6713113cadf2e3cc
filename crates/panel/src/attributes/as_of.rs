//! The value of a time-varying attribute that was in force, and known, at an instant.

use thiserror::Error;

use crate::as_of::AsOf;

/// Entries of one attribute for all customers, those of a customer next to each other in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// `customers + 1`: where each customer's entries begin.
    pub starts: Vec<u32>,
    /// From when each entry holds, microseconds since 1970.
    pub valid_from_us: Vec<i64>,
    /// When each entry became known, microseconds since 1970.
    pub known_at_us: Vec<i64>,
    /// Code of the value.
    pub value: Vec<u32>,
}

/// Entries that do not form columns.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AttributeError {
    /// Columns of different lengths.
    #[error("the columns of an attribute have {0}, {1} and {2} entries: they must be of one length")]
    Ragged(usize, usize, usize),
    /// Starts that shrink or point beyond the entries.
    #[error("the entries of customer {0} begin after they end, or beyond the last entry")]
    Starts(usize),
}

/// The value in force for each customer: of the entries that hold from the instant or earlier and were known by then, the one with
/// the largest `valid_from`; of several, the one known last; of several still, the last in the list. `None` without one.
///
/// An entry that begins at the very instant holds (`valid_from ≤ c`): it is a state, not an event.
///
/// # Errors
/// [`AttributeError`] where the columns do not fit each other.
pub fn in_force(entries: &Entries, as_of: AsOf) -> Result<Vec<Option<u32>>, AttributeError> {
    let Entries {
        starts,
        valid_from_us,
        known_at_us,
        value,
    } = entries;
    if valid_from_us.len() != known_at_us.len() || valid_from_us.len() != value.len() {
        return Err(AttributeError::Ragged(
            valid_from_us.len(),
            known_at_us.len(),
            value.len(),
        ));
    }
    let mut out = Vec::with_capacity(starts.len().saturating_sub(1));
    for (customer, pair) in starts.windows(2).enumerate() {
        let rows = pair[0] as usize..pair[1] as usize;
        if rows.start > rows.end || rows.end > value.len() {
            return Err(AttributeError::Starts(customer));
        }
        let best = rows
            .filter(|&row| valid_from_us[row] <= as_of.occurred_before_us && known_at_us[row] <= as_of.known_by_us)
            .max_by_key(|&row| (valid_from_us[row], known_at_us[row]));
        out.push(best.map(|row| value[row]));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_latest_that_holds_and_is_known_wins() {
        let entries = Entries {
            starts: vec![0, 4, 4, 7],
            // Customer 0: a later entry that is not yet known, a correction of the one in force, and one of the future.
            valid_from_us: vec![10, 20, 20, 31, 5, 5, 30],
            known_at_us: vec![10, 29, 25, 12, 5, 5, 31],
            value: vec![1, 2, 3, 4, 5, 6, 7],
        };
        assert_eq!(in_force(&entries, AsOf::at(30)), Ok(vec![Some(2), None, Some(6)]));
        assert_eq!(in_force(&entries, AsOf::at(26)), Ok(vec![Some(3), None, Some(6)]));
        assert_eq!(in_force(&entries, AsOf::at(9)), Ok(vec![None, None, Some(6)]));
        let broken = Entries {
            starts: vec![0, 9],
            ..entries
        };
        assert_eq!(in_force(&broken, AsOf::at(30)), Err(AttributeError::Starts(0)));
    }

    proptest! {
        #[test]
        fn what_comes_after_the_cut_changes_nothing(
            list in prop::collection::vec((0_u32..4, 0_i64..60, 0_i64..60, 0_u32..9), 0..40),
            late in prop::collection::vec((0_u32..4, 0_i64..60, 0_i64..60, 0_u32..9), 0..40),
            cut in 0_i64..60,
        ) {
            let as_of = AsOf::at(cut);
            let built = |list: Vec<(u32, i64, i64, u32)>| {
                let mut entries = Entries { starts: vec![0], ..Entries::default() };
                for customer in 0..4 {
                    for row in list.iter().filter(|row| row.0 == customer) {
                        entries.valid_from_us.push(row.1);
                        entries.known_at_us.push(row.2);
                        entries.value.push(row.3);
                    }
                    entries.starts.push(entries.value.len() as u32);
                }
                in_force(&entries, as_of).unwrap()
            };
            let seen = |row: &(u32, i64, i64, u32)| row.1 <= cut && row.2 <= cut;
            let cut_list: Vec<_> = list.iter().copied().filter(seen).collect();
            let injected: Vec<_> = list.iter().copied().chain(late.into_iter().filter(|row| !seen(row))).collect();
            prop_assert_eq!(built(cut_list.clone()), built(injected));
            for (customer, value) in (0..4).zip(built(list)) {
                let newest = cut_list.iter().filter(|row| row.0 == customer).map(|row| (row.1, row.2)).max();
                prop_assert_eq!(newest.is_some(), value.is_some());
                if let (Some(newest), Some(value)) = (newest, value) {
                    prop_assert!(cut_list.contains(&(customer, newest.0, newest.1, value)));
                }
            }
        }
    }
}
