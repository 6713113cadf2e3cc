//! A column of a table.

use std::borrow::Cow;

use super::instant::InstantColumn;
use super::number::NumberColumn;
use super::show;
use super::text::TextColumn;

/// A named, typed column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the file, trimmed.
    pub name: String,
    /// The values.
    pub values: Values,
    /// Rows without a value, the odd ones included.
    pub missing: usize,
    /// At most 5 examples of values that did not fit the column's type and were read as missing.
    pub odd: Vec<OddValue>,
    /// How many such values there are.
    pub odd_count: usize,
}

/// A value that did not fit its column's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddValue {
    /// The file's row, as an editor or a spreadsheet counts.
    pub row: u64,
    /// As it was written, at most 80 characters.
    pub value: String,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Number(NumberColumn),
    /// Texts.
    Text(TextColumn),
    /// Dates and times.
    Instant(InstantColumn),
}

impl Values {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Number(column) => column.values.len(),
            Self::Text(column) => column.codes.len(),
            Self::Instant(column) => column.seconds.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        match self {
            Self::Number(column) => column.missing(),
            Self::Text(column) => column.missing(),
            Self::Instant(column) => column.missing(),
        }
    }

    /// The numbers, if that is what they are.
    pub fn as_number(&self) -> Option<&NumberColumn> {
        match self {
            Self::Number(column) => Some(column),
            _ => None,
        }
    }

    /// The texts, if that is what they are.
    pub fn as_text(&self) -> Option<&TextColumn> {
        match self {
            Self::Text(column) => Some(column),
            _ => None,
        }
    }

    /// The instants, if that is what they are.
    pub fn as_instant(&self) -> Option<&InstantColumn> {
        match self {
            Self::Instant(column) => Some(column),
            _ => None,
        }
    }
}

impl Column {
    /// A column without odd values; the missing ones are counted.
    pub fn new(name: impl Into<String>, values: Values) -> Self {
        Self {
            name: name.into(),
            missing: values.missing(),
            values,
            odd: Vec::new(),
            odd_count: 0,
        }
    }

    /// The numbers, if that is what they are.
    pub fn as_number(&self) -> Option<&NumberColumn> {
        self.values.as_number()
    }

    /// The texts, if that is what they are.
    pub fn as_text(&self) -> Option<&TextColumn> {
        self.values.as_text()
    }

    /// The instants, if that is what they are.
    pub fn as_instant(&self) -> Option<&InstantColumn> {
        self.values.as_instant()
    }

    /// Different values, missing not counted. Sorts a copy of numbers and instants.
    pub fn distinct(&self) -> usize {
        match &self.values {
            Values::Text(column) => column.level_counts().iter().filter(|&&count| count > 0).count(),
            Values::Number(column) => {
                // −0 and 0 are the same value: adding 0 makes them the same bits.
                let present = column.values.iter().filter(|value| !value.is_nan());
                distinct_of(present.map(|value| (value + 0.0).to_bits()).collect())
            }
            Values::Instant(column) => {
                let present = column
                    .seconds
                    .iter()
                    .filter(|&&second| second != InstantColumn::MISSING);
                distinct_of(present.copied().collect())
            }
        }
    }

    /// A row's value as a person would write it: whole numbers without `.0`, dates as ISO 8601; `None` when missing.
    pub fn text_at(&self, row: usize) -> Option<Cow<'_, str>> {
        match &self.values {
            Values::Text(column) => column.get(row).map(Cow::Borrowed),
            Values::Number(column) => {
                let value = *column.values.get(row)?;
                (!value.is_nan()).then(|| Cow::Owned(show::number(value, column.percent)))
            }
            Values::Instant(column) => {
                let seconds = *column.seconds.get(row)?;
                if seconds == InstantColumn::MISSING {
                    return None;
                }
                show::instant(seconds, column.date_only).map(Cow::Owned)
            }
        }
    }
}

fn distinct_of<T: Ord>(mut values: Vec<T>) -> usize {
    values.sort_unstable();
    values.dedup();
    values.len()
}
