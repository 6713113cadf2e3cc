//! Boundaries of consecutive periods in time.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;

/// Consecutive periods: period `i` is `[starts_us[i], starts_us[i + 1])`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periods {
    /// Length of each.
    pub grain: Grain,
    /// `periods + 1` instants, growing.
    pub starts_us: Vec<i64>,
    /// Number of the first period in its grain; for periods counted back from an instant, the number of the period that
    /// holds their start.
    pub first: i32,
}

impl Periods {
    /// The calendar periods `first..=last` of a zone.
    pub fn calendar(zone: &Zone, grain: Grain, first: i32, last: i32) -> Self {
        let starts_us = (first..=last.saturating_add(1))
            .map(|period| zone.day_start_us(grain.first_day(period)))
            .collect();
        Self {
            grain,
            starts_us,
            first,
        }
    }

    /// `count` periods that end at an instant: each begins where the wall clock showed the same one day, week, month, quarter or
    /// year earlier (the last day of the month where there is no such day).
    pub fn before(zone: &Zone, grain: Grain, end_us: i64, count: usize) -> Self {
        let civil = zone.civil_us(end_us);
        let (days, rest) = (
            civil.div_euclid(holdfast_domain::zone::DAY_US),
            civil.rem_euclid(holdfast_domain::zone::DAY_US),
        );
        let day = Day::from_number(days as i32);
        let mut starts_us: Vec<i64> = (1..=count as i32)
            .rev()
            .map(|back| {
                zone.instant_us(i64::from(earlier(day, grain, back).number()) * holdfast_domain::zone::DAY_US + rest)
            })
            .collect();
        starts_us.push(end_us);
        let first = starts_us
            .first()
            .map_or(0, |&start| grain.period_of(zone.day_of(start)));
        Self {
            grain,
            starts_us,
            first,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts_us.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of the period that holds an instant.
    pub fn index_of(&self, at_us: i64) -> Option<usize> {
        let after = self.starts_us.partition_point(|&start| start <= at_us);
        (after > 0 && after < self.starts_us.len()).then(|| after - 1)
    }
}

/// The same day `count` periods earlier, the last of the month where there is none.
fn earlier(day: Day, grain: Grain, count: i32) -> Day {
    let months = match grain {
        Grain::Day => return day.plus(-count),
        Grain::Week => return day.plus(-7 * count),
        Grain::Month => count,
        Grain::Quarter => 3 * count,
        Grain::Year => 12 * count,
    };
    let month = Day::from_month_number(day.month_number() - months);
    let last = Day::from_month_number(month.month_number() + 1).plus(-1);
    let wanted = month.plus(i32::from(day.date().day()) - 1);
    wanted.min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_back_from_the_31st_end_on_the_last_day() {
        let zone = Zone::named("Pacific/Auckland").unwrap();
        let end = zone.day_start_us(Day::from_ymd(2024, 5, 31).unwrap());
        let periods = Periods::before(&zone, Grain::Month, end, 4);
        let days: Vec<String> = periods
            .starts_us
            .iter()
            .map(|&at| zone.day_of(at).to_string())
            .collect();
        assert_eq!(
            days,
            ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]
        );
        assert_eq!(periods.index_of(end), None);
        assert_eq!(periods.index_of(end - 1), Some(3));
        assert_eq!(periods.index_of(periods.starts_us[0] - 1), None);
    }

    #[test]
    fn anchored_on_a_month_start_they_are_the_calendar() {
        let zone = Zone::named("America/New_York").unwrap();
        let end = zone.day_start_us(Day::from_ymd(2024, 4, 1).unwrap());
        let march = Grain::Month.parse_period("2024-03").unwrap();
        assert_eq!(
            Periods::before(&zone, Grain::Month, end, 5),
            Periods::calendar(&zone, Grain::Month, march - 4, march)
        );
    }
}
