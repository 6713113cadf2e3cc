//! What all clients are told: which data are new, how far jobs are.

use serde::Serialize;
use tokio::sync::broadcast;
use utoipa::ToSchema;

use crate::jobs::job::Job;

/// Messages that a slow client may be behind before it is told to ask for everything again.
const KEPT: usize = 256;

/// A message to everybody who is signed in and may know of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Message {
    /// What was shown of an earlier commit is stale.
    Stale {
        /// The new commit.
        commit: u64,
        /// Last day with data.
        through: Option<String>,
        /// What changed: `data`, `scores`, `models`, `definitions`, `documents`.
        kinds: Vec<String>,
    },
    /// A job is further.
    Job(Box<Job>),
}

/// Where messages go out.
#[derive(Clone, Debug)]
pub struct Stream(broadcast::Sender<Message>);

impl Default for Stream {
    fn default() -> Self {
        Self(broadcast::channel(KEPT).0)
    }
}

impl Stream {
    /// Tells everybody who listens; nobody listening is no error.
    pub fn tell(&self, message: Message) {
        let _ = self.0.send(message);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Message> {
        self.0.subscribe()
    }
}
