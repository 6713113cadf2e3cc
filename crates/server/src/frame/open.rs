//! The workspace that the server has open.

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use holdfast_app::customers::CustomerIndexes;
use holdfast_app::error::AppError;
use holdfast_app::live::Live;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::problem::Problem;
use super::rare::Rare;
use super::state::{Now, State};
use super::stream::{Message, Stream};

/// Queries of people that run at a time; each may take a gigabyte of memory.
const QUERIES: usize = 4;
/// Customers whose personal fields one person may look at in a minute: more is no work with customers.
const UNMASKINGS: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// How long a query waits for its turn.
const PATIENCE: Duration = Duration::from_secs(15);

/// The open workspace: none until the folder holds one, and then the same until the server ends.
pub struct Open {
    live: Mutex<Option<Arc<Live>>>,
    /// Lists of customers that are kept in memory.
    pub indexes: Arc<CustomerIndexes>,
    queries: Semaphore,
    /// How often each person may look at personal fields in the clear.
    pub unmaskings: Rare,
}

impl Default for Open {
    fn default() -> Self {
        Self {
            live: Mutex::default(),
            indexes: Arc::default(),
            queries: Semaphore::new(QUERIES),
            unmaskings: Rare::a_minute(UNMASKINGS),
        }
    }
}

impl Open {
    /// The open workspace; the first who asks opens it. Whoever waits for it waits shortly: nothing is read but the configuration.
    fn live(&self, folder: &Path, now: &Now, stream: &Stream) -> Result<Arc<Live>, AppError> {
        let mut open = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(live) = open.as_ref() {
            return Ok(Arc::clone(live));
        }
        let live = Arc::new(Live::open(folder, Arc::clone(now))?);
        let stream = stream.clone();
        // Events that came in, and what other programs committed.
        live.on_change(move |edition| {
            stream.tell(Message::Stale {
                commit: edition.commit(),
                through: edition.freshness().through.map(|day| day.to_string()),
                kinds: vec!["data".to_owned()],
            });
        });
        *open = Some(Arc::clone(&live));
        Ok(live)
    }

    /// Leave to run a query, given back when it is dropped.
    ///
    /// # Errors
    /// 503 `busy` when others take too long.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>, Problem> {
        match tokio::time::timeout(PATIENCE, self.queries.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Problem::busy(StatusCode::SERVICE_UNAVAILABLE, "busy", 5)),
        }
    }

    /// The workspace if it is open.
    pub fn if_open(&self) -> Option<Arc<Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl State {
    /// The open workspace.
    ///
    /// # Errors
    /// `no-workspace` while the folder holds none, and whatever is wrong with it.
    pub fn live(&self) -> Result<Arc<Live>, AppError> {
        self.open.live(&self.folder, &self.now, &self.stream)
    }
}
