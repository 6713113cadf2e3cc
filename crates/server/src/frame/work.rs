//! Use cases do not wait: they run on threads of their own, so many at a time, so long.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use holdfast_domain::lang::Bilingual;
use tokio::sync::Semaphore;

use super::problem::Problem;

/// How much work is done at a time.
#[derive(Clone, Debug)]
pub struct Work {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    limit: Duration,
}

impl Work {
    /// `places` at work, `waiting` more that wait, each for at most `limit`.
    pub fn new(places: usize, waiting: usize, limit: Duration) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            waiting: Arc::new(Semaphore::new(places + waiting)),
            limit,
        }
    }

    /// Runs a use case on a thread of its own.
    ///
    /// # Errors
    /// 503 `busy` when too many wait, 504 `too-slow` after the time limit, and whatever the work ends with.
    pub async fn run<T, E>(&self, work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        tokio::time::timeout(self.limit, self.finish(work))
            .await
            .unwrap_or_else(|_| {
                Err(Problem::new(
                    StatusCode::GATEWAY_TIMEOUT,
                    "too-slow",
                    Bilingual::new("计算超过了时限", "it took longer than is allowed"),
                    Bilingual::new("缩小范围后重试", "ask for less and try again"),
                ))
            })
    }

    /// Runs a use case that changes something on a thread of its own, however long it takes: what it did is to be told and written down.
    ///
    /// # Errors
    /// 503 `busy` when too many wait, and whatever the work ends with.
    pub async fn finish<T, E>(&self, work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let _waiting = Arc::clone(&self.waiting)
            .try_acquire_owned()
            .map_err(|_| Problem::busy(StatusCode::SERVICE_UNAVAILABLE, "busy", 1))?;
        let places = Arc::clone(&self.places);
        let place = places.acquire_owned().await.map_err(|error| Problem::failed(&error))?;
        // The place is the thread's and not the request's: a client that goes away leaves the thread at work.
        let task = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        match task.await {
            Ok(outcome) => outcome.map_err(Into::into),
            Err(error) => Err(Problem::failed(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_does_not_end_in_time_is_told_and_what_has_no_place_is_refused() {
        let work = Work::new(1, 0, Duration::from_millis(20));
        let slow = || {
            std::thread::sleep(Duration::from_millis(80));
            Ok::<_, Problem>(1)
        };
        assert_eq!(work.run(slow).await.unwrap_err().status, 504);
        let roomy = Work::new(1, 0, Duration::from_secs(5));
        let (first, second) = tokio::join!(roomy.run(slow), roomy.run(slow));
        assert_eq!(first.unwrap(), 1);
        assert_eq!(second.unwrap_err().code, "busy");
    }
}
