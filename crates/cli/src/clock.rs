//! The system's clock: the only place where the present is asked for.

use holdfast_domain::clock::Clock;
use holdfast_domain::day::Day;

/// Today in the system's time zone.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // The composition root hands this clock in; everything below takes it as an argument.
    fn today(&self) -> Day {
        Day::from_date(jiff::Zoned::now().date())
    }
}
