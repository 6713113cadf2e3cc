//! Fills a column of numbers straight from the file.

use crate::table::infer_number::{NumberTally, Reading};
use crate::table::missing::{is_missing, trim};
use crate::table::odd::Odd;
use crate::table::parse_number::Form;
use crate::table::{NumberColumn, Values};

/// A column that so far looks like one of numbers.
#[derive(Debug)]
pub(crate) struct NumberBuilder {
    values: Vec<f64>,
    tally: NumberTally,
    odd: Odd,
    percent: bool,
}

impl NumberBuilder {
    /// Goes on after these values, which were judged already.
    pub(crate) fn after(column: NumberColumn, tally: NumberTally, odd: Odd) -> Self {
        Self {
            percent: column.percent,
            values: column.values,
            tally,
            odd,
        }
    }

    /// Appends values. `false` when one of them puts the column's type in doubt: it must be read again as text.
    pub(crate) fn extend<'a>(&mut self, fields: impl Iterator<Item = &'a [u8]>) -> bool {
        for field in fields {
            let trimmed = trim(field);
            if is_missing(trimmed) {
                self.values.push(f64::NAN);
                continue;
            }
            let (reading, form) = self.tally.add(trimmed, 1);
            let value = match reading {
                Reading::Value(value) => {
                    let other_form = value != 0.0 && form.has(Form::PERCENT) != self.percent;
                    if other_form || form.has(Form::LEADING_ZERO) || form.has(Form::LONG) {
                        return false;
                    }
                    value
                }
                Reading::Missing => f64::NAN,
                Reading::Odd => {
                    if self.tally.is_code_column() {
                        return false;
                    }
                    self.odd.add(self.values.len(), trimmed);
                    f64::NAN
                }
            };
            self.values.push(value);
        }
        true
    }

    /// The column, or `None` when all values together say that it is not one of numbers.
    pub(crate) fn finish(mut self) -> Option<(Values, Odd)> {
        if !self.tally.is_number(false) || self.tally.is_mixed() {
            return None;
        }
        self.values.shrink_to_fit();
        Some((Values::Number(NumberColumn::new(self.values, self.percent)), self.odd))
    }
}
