//! Columns as dates, and the time between two of them.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::convert::{instant_from_number, instant_from_text};
use holdfast_engine::table::{Column, DateOrder, InstantColumn, Values, looks_like_compact_date};

use super::picked::Picked;

const DAY_SECONDS: f64 = 86_400.0;

/// The unit in which time between two dates is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Days of 24 hours.
    #[default]
    Days,
    /// Weeks of 7 days.
    Weeks,
    /// Months of 365.25 / 12 days, so that months are of one length.
    Months,
}

impl Unit {
    /// How long one is.
    pub fn seconds(self) -> f64 {
        match self {
            Self::Days => DAY_SECONDS,
            Self::Weeks => 7.0 * DAY_SECONDS,
            Self::Months => 365.25 / 12.0 * DAY_SECONDS,
        }
    }
}

/// Whether a column holds dates without being told so: dates, or numbers that are all days or seconds written without separators (`20240105`).
pub fn is_date(column: &Column) -> bool {
    match &column.values {
        Values::Instant(_) => true,
        Values::Number(numbers) => looks_like_compact_date(numbers),
        Values::Text(_) => false,
    }
}

impl Picked<'_> {
    /// A column as civil seconds since 1970-01-01, one for each row picked; texts and numbers that are dates are read
    /// as such. `order` decides days and months that the data leave open.
    ///
    /// # Errors
    /// `not-a-time`, `ambiguous-dates`; `not-a-date` with the row of a value that is none.
    pub fn instants(&self, column: &Column, order: Option<DateOrder>) -> Result<Vec<i64>, Refusal> {
        self.instants_or(column, order, None)
    }

    /// The same with an instant for the rows without one, if it is given.
    ///
    /// # Errors
    /// As [`Picked::instants`].
    pub fn instants_or(
        &self,
        column: &Column,
        order: Option<DateOrder>,
        missing: Option<i64>,
    ) -> Result<Vec<i64>, Refusal> {
        let read = match &column.values {
            Values::Instant(instants) => Ok(instants.clone()),
            Values::Text(_) => instant_from_text(column, order),
            Values::Number(_) => instant_from_number(column),
        };
        let instants = read.map_err(|refusal| self.in_file(refusal))?;
        let mut seconds = self.gather(&instants.seconds);
        if let Some(instead) = missing {
            let blanks = seconds.iter_mut().filter(|s| **s == InstantColumn::MISSING);
            blanks.for_each(|second| *second = instead);
        }
        match seconds.iter().position(|&s| s == InstantColumn::MISSING) {
            None => Ok(seconds),
            Some(i) => Err(self.not_a_date(column, i)),
        }
    }

    /// Time from one date to a later one in `unit`, one for each row picked; negative where the second is earlier. Rows
    /// without a second date go on until `open`, if it is given.
    ///
    /// # Errors
    /// As [`Picked::instants`].
    pub fn time_between(
        &self,
        from: &Column,
        to: &Column,
        unit: Unit,
        order: Option<DateOrder>,
        open: Option<i64>,
    ) -> Result<Vec<f64>, Refusal> {
        let (from, to) = (self.instants(from, order)?, self.instants_or(to, order, open)?);
        let between = |(from, to): (&i64, &i64)| (to - from) as f64 / unit.seconds();
        Ok(from.iter().zip(&to).map(between).collect())
    }

    fn not_a_date(&self, column: &Column, i: usize) -> Refusal {
        let value = self.rows.get(i).and_then(|&row| column.text_at(row as usize));
        let refusal = Refusal::new(
            "not-a-date",
            bilingual!("不是日期", "not a date"),
            bilingual!(
                "改正该值（缺失就留空）",
                "correct the value (leave the cell blank if it is missing)"
            ),
        );
        self.refused(column, self.row_number(i), &value.unwrap_or_default(), refusal)
    }
}
