//! Expected against actual purchases in a later window.

use super::histories::Histories;
use crate::check;
use crate::error::StatsError;

/// Customers with the same number of repeat purchases in the first window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HoldoutRow {
    /// Their repeat purchases in the first window.
    pub frequency: u64,
    /// Whether the row holds those with more too.
    pub and_more: bool,
    /// How many customers they are.
    pub customers: f64,
    /// Mean purchases expected in the later window.
    pub expected: f64,
    /// Mean purchases made in it.
    pub actual: f64,
}

/// Question: does the model know who will buy how often?
///
/// Weighted means by purchases in the first window, 0, 1 … and `last_group` or more; groups without customers are left out.
/// `expected`: [`super::score::score`] of the same histories with the length of the later window as horizon; `actual`:
/// each customer's purchases in it, 0 or more.
///
/// # Errors
/// Those of [`Histories::check`]; [`StatsError::LengthMismatch`]; [`StatsError::NotFinite`] and [`StatsError::BadValue`]
/// with the row; [`StatsError::OutOfRange`] for more than 100,000 groups.
///
/// Fader, Hardie & Lee (2005), figure 4.
pub fn compare_holdout(
    histories: &Histories<'_>,
    expected: &[f64],
    actual: &[f64],
    last_group: u64,
) -> Result<Vec<HoldoutRow>, StatsError> {
    const GROUPS: u64 = 100_000;
    histories.check()?;
    for (name, column) in [("expected purchases", expected), ("actual purchases", actual)] {
        check::same_length(histories.len(), column.len())?;
        check::finite(column)?;
        if let Some(index) = column.iter().position(|value| *value < 0.0) {
            return Err(StatsError::BadValue {
                name,
                index,
                value: column[index],
                expected: "0 or more",
            });
        }
    }
    if last_group >= GROUPS {
        return Err(StatsError::OutOfRange {
            name: "last group",
            value: last_group as f64,
            expected: "below 100,000",
        });
    }
    let mut sums = vec![[0.0; 3]; last_group as usize + 1];
    for row in 0..histories.len() {
        let group = histories.frequency[row].min(last_group as f64) as usize;
        let weight = histories.weight_of(row);
        for (sum, value) in sums[group].iter_mut().zip([1.0, expected[row], actual[row]]) {
            *sum += weight * value;
        }
    }
    let mut rows = Vec::new();
    for (frequency, [customers, expected, actual]) in (0..).zip(sums) {
        if customers > 0.0 {
            rows.push(HoldoutRow {
                frequency,
                and_more: frequency == last_group,
                customers: check::no_overflow("the number of customers", customers)?,
                expected: check::no_overflow("expected purchases", expected / customers)?,
                actual: check::no_overflow("actual purchases", actual / customers)?,
            });
        }
    }
    Ok(rows)
}
