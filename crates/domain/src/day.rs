//! A civil day, counted from 1970-01-01, so that dates are an `i32` column and arithmetic is subtraction.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day in the workspace's time zone: days since 1970-01-01, within the years 0001–9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day with this number of days since 1970-01-01, clamped to the years 0001–9999.
    pub fn from_number(days: i32) -> Self {
        Self(days.clamp(-719_162, 2_932_896))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day of a calendar date, `None` if there is no such date.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        if year < 1 {
            return None;
        }
        Some(Self::from_date(date))
    }

    /// The day of a civil date.
    pub fn from_date(date: Date) -> Self {
        let days = date.since(EPOCH).map_or(0, |span| span.get_days());
        Self(days)
    }

    /// The civil date of this day.
    pub fn date(self) -> Date {
        EPOCH.checked_add(jiff::Span::new().days(self.0)).unwrap_or(EPOCH)
    }

    /// `days` later (earlier when negative).
    pub fn plus(self, days: i32) -> Self {
        Self::from_number(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Self {
        Self::from_date(self.date().first_of_month())
    }

    /// Months since year 0: a dense number for month arithmetic.
    pub fn month_number(self) -> i32 {
        let date = self.date();
        i32::from(date.year()) * 12 + i32::from(date.month()) - 1
    }

    /// The first day of the month with this number (see [`Day::month_number`]).
    pub fn from_month_number(month: i32) -> Self {
        let year = i16::try_from(month.div_euclid(12)).unwrap_or(9999);
        let month = i8::try_from(month.rem_euclid(12)).unwrap_or(0) + 1;
        Self::from_ymd(year, month, 1).unwrap_or(Self(0))
    }

    /// `YYYY-MM`.
    pub fn month_label(self) -> String {
        let date = self.date();
        format!("{:04}-{:02}", date.year(), date.month())
    }

    /// Parses `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        text.parse::<Date>().ok().map(Self::from_date)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text}")))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_epoch_and_back() {
        let day = Day::from_ymd(2011, 12, 9).unwrap();
        assert_eq!(day.number(), 15317);
        assert_eq!(day.to_string(), "2011-12-09");
        assert_eq!(Day::from_number(15317), day);
        assert_eq!(day.month_start().to_string(), "2011-12-01");
        assert_eq!(Day::from_month_number(day.month_number()), day.month_start());
        assert!(Day::from_ymd(2023, 2, 29).is_none());
    }
}
