//! Periods of the calendar: day, week (from Monday), month, quarter, year, each with a dense number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::lang::Bilingual;

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// A calendar day.
    Day,
    /// Seven days from Monday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months from January, April, July, October.
    Quarter,
    /// A calendar year.
    Year,
}

/// 1970-01-05, the first Monday after the epoch.
const FIRST_MONDAY: i32 = 4;

impl Grain {
    /// All grains, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The dense number of the period that holds a day: consecutive periods have consecutive numbers.
    pub fn period_of(self, day: Day) -> i32 {
        match self {
            Self::Day => day.number(),
            Self::Week => (day.number() - FIRST_MONDAY).div_euclid(7),
            Self::Month => day.month_number(),
            Self::Quarter => day.month_number().div_euclid(3),
            Self::Year => i32::from(day.date().year()),
        }
    }

    /// The first day of a period.
    pub fn first_day(self, period: i32) -> Day {
        match self {
            Self::Day => Day::from_number(period),
            Self::Week => Day::from_number(period.saturating_mul(7).saturating_add(FIRST_MONDAY)),
            Self::Month => Day::from_month_number(period),
            Self::Quarter => Day::from_month_number(period.saturating_mul(3)),
            Self::Year => Day::from_month_number(period.saturating_mul(12)),
        }
    }

    /// The last day of a period.
    pub fn last_day(self, period: i32) -> Day {
        self.first_day(period.saturating_add(1)).plus(-1)
    }

    /// The period one year earlier: the same month or quarter, 52 weeks, or the same date (28 February for a 29th).
    pub fn year_before(self, period: i32) -> i32 {
        match self {
            Self::Day => {
                let date = Day::from_number(period).date();
                let (year, month, day) = (date.year().saturating_sub(1), date.month(), date.day());
                Day::from_ymd(year, month, day)
                    .or_else(|| Day::from_ymd(year, month, day - 1))
                    .map_or(period, Day::number)
            }
            Self::Week => period - 52,
            Self::Month => period - 12,
            Self::Quarter => period - 4,
            Self::Year => period - 1,
        }
    }

    /// `2024-01-05`, `2024-W01`, `2024-01`, `2024-Q1`, `2024`.
    pub fn label(self, period: i32) -> String {
        let day = self.first_day(period);
        let date = day.date();
        match self {
            Self::Day => day.to_string(),
            Self::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => day.month_label(),
            Self::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
            Self::Year => format!("{:04}", date.year()),
        }
    }

    /// Reads a label of this grain, or any day inside the period.
    pub fn parse_period(self, text: &str) -> Option<i32> {
        if let Some(day) = Day::parse_iso(text) {
            return Some(self.period_of(day));
        }
        let (year, rest) = text.split_at_checked(4)?;
        let year: i16 = year.parse().ok()?;
        let day = match rest.strip_prefix('-') {
            None if rest.is_empty() => Day::from_ymd(year, 1, 1)?,
            None => return None,
            Some(part) => match part.strip_prefix(['Q', 'q', 'W', 'w']) {
                Some(number) if part.starts_with(['Q', 'q']) => {
                    let quarter: i8 = number.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
                    Day::from_ymd(year, quarter * 3 - 2, 1)?
                }
                Some(number) => {
                    let week: i8 = number.parse().ok()?;
                    let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?;
                    Day::from_date(monday.date())
                }
                None => Day::from_ymd(year, part.parse().ok()?, 1)?,
            },
        };
        Some(self.period_of(day))
    }

    /// Reads `day`, `week`, `month`, `quarter`, `year`, or the Chinese 日, 周, 月, 季, 年.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "day" | "日" | "天" => Self::Day,
            "week" | "周" => Self::Week,
            "month" | "月" => Self::Month,
            "quarter" | "季" | "季度" => Self::Quarter,
            "year" | "年" => Self::Year,
            _ => return None,
        })
    }

    /// The name in configuration, SQL and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The name as shown.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Day => Bilingual::new("日", "day"),
            Self::Week => Bilingual::new("周", "week"),
            Self::Month => Bilingual::new("月", "month"),
            Self::Quarter => Bilingual::new("季度", "quarter"),
            Self::Year => Bilingual::new("年", "year"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn periods_are_dense_and_begin_where_the_calendar_says() {
        assert_eq!(
            Grain::Week.first_day(Grain::Week.period_of(day("2026-11-25"))),
            day("2026-11-23")
        );
        assert_eq!(Grain::Week.label(Grain::Week.period_of(day("2026-11-25"))), "2026-W48");
        assert_eq!(Grain::Week.label(Grain::Week.period_of(day("2021-01-03"))), "2020-W53");
        assert_eq!(
            Grain::Quarter.label(Grain::Quarter.period_of(day("2024-06-30"))),
            "2024-Q2"
        );
        assert_eq!(
            Grain::Month.last_day(Grain::Month.period_of(day("2024-02-10"))),
            day("2024-02-29")
        );
        assert_eq!(Grain::Year.first_day(2024), day("2024-01-01"));
        for grain in Grain::ALL {
            for number in -2000..2000 {
                let now = Day::from_number(number * 7 + 3);
                let period = grain.period_of(now);
                assert!(grain.first_day(period) <= now && now <= grain.last_day(period));
                assert_eq!(
                    grain.parse_period(&grain.label(period)),
                    Some(period),
                    "{}",
                    grain.label(period)
                );
                assert_eq!(grain.period_of(grain.last_day(period).plus(1)), period + 1);
            }
        }
    }

    #[test]
    fn a_year_before_is_the_same_season() {
        let leap = Grain::Day.period_of(day("2024-02-29"));
        assert_eq!(Grain::Day.label(Grain::Day.year_before(leap)), "2023-02-28");
        let quarter = Grain::Quarter.parse_period("2024-Q1").unwrap();
        assert_eq!(Grain::Quarter.label(Grain::Quarter.year_before(quarter)), "2023-Q1");
        assert_eq!(Grain::Month.parse_period("2024-13"), None);
        assert_eq!(Grain::Quarter.parse_period("2024-Q5"), None);
    }
}
