//! Figures of the server itself, for Prometheus.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::problem::Problem;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    method: String,
    route: String,
    status: u16,
}

/// Counters and times by route.
#[derive(Debug)]
pub struct Meters {
    registry: Mutex<Registry>,
    requests: Family<Outcome, Counter>,
    seconds: Family<Route, Histogram>,
    commit: Gauge,
    events: Counter,
}

impl Default for Meters {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("holdfast");
        let requests = Family::<Outcome, Counter>::default();
        registry.register("http_requests", "Requests by route and status", requests.clone());
        // 1 ms to 16 s.
        let seconds =
            Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(exponential_buckets(0.001, 2.0, 15)));
        registry.register("http_request_seconds", "Time from request to answer", seconds.clone());
        let commit = Gauge::default();
        registry.register("lake_commit", "Commit of the lake that is shown", commit.clone());
        let events = Counter::default();
        registry.register("events_accepted", "Live events that were made durable", events.clone());
        Self {
            registry: Mutex::new(registry),
            requests,
            seconds,
            commit,
            events,
        }
    }
}

impl Meters {
    /// A stopwatch.
    #[must_use]
    pub fn begin(&self) -> Instant {
        Instant::now()
    }

    /// Counts a request.
    pub fn count(&self, method: &Method, route: &str, status: u16, seconds: f64) {
        let (method, route) = (method.as_str().to_owned(), route.to_owned());
        self.seconds
            .get_or_create(&Route {
                method: method.clone(),
                route: route.clone(),
            })
            .observe(seconds);
        self.requests.get_or_create(&Outcome { method, route, status }).inc();
    }

    /// Says which commit is shown.
    pub fn commit(&self, commit: u64) {
        self.commit.set(i64::try_from(commit).unwrap_or(i64::MAX));
    }

    /// Counts events that were made durable.
    pub fn events(&self, count: u64) {
        self.events.inc_by(count);
    }

    /// The figures as Prometheus reads them.
    pub fn page(&self) -> Response {
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        match encode(&mut text, &registry) {
            Ok(()) => (
                [(
                    header::CONTENT_TYPE,
                    "application/openmetrics-text; version=1.0.0; charset=utf-8",
                )],
                text,
            )
                .into_response(),
            Err(error) => Problem::failed(&error).into_response(),
        }
    }
}
