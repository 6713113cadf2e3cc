//! Wall-clock times as instants, many of them.

use holdfast_domain::day::Day;
use holdfast_domain::zone::{SECOND_US, Zone};

const DAY: i64 = 86_400;

/// Turns seconds of the wall clock into instants, asking the zone's rules once a day instead of once a value.
pub(crate) struct WallClock<'a> {
    zone: &'a Zone,
    utc: bool,
    first: i64,
    /// What to add to a day's wall-clock seconds; `None` on a day on which the clock changes, or that was not asked for yet.
    shift: Vec<Shift>,
}

#[derive(Clone, Copy, PartialEq)]
enum Shift {
    Unknown,
    Same(i64),
    Changes,
}

impl<'a> WallClock<'a> {
    /// `utc`: the seconds are UTC already.
    pub(crate) fn new(zone: &'a Zone, utc: bool) -> Self {
        Self {
            zone,
            utc,
            // 1970 to 2060 are looked up in an array.
            first: 0,
            shift: vec![Shift::Unknown; if utc { 0 } else { 33_000 }],
        }
    }

    /// The instant, microseconds, of seconds since 1970-01-01T00:00 of the wall clock.
    pub(crate) fn instant_us(&mut self, seconds: i64) -> i64 {
        let civil_us = seconds.saturating_mul(SECOND_US);
        if self.utc {
            return civil_us;
        }
        let day = seconds.div_euclid(DAY);
        let Some(slot) = usize::try_from(day - self.first)
            .ok()
            .and_then(|index| self.shift.get_mut(index))
        else {
            return self.zone.instant_us(civil_us);
        };
        if *slot == Shift::Unknown {
            let number = i32::try_from(day).unwrap_or(0);
            let start = self.zone.day_start_us(Day::from_number(number));
            let length = self.zone.day_start_us(Day::from_number(number + 1)) - start;
            let shift = start - day * DAY * SECOND_US;
            *slot = if length == DAY * SECOND_US {
                Shift::Same(shift)
            } else {
                Shift::Changes
            };
        }
        match *slot {
            Shift::Same(shift) => civil_us + shift,
            _ => self.zone.instant_us(civil_us),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_zone() {
        for name in ["Asia/Shanghai", "Pacific/Auckland", "America/New_York"] {
            let zone = Zone::named(name).unwrap();
            let mut clock = WallClock::new(&zone, false);
            for step in 0..60_000 {
                let second = 1_600_000_000 + step * 2_711;
                assert_eq!(
                    clock.instant_us(second),
                    zone.instant_us(second * SECOND_US),
                    "{name} {second}"
                );
            }
        }
    }
}
