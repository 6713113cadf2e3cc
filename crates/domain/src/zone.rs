//! A workspace's time zone: which day an instant belongs to, and when a day begins.
//!
//! Instants are microseconds since 1970-01-01T00:00Z (`_us`), days are [`Day`]s of the zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::bilingual;
use crate::day::Day;
use crate::lang::Bilingual;
use crate::refusal::Refusal;

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a day of 24 hours.
pub const DAY_US: i64 = 86_400 * SECOND_US;

/// A named time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// The zone with this IANA name, e.g. `Asia/Shanghai`.
    ///
    /// # Errors
    /// `unknown-time-zone` when the system's database does not have it.
    #[allow(clippy::result_large_err)] // A refusal ends the run.
    pub fn named(name: &str) -> Result<Self, Refusal> {
        let zone = TimeZone::get(name).map_err(|_| {
            Refusal::new(
                "unknown-time-zone",
                Bilingual::new("没有这个时区", "there is no such time zone"),
                bilingual!(
                    "写 IANA 名称，例如 Asia/Shanghai、Pacific/Auckland",
                    "write an IANA name such as Asia/Shanghai or America/New_York"
                ),
            )
            .with_value(name)
        })?;
        Ok(Self {
            name: name.to_owned(),
            zone,
        })
    }

    /// UTC.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            zone: TimeZone::UTC,
        }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day that an instant falls on here.
    pub fn day_of(&self, at_us: i64) -> Day {
        Day::from_number((self.civil_us(at_us)).div_euclid(DAY_US).clamp(-719_162, 2_932_896) as i32)
    }

    /// The wall clock at an instant, as microseconds since 1970-01-01T00:00 of the wall clock.
    pub fn civil_us(&self, at_us: i64) -> i64 {
        let offset = Timestamp::from_microsecond(at_us).map_or(0, |at| self.zone.to_offset(at).seconds());
        at_us.saturating_add(i64::from(offset) * SECOND_US)
    }

    /// The instant at which the wall clock shows this. A time that a clock change skips is the instant of the change
    /// plus what the clock is past it; a time that occurs twice is the first of the two (RFC 5545, "compatible").
    pub fn instant_us(&self, civil_us: i64) -> i64 {
        let Some(wall) = datetime(civil_us) else {
            return civil_us;
        };
        self.zone
            .to_ambiguous_zoned(wall)
            .compatible()
            .map_or(civil_us, |zoned| zoned.timestamp().as_microsecond())
    }

    /// The first instant of a day: midnight, or the first moment after a clock change that skips it.
    pub fn day_start_us(&self, day: Day) -> i64 {
        day.date()
            .to_zoned(self.zone.clone())
            .map_or(i64::from(day.number()) * DAY_US, |zoned| {
                zoned.timestamp().as_microsecond()
            })
    }

    /// The instants at which the days `first..=last` begin, and the end of the last: `last − first + 2` numbers.
    pub fn day_starts_us(&self, first: Day, last: Day) -> Vec<i64> {
        (first.number()..=last.number().saturating_add(1))
            .map(|number| self.day_start_us(Day::from_number(number)))
            .collect()
    }
}

/// The date and time of wall-clock microseconds; `None` outside the years −9999 to 9999.
fn datetime(civil_us: i64) -> Option<DateTime> {
    let timestamp = Timestamp::from_microsecond(civil_us).ok()?;
    Some(TimeZone::UTC.to_datetime(timestamp))
}

/// Finds the day of many instants of one zone without a look-up in its rules for each.
#[derive(Clone, Debug)]
pub struct DayTable {
    first: i32,
    starts_us: Vec<i64>,
}

impl DayTable {
    /// A table for the instants `first_us..=last_us`.
    pub fn new(zone: &Zone, first_us: i64, last_us: i64) -> Self {
        let (first, last) = (zone.day_of(first_us), zone.day_of(last_us.max(first_us)));
        Self {
            first: first.number(),
            starts_us: zone.day_starts_us(first, last),
        }
    }

    /// Days since 1970-01-01 of the day that an instant falls on; instants outside the table belong to its ends.
    #[inline]
    pub fn day_number(&self, at_us: i64) -> i32 {
        let days = self.starts_us.len() - 1;
        let origin = self.starts_us[0];
        // Days of 23 or 25 hours move the guess by one at most.
        let mut index = ((at_us - origin).div_euclid(DAY_US)).clamp(0, days as i64 - 1) as usize;
        if at_us < self.starts_us[index] && index > 0 {
            index -= 1;
        } else if at_us >= self.starts_us[index + 1] && index + 1 < days {
            index += 1;
        }
        self.first + index as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    #[test]
    fn a_day_belongs_to_its_zone() {
        // 2024-01-31T16:30Z is 1 February in Shanghai and in Auckland, 31 January in New York.
        let at = "2024-01-31T16:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        assert_eq!(zone("Asia/Shanghai").day_of(at).to_string(), "2024-02-01");
        assert_eq!(zone("Pacific/Auckland").day_of(at).to_string(), "2024-02-01");
        assert_eq!(zone("America/New_York").day_of(at).to_string(), "2024-01-31");
        assert!(Zone::named("Mars/Olympus").is_err());
    }

    #[test]
    fn the_table_agrees_with_the_rules_across_clock_changes() {
        for name in [
            "Asia/Shanghai",
            "Pacific/Auckland",
            "America/New_York",
            "America/Sao_Paulo",
            "UTC",
        ] {
            let zone = zone(name);
            let (first, last) = (
                zone.day_start_us(Day::from_ymd(2016, 1, 1).unwrap()),
                zone.day_start_us(Day::from_ymd(2026, 1, 1).unwrap()),
            );
            let table = DayTable::new(&zone, first, last);
            let mut at = first;
            while at < last {
                for near in [at - 1, at, at + 1] {
                    if near >= first {
                        assert_eq!(table.day_number(near), zone.day_of(near).number(), "{name} {near}");
                    }
                }
                at += 1_799 * SECOND_US + 7;
            }
        }
    }

    #[test]
    fn a_wall_clock_time_becomes_an_instant_and_back() {
        let auckland = zone("Pacific/Auckland");
        for day in 19_000..19_800 {
            let civil = i64::from(day) * DAY_US + 13 * 3600 * SECOND_US;
            assert_eq!(auckland.civil_us(auckland.instant_us(civil)), civil);
        }
        // 2024-09-29 02:30 does not exist in Auckland: half an hour after the change.
        let gap = "2024-09-29T02:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        assert_eq!(auckland.civil_us(auckland.instant_us(gap)), gap + 3600 * SECOND_US);
    }
}
