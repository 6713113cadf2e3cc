//! Which periods an overview speaks of.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;

/// Complete periods in a series: a year of months and the same month of the year before.
const SHOWN: i32 = 13;

/// The periods of a series, and the one that figures are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Periods {
    /// Length.
    pub(super) grain: Grain,
    /// First of the series.
    pub(super) first: i32,
    /// Last of the series; it may be under way.
    pub(super) last: i32,
    /// The last complete one of the series: a month that is not over is never compared with one that is.
    pub(super) told: i32,
}

impl Periods {
    /// Up to `to`, or to the period that the data end in; `through` is the last day with data, `from` the first.
    pub(super) fn up_to(grain: Grain, to: Option<i32>, from: Option<Day>, through: Day) -> Self {
        let end = grain.period_of(through);
        let last = to.map_or(end, |to| to.min(end));
        let is_complete = grain.last_day(last) <= through;
        let told = if is_complete { last } else { last - 1 };
        let first = told - SHOWN + 1;
        let begin = from.map_or(first, |day| grain.period_of(day));
        Self {
            grain,
            first: first.max(begin).min(last),
            last,
            told: told.max(begin.min(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn labels(periods: Periods) -> [String; 3] {
        [periods.first, periods.told, periods.last].map(|period| periods.grain.label(period))
    }

    #[test]
    fn a_month_under_way_is_shown_and_not_told() {
        let from = Some(day("2023-01-01"));
        let running = Periods::up_to(Grain::Month, None, from, day("2025-12-30"));
        assert_eq!(labels(running), ["2024-11", "2025-11", "2025-12"]);
        let over = Periods::up_to(Grain::Month, None, from, day("2025-12-31"));
        assert_eq!(labels(over), ["2024-12", "2025-12", "2025-12"]);
    }

    #[test]
    fn a_series_neither_begins_before_the_data_nor_ends_after_them() {
        let short = Periods::up_to(Grain::Month, None, Some(day("2025-11-03")), day("2025-12-30"));
        assert_eq!(labels(short), ["2025-11", "2025-11", "2025-12"]);
        let one = Periods::up_to(Grain::Month, None, Some(day("2025-12-03")), day("2025-12-30"));
        assert_eq!(
            labels(one),
            ["2025-12", "2025-12", "2025-12"],
            "there is nothing complete to tell of"
        );
        let asked = Grain::Month.parse_period("2030-01");
        let ahead = Periods::up_to(Grain::Month, asked, Some(day("2025-01-01")), day("2025-12-31"));
        assert_eq!(labels(ahead), ["2025-01", "2025-12", "2025-12"]);
    }
}
