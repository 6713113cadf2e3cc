//! How often one caller may ask, and how much at a time.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State as Extract};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::authenticate::address;
use super::caller::Caller;
use super::problem::Problem;
use super::state::State;

/// Requests a second of one caller, and how many at once after a pause: a page asks a dozen questions when it opens.
const EACH_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);
const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(399);
/// Callers that are kept in mind before those that have been quiet are forgotten.
const REMEMBERED: usize = 10_000;

/// A bucket of tokens a caller: a person, a token, or an address of nobody known.
#[derive(Clone, Debug)]
pub struct Rates(Arc<DefaultKeyedRateLimiter<String>>);

impl Default for Rates {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::keyed(
            Quota::per_second(EACH_SECOND).allow_burst(AT_ONCE),
        )))
    }
}

impl Rates {
    fn check(&self, who: String) -> Result<(), Problem> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&who).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::busy(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", wait.as_secs() + 1)
        })
    }
}

/// Answers 429 to whoever asks too often.
pub async fn rate(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let who = match request.extensions().get::<Caller>() {
        Some(caller) => caller.token_id.clone().unwrap_or_else(|| caller.user_id.clone()),
        None => address(&state, request.extensions(), request.headers()),
    };
    match state.rates.check(who) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_is_told_when_to_come_back_and_others_are_not_touched() {
        let rates = Rates::default();
        let refused = (0..2_000).filter(|_| rates.check("a".to_owned()).is_err()).count();
        assert!(refused > 1_000, "{refused}");
        assert_eq!(rates.check("a".to_owned()).unwrap_err().retry_after_s, Some(1));
        assert!(rates.check("b".to_owned()).is_ok());
    }
}
