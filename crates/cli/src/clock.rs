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

/// The present, microseconds since 1970.
#[allow(clippy::disallowed_methods)] // As above.
pub fn now_us() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}

/// Seconds since this was called.
#[allow(clippy::disallowed_methods)] // As above.
pub fn stopwatch() -> impl Fn() -> f64 + Sync {
    let begun = std::time::Instant::now();
    move || begun.elapsed().as_secs_f64()
}

/// An instant as RFC 3339, UTC, whole seconds.
pub fn rfc3339(at_us: i64) -> String {
    jiff::Timestamp::from_second(at_us.div_euclid(1_000_000)).map_or_else(|_| String::new(), |at| at.to_string())
}

/// Reads `2024-01-05T10:00:00Z`.
pub fn instant(text: &str) -> Result<i64, String> {
    let read: Result<jiff::Timestamp, _> = text.parse();
    read.map(jiff::Timestamp::as_microsecond)
        .map_err(|_| "not an instant like 2024-01-05T10:00:00Z".to_owned())
}
