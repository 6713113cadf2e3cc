//! Things that a person does rarely: who does them often is stopped, whatever the reason.

use std::num::NonZeroU32;

use axum::http::StatusCode;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::Problem;

/// People that are kept in mind before those that have been quiet are forgotten.
const REMEMBERED: usize = 10_000;

/// So many times a minute for each person.
#[derive(Debug)]
pub struct Rare(DefaultKeyedRateLimiter<String>);

impl Rare {
    /// At most this often in a minute.
    pub fn a_minute(times: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(times)))
    }

    /// Once more, if it is not too often.
    ///
    /// # Errors
    /// 429 `too-many-requests`.
    pub fn take(&self, who: &str) -> Result<(), Problem> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&who.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::busy(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", wait.as_secs() + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_it_too_often_is_stopped_and_others_are_not() {
        let rare = Rare::a_minute(NonZeroU32::MIN.saturating_add(2));
        assert_eq!((0..5).filter(|_| rare.take("a").is_ok()).count(), 3);
        assert!(rare.take("b").is_ok());
    }
}
