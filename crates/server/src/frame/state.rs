//! What all routes share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::answer::AnswerCache;
use super::meters::Meters;
use super::stream::Stream;
use super::work::Work;

/// Tells the present, microseconds since 1970.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Shared by all routes; cloning it is cheap.
#[derive(Clone)]
pub struct State(Arc<Shared>);

/// What is shared.
pub struct Shared {
    /// The workspace's folder; it need not hold a workspace yet.
    pub folder: PathBuf,
    /// The present.
    pub now: Now,
    /// Threads for use cases that answer within a request.
    pub work: Work,
    /// Answers that are kept.
    pub answers: AnswerCache,
    /// What all clients are told.
    pub stream: Stream,
    /// Figures of the server.
    pub meters: Meters,
    requests: AtomicU64,
    stopping: AtomicBool,
}

impl State {
    /// The state of a server that begins.
    pub fn new(folder: PathBuf, now: Now, work: Work) -> Self {
        Self(Arc::new(Shared {
            folder,
            now,
            work,
            answers: AnswerCache::default(),
            stream: Stream::default(),
            meters: Meters::default(),
            requests: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
        }))
    }

    /// The present, microseconds since 1970.
    pub fn now_us(&self) -> i64 {
        (self.now)()
    }

    /// A number for the next request: when the server saw it, and how many it had seen.
    pub fn next_request(&self) -> String {
        let count = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{count:x}", self.now_us())
    }

    /// From now on the server is about to stop.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Whether the server is about to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}

impl std::ops::Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
