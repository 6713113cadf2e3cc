//! Histories as arrays: customers × periods × channels, and what does not change over the periods.

use holdfast_learn::contract::task::finite;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::Frame;

use crate::error::SequenceError;

/// Histories of some customers.
#[derive(Clone, Debug)]
pub struct SequenceInput {
    /// Number of rows (a customer as of a day).
    pub rows: usize,
    /// Number of periods; the last ends at the as-of day.
    pub periods: usize,
    /// Name of each channel: counts, sums or days since, per kind of event.
    pub channels: Vec<String>,
    /// `rows × periods × channels`, the oldest period first, in the channel's unit; NaN is missing, infinities do not occur.
    pub values: Vec<f32>,
    /// First period of each row in which the customer existed; values before it are not read. At most `periods − 1`.
    pub from: Vec<u32>,
    /// What does not change over the periods; no columns where there is nothing.
    pub statics: Frame,
}

impl SequenceInput {
    /// Values of one row, `periods × channels`.
    pub fn row(&self, row: usize) -> &[f32] {
        let size = self.periods * self.channels.len();
        &self.values[row * size..(row + 1) * size]
    }

    /// Refuses arrays that do not fit each other, and infinities.
    ///
    /// # Errors
    /// [`SequenceError::Size`], [`SequenceError::NotFinite`], [`LearnError::Empty`], [`LearnError::NoColumns`] without channels or periods,
    /// [`LearnError::Setting`] for a first period beyond the last, [`LearnError::NotFinite`] for the static columns.
    pub fn check(&self) -> Result<(), SequenceError> {
        if self.rows == 0 {
            return Err(LearnError::Empty.into());
        }
        if self.periods == 0 || self.channels.is_empty() {
            return Err(LearnError::NoColumns.into());
        }
        size(
            "values",
            self.values.len(),
            self.rows * self.periods * self.channels.len(),
        )?;
        size("first periods", self.from.len(), self.rows)?;
        size("static rows", self.statics.rows, self.rows)?;
        for column in &self.statics.columns {
            size("values of a static column", column.data.len(), self.rows)?;
        }
        if let Some(&from) = self.from.iter().find(|&&from| from as usize >= self.periods) {
            return Err(LearnError::Setting {
                name: "from",
                value: from.to_string(),
                allowed: "a period of the input",
            }
            .into());
        }
        if let Some(at) = self.values.iter().position(|v| v.is_infinite()) {
            return Err(SequenceError::NotFinite {
                channel: self.channels[at % self.channels.len()].clone(),
                row: at / (self.periods * self.channels.len()),
            });
        }
        let rows: Vec<u32> = (0..self.rows as u32).collect();
        Ok(finite(&self.statics, &rows)?)
    }
}

/// Refuses an array of another size.
pub(crate) fn size(what: &'static str, found: usize, expected: usize) -> Result<(), SequenceError> {
    if found == expected {
        Ok(())
    } else {
        Err(SequenceError::Size { what, found, expected })
    }
}
