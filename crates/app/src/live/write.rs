//! The thread that brings accepted events into the lake, at most one commit a second, and notices commits of others.

use std::io;
use std::sync::{Arc, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use holdfast_engine::ingest::live::{Added, LiveBatch, LiveWriter, Place};
use holdfast_engine::lake::compact;

use super::open::Inner;
use crate::error::AppError;
use crate::lake::Session;

/// Between two commits at least.
const PACE: Duration = Duration::from_secs(1);
/// How long nobody looks whether another process committed.
const LOOK: Duration = Duration::from_millis(500);
/// Commits after which small files are put together.
const COMPACT_AFTER: u32 = 32;

/// What tells one `head.json` from another without reading it.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(session: &Session) -> Stamp {
    let metadata = std::fs::metadata(session.lake.root().join("head.json")).ok()?;
    Some((metadata.modified().ok()?, inode(&metadata)))
}

#[cfg(unix)]
fn inode(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(metadata: &std::fs::Metadata) -> u64 {
    metadata.len()
}

/// When the last commit was made, microseconds.
pub(super) fn made_at_us(session: &Session) -> Option<i64> {
    let (at, _) = stamp(session)?;
    i64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_micros()).ok()
}

/// Starts the thread. It ends when the inbox does, after a last commit.
pub(super) fn start(inner: Arc<Inner>) -> io::Result<JoinHandle<()>> {
    thread::Builder::new()
        .name("holdfast-live".to_owned())
        .spawn(move || run(&inner))
}

/// What the thread keeps from turn to turn.
struct Turn {
    writer: LiveWriter,
    /// Batches that were taken and are not in the lake yet, and the segments that hold nothing else.
    pending: Vec<LiveBatch>,
    below: u64,
    /// Commits without a pause between them.
    commits: u32,
    /// Commits since small files were put together, with pauses or without.
    apart: u32,
    /// The commit that editions are of; `None` where one could not be made.
    seen: Stamp,
}

fn place(session: &Session) -> Place {
    Place {
        lake: session.lake.clone(),
        zone: session.workspace.zone.clone(),
        currency: session.workspace.config.currency.clone(),
    }
}

fn run(inner: &Inner) {
    let mut turn = Turn {
        writer: LiveWriter::new(place(&inner.session())),
        pending: Vec::new(),
        below: 0,
        commits: 0,
        apart: 0,
        seen: None,
    };
    loop {
        let taken = inner.inbox.take(LOOK);
        turn.pending.extend(taken.batches);
        turn.below = taken.below;
        let begun = Instant::now();
        let ended = inner.inbox.has_ended();
        let outcome = turn.once(inner);
        let failed = outcome.is_err();
        *inner.trouble.lock().unwrap_or_else(PoisonError::into_inner) = outcome
            .err()
            .map(|error| error.message(holdfast_domain::lang::Lang::En));
        if ended && (turn.pending.is_empty() || failed) {
            return;
        }
        if (turn.commits > 0 || failed) && !ended {
            thread::sleep(PACE.saturating_sub(begun.elapsed()).min(PACE));
        }
    }
}

impl Turn {
    fn once(&mut self, inner: &Inner) -> Result<(), AppError> {
        let session = inner.session();
        if self.pending.is_empty() {
            self.commits = 0;
            return self.look(inner, &session);
        }
        if self.writer.place().currency != session.workspace.config.currency
            || self.writer.place().zone.name() != session.workspace.zone.name()
        {
            self.writer = LiveWriter::new(place(&session));
        }
        let done = self.writer.commit(&self.pending, (inner.now)())?;
        // Should this fail, the segments are read again after a restart, and the lake knows their batches.
        let settled = inner.inbox.settle(&self.pending, self.below);
        self.pending.clear();
        self.commits += 1;
        self.apart += 1;
        self.shown(inner, stamp(&session), done.added.as_ref())?;
        settled.map_err(|source| AppError::Write {
            path: session.lake.root().to_owned(),
            source,
        })?;
        if self.apart >= COMPACT_AFTER {
            self.put_together(inner, &session, done.head.commit)?;
        }
        Ok(())
    }

    fn put_together(&mut self, inner: &Inner, session: &Session, from: u64) -> Result<(), AppError> {
        if let Some(head) = compact(&session.lake, (inner.now)())? {
            self.writer.follow(from, head.commit);
            let nothing = Added::nothing(from, head.customers);
            let nothing = Some(&nothing).filter(|nothing| nothing.commit == head.commit);
            self.shown(inner, stamp(session), nothing)?;
        }
        self.apart = 0;
        Ok(())
    }

    /// Another process may have committed.
    fn look(&mut self, inner: &Inner, session: &Session) -> Result<(), AppError> {
        let now = stamp(session);
        if now != self.seen {
            self.shown(inner, now, None)?;
        }
        Ok(())
    }

    /// Makes the edition of a commit. Where that fails, the next look tries again.
    fn shown(&mut self, inner: &Inner, at: Stamp, added: Option<&Added>) -> Result<(), AppError> {
        self.seen = None;
        inner.make(added, false)?;
        self.seen = at;
        Ok(())
    }
}
