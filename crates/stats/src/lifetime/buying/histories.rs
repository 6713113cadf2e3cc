//! What is known of each customer: how often, until when and for how long.

use rayon::prelude::*;

use crate::check;
use crate::chunks::CHUNK;
use crate::error::StatsError;

/// Purchase histories, one customer a row, times in one unit of the caller's choice.
///
/// A purchase is a point in time: several orders of one day count once where time is counted in days.
#[derive(Clone, Copy, Debug)]
pub struct Histories<'a> {
    /// Repeat purchases, x: whole numbers, the first purchase not counted.
    pub frequency: &'a [f64],
    /// Time from the first to the last purchase, t_x: 0 exactly where nothing was bought again, at most the age.
    pub recency: &'a [f64],
    /// Time from the first purchase to the end of observation, T: above 0.
    pub age: &'a [f64],
    /// Customers with this history, above 0; `None`: 1 for every row.
    pub weight: Option<&'a [f64]>,
}

impl Histories<'_> {
    /// Rows.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    /// Customers with the history of `row`.
    pub(super) fn weight_of(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weight| weight[row])
    }

    /// At least one row, columns of equal length, each row a possible history.
    ///
    /// # Errors
    /// With the first row that is not so: [`StatsError::BadValue`] (a frequency that is no whole number from 0 to 2⁵³),
    /// [`StatsError::NegativeDuration`], [`StatsError::NonPositiveDuration`] (age), [`StatsError::NotFinite`],
    /// [`StatsError::NonPositiveWeight`], [`StatsError::Contradiction`] between two columns.
    pub fn check(&self) -> Result<(), StatsError> {
        check::same_length(self.frequency.len(), self.recency.len())?;
        check::same_length(self.frequency.len(), self.age.len())?;
        if let Some(weight) = self.weight {
            check::same_length(self.frequency.len(), weight.len())?;
        }
        let first = (0..self.len().div_ceil(CHUNK)).into_par_iter().find_map_first(|chunk| {
            let from = chunk * CHUNK;
            (from..self.len().min(from + CHUNK)).find_map(|row| self.check_row(row).err())
        });
        first.map_or(Ok(()), Err)
    }

    fn check_row(&self, index: usize) -> Result<(), StatsError> {
        check_history(self.frequency[index], self.recency[index], self.age[index], index)?;
        let value = self.weight_of(index);
        if !(value.is_finite() && value > 0.0) {
            return Err(StatsError::NonPositiveWeight { index, value });
        }
        Ok(())
    }
}

/// Whether one history is possible; `index` is its row.
pub(super) fn check_history(frequency: f64, recency: f64, age: f64, index: usize) -> Result<(), StatsError> {
    /// Above it a float does not count by ones.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if let Some(value) = [frequency, recency, age].into_iter().find(|value| !value.is_finite()) {
        return Err(StatsError::NotFinite { index, value });
    }
    if !(0.0..=LARGEST).contains(&frequency) || frequency.fract() != 0.0 {
        return Err(StatsError::BadValue {
            name: "frequency",
            index,
            value: frequency,
            expected: "a whole number of repeat purchases, 0 or more",
        });
    }
    if recency < 0.0 {
        return Err(StatsError::NegativeDuration { index, value: recency });
    }
    if age <= 0.0 {
        return Err(StatsError::NonPositiveDuration { index, value: age });
    }
    let contradiction = |name, value, other_name, other, expected| {
        Err(StatsError::Contradiction {
            name,
            value,
            other_name,
            other,
            index,
            expected,
        })
    };
    if recency > age {
        return contradiction(
            "recency",
            recency,
            "age",
            age,
            "the last purchase is not after the end of observation",
        );
    }
    if (frequency == 0.0) != (recency == 0.0) {
        return contradiction(
            "frequency",
            frequency,
            "recency",
            recency,
            "recency is 0 exactly where nothing was bought again",
        );
    }
    Ok(())
}
