//! Columns of dates and times.

use jiff::civil::{Date, DateTime};

/// Seconds in a day.
pub(crate) const DAY_SECONDS: i64 = 86_400;

/// Civil instants, one a row: what the wall clock showed, without zone arithmetic; or instants in UTC, if asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstantColumn {
    /// Civil seconds since 1970-01-01T00:00, or [`InstantColumn::MISSING`].
    pub seconds: Vec<i64>,
    /// No value has a time of day.
    pub date_only: bool,
    /// How the values were written, e.g. `YYYY-MM-DD`.
    pub format: String,
    /// Every value came with a zone or an offset, and the seconds are those of UTC. `false`: what the wall clock showed.
    pub utc: bool,
}

impl InstantColumn {
    /// Stands for a row without a value.
    pub const MISSING: i64 = i64::MIN;

    /// A column of these wall clock seconds; `date_only` is found out.
    pub fn new(seconds: Vec<i64>, date_format: &str) -> Self {
        let date_only = seconds
            .iter()
            .all(|&second| second == Self::MISSING || second.rem_euclid(DAY_SECONDS) == 0);
        let format = if date_only {
            date_format.to_owned()
        } else {
            format!("{date_format} HH:MM:SS")
        };
        Self {
            seconds,
            date_only,
            format,
            utc: false,
        }
    }

    /// Says whether the seconds are those of UTC.
    pub(crate) fn in_utc(mut self, utc: bool) -> Self {
        self.utc = utc;
        self
    }

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        self.seconds.iter().filter(|&&second| second == Self::MISSING).count()
    }
}

/// Civil seconds of the start of a calendar day, `None` if there is no such day.
pub(crate) fn day_seconds(year: i16, month: i8, day: i8) -> Option<i64> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let days = days_from_civil(Date::new(year, month, day).ok()?);
    Some(days * DAY_SECONDS)
}

/// Days since 1970-01-01. Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`: a few
/// integer operations, where a calendar library's span would cost more than the rest of parsing a cell.
fn days_from_civil(date: Date) -> i64 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The calendar date and time of civil seconds, `None` outside the years −9999 to 9999.
pub(crate) fn civil(seconds: i64) -> Option<DateTime> {
    let days = i32::try_from(seconds.div_euclid(DAY_SECONDS)).ok()?;
    let date = Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let second = i32::try_from(seconds.rem_euclid(DAY_SECONDS)).ok()?;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(date.at(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_seconds_count_from_the_epoch_and_back() {
        assert_eq!(day_seconds(1970, 1, 1), Some(0));
        assert_eq!(day_seconds(2011, 12, 9), Some(15317 * DAY_SECONDS));
        assert_eq!(day_seconds(1969, 12, 31), Some(-DAY_SECONDS));
        assert_eq!(day_seconds(2023, 2, 29), None);
        assert_eq!(civil(-1).map(|at| at.to_string()), Some("1969-12-31T23:59:59".into()));
        for year in [1, 1582, 1900, 2000, 2024, 9999] {
            let seconds = day_seconds(year, 2, 28).unwrap();
            assert_eq!(civil(seconds).unwrap().date(), Date::new(year, 2, 28).unwrap());
        }
    }
}
