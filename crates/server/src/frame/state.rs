//! What all routes share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfast_identity::identity::Identity;
use holdfast_identity::random::Random;
use holdfast_store::store::Store;

use super::answer::AnswerCache;
use super::limits::Rates;
use super::meters::Meters;
use super::open::Open;
use super::problem::Problem;
use super::stream::Stream;
use super::work::Work;
use crate::jobs::queue::Jobs;

/// Tells the present, microseconds since 1970.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;
/// Asks for an environment variable.
pub type Environment = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// How the server stands in the network, and how much it takes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A proxy in front of it says where requests come from.
    pub behind_proxy: bool,
    /// Browsers reach it by https: cookies are sent that way alone.
    pub secure_cookies: bool,
    /// The largest file that may be uploaded.
    pub upload_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            behind_proxy: false,
            secure_cookies: false,
            upload_bytes: 2 << 30,
        }
    }
}

/// Shared by all routes; cloning it is cheap.
#[derive(Clone)]
pub struct State(Arc<Shared>);

/// What is shared.
pub struct Shared {
    /// The workspace's folder; it need not hold a workspace yet.
    pub folder: PathBuf,
    /// The present.
    pub now: Now,
    /// Environment variables, for passwords of databases.
    pub environment: Environment,
    /// Where nonces and ids come from.
    pub random: Arc<dyn Random>,
    /// How the server stands in the network.
    pub settings: Settings,
    /// The operational database.
    pub store: Store,
    /// The door.
    pub identity: Identity,
    /// The workspace, once it is open.
    pub open: Arc<Open>,
    /// Threads for use cases that answer within a request.
    pub work: Work,
    /// Answers that are kept.
    pub answers: AnswerCache,
    /// How often each caller asks.
    pub rates: Rates,
    /// Work that takes longer than a request.
    pub jobs: Jobs,
    /// What all clients are told.
    pub stream: Stream,
    /// Figures of the server.
    pub meters: Meters,
    pub(crate) requests: AtomicU64,
    pub(crate) stopping: AtomicBool,
}

impl State {
    /// State that all routes share.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
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

    /// A text that nobody can guess, for one page.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn nonce(&self) -> Result<String, Problem> {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes).map_err(|error| Problem::failed(&error))?;
        Ok(STANDARD.encode(bytes))
    }

    /// Makes everybody see what was changed: figures by the present definitions, the last commit. It may take as long as reading the data does.
    pub async fn changed(&self, kinds: &'static [&'static str]) {
        let changed = Arc::clone(self.jobs.changed());
        if let Err(error) = tokio::task::spawn_blocking(move || changed(kinds)).await {
            tracing::error!(%error, "what was changed could not be told");
        }
    }

    /// From now on the server is about to stop.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.jobs.stop_all();
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
