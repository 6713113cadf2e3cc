//! Durations known exactly or only to lie between two times.

use crate::check;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// What is known of each duration, one a row, all in one unit.
///
/// `lower` = `upper`: churned then. `upper` infinite: still there at `lower` (right-censored). `lower` = 0: churned before
/// `upper` (left-censored). Otherwise churned between the two (interval-censored).
#[derive(Clone, Copy, Debug)]
pub struct Censored<'a> {
    /// Time up to which the customer was seen to stay: finite, 0 or more.
    pub lower: &'a [f64],
    /// Time by which the customer had churned: above zero, infinite if that was not seen.
    pub upper: &'a [f64],
    /// Where observation began (late entry, left truncation); `None`, 0 or less: with the customer. At most `lower`.
    pub entry: Option<&'a [f64]>,
    /// Case weights above zero; `None`: 1 for every row. A weight of 2 is the row twice.
    pub weight: Option<&'a [f64]>,
}

impl<'a> Censored<'a> {
    /// Exact and right-censored durations; `upper` is filled with what the result borrows.
    ///
    /// # Errors
    /// Those of [`Spells::check`].
    pub fn from_spells(spells: &Spells<'a>, upper: &'a mut Vec<f64>) -> Result<Self, StatsError> {
        spells.check()?;
        upper.clear();
        let ends = spells.exit.iter().zip(spells.event);
        upper.extend(ends.map(|(&exit, &event)| if event { exit } else { f64::INFINITY }));
        Ok(Self {
            lower: spells.exit,
            upper,
            entry: spells.entry,
            weight: spells.weight,
        })
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// At least one row, equal lengths, and in each row what the fields promise.
    ///
    /// # Errors
    /// With the index of the first row that is not so.
    pub fn check(&self) -> Result<(), StatsError> {
        check::same_length(self.lower.len(), self.upper.len())?;
        check::finite(self.lower)?;
        for (index, (&lower, &upper)) in self.lower.iter().zip(self.upper).enumerate() {
            check_bounds(index, lower, upper)?;
        }
        if let Some(entry) = self.entry {
            check::same_length(self.lower.len(), entry.len())?;
            check::finite(entry)?;
            // An event in the instant of entry was not under observation; a spell that ends as it begins says nothing.
            let late = |row: usize| {
                let (entry, lower) = (entry[row], self.lower[row]);
                entry > 0.0 && (entry > lower || (entry == lower && self.upper[row] == lower))
            };
            if let Some(index) = (0..entry.len()).find(|&row| late(row)) {
                return Err(StatsError::EntryNotBeforeExit {
                    index,
                    entry: entry[index],
                    exit: self.lower[index],
                });
            }
        }
        if let Some(weight) = self.weight {
            check::same_length(self.lower.len(), weight.len())?;
            if let Some(index) = weight.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
                return Err(StatsError::NonPositiveWeight {
                    index,
                    value: weight[index],
                });
            }
        }
        Ok(())
    }
}

fn check_bounds(index: usize, lower: f64, upper: f64) -> Result<(), StatsError> {
    if lower < 0.0 {
        return Err(StatsError::NegativeDuration { index, value: lower });
    }
    if upper.is_nan() {
        return Err(StatsError::NotFinite { index, value: upper });
    }
    if upper <= 0.0 {
        return Err(StatsError::NonPositiveDuration { index, value: upper });
    }
    // Still there at 0 and never seen again: nothing is known.
    if lower == 0.0 && upper.is_infinite() {
        return Err(StatsError::NonPositiveDuration { index, value: lower });
    }
    if lower > upper {
        return Err(StatsError::Contradiction {
            name: "lower",
            value: lower,
            other_name: "upper",
            other: upper,
            index,
            expected: "lower is at most upper",
        });
    }
    Ok(())
}
