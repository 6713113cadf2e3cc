//! Segments of accepted batches on the disk, and the batches that wait to go into the lake. A batch is durable before its sender hears of it; batches that
//! wait together share one sync.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use holdfast_engine::ingest::live::LiveBatch;

use super::frame::framed;

/// The ending of a segment's name.
pub(super) const ENDING: &str = "log";

/// Why a batch was not taken.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// As much waits to go into the lake as may.
    Full,
    /// The disk.
    Io(io::Error),
}

/// The segments that are being written, and what waits.
#[derive(Debug)]
pub(super) struct Log {
    folder: PathBuf,
    most_bytes: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Batches that wait for the disk.
    waiting: Vec<LiveBatch>,
    /// Batches on the disk that wait for the lake.
    durable: Vec<LiveBatch>,
    /// Bytes of both, and of what was taken and is not in the lake yet.
    bytes: usize,
    /// Batches given so far, and how many of them are on the disk or failed.
    given: u64,
    settled: u64,
    /// Batches that failed and whose senders have not heard of it.
    failed: BTreeMap<u64, String>,
    /// The segment that somebody writes to for all who wait.
    writing: Option<u64>,
    segment: Option<Segment>,
    /// The number of the next segment.
    next: u64,
    ended: bool,
}

#[derive(Debug)]
struct Segment {
    number: u64,
    file: File,
}

/// Batches for the lake.
#[derive(Debug)]
pub(in crate::live) struct Taken {
    pub(in crate::live) batches: Vec<LiveBatch>,
    /// Segments below this number hold nothing but these batches and those that were taken before.
    pub(in crate::live) below: u64,
}

/// The number of a segment's file.
pub(super) fn number_of(path: &Path) -> Option<u64> {
    let stem = path.file_stem()?.to_str()?;
    stem.parse()
        .ok()
        .filter(|_| path.extension().is_some_and(|ending| ending == ENDING))
}

impl Log {
    /// A log whose first segment gets the number `next`, with batches that earlier segments hold.
    pub(super) fn new(folder: PathBuf, most_bytes: usize, next: u64, durable: Vec<LiveBatch>) -> Self {
        Self {
            folder,
            most_bytes,
            state: Mutex::new(State {
                bytes: durable.iter().map(|batch| batch.lines.len()).sum(),
                durable,
                next,
                ..State::default()
            }),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a batch on the disk. When this returns, a power cut does not lose it.
    pub(super) fn append(&self, batch: LiveBatch) -> Result<(), NotTaken> {
        let mut state = self.lock();
        if state.bytes.saturating_add(batch.lines.len()) > self.most_bytes {
            return Err(NotTaken::Full);
        }
        state.bytes += batch.lines.len();
        state.waiting.push(batch);
        state.given += 1;
        let mine = state.given;
        while state.settled < mine {
            state = if state.writing.is_some() {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.write_for_all(state)
            };
        }
        match state.failed.remove(&mine) {
            Some(cause) => Err(NotTaken::Io(io::Error::other(cause))),
            None => Ok(()),
        }
    }

    /// Writes and syncs for everybody who waits, without holding the lock meanwhile.
    fn write_for_all<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let batches = std::mem::take(&mut state.waiting);
        let (first, last) = (state.settled + 1, state.given);
        let segment = state.segment.take();
        let number = segment.as_ref().map_or(state.next, |segment| segment.number);
        state.next = state.next.max(number + 1);
        state.writing = Some(number);
        drop(state);
        let records: Vec<u8> = batches.iter().flat_map(framed).collect();
        let outcome = segment
            .map_or_else(|| self.begin(number), Ok)
            .and_then(|segment| written(segment, &records));
        let mut state = self.lock();
        match outcome {
            Ok(segment) => {
                state.segment = Some(segment);
                state.durable.extend(batches);
            }
            Err(error) => {
                // What is on the disk of it is told apart when it is read; what comes next goes to another segment.
                state.bytes -= batches.iter().map(|batch| batch.lines.len()).sum::<usize>();
                state
                    .failed
                    .extend((first..=last).map(|given| (given, error.to_string())));
            }
        }
        state.settled = last;
        state.writing = None;
        self.changed.notify_all();
        state
    }

    fn begin(&self, number: u64) -> io::Result<Segment> {
        let path = self.folder.join(format!("{number:010}.{ENDING}"));
        let file = OpenOptions::new().create_new(true).append(true).open(path)?;
        // The name survives a power cut once the folder is on the disk; not every system lets a folder be synced.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        Ok(Segment { number, file })
    }

    /// The batches on the disk, once there are any; empty when `patience` has passed or the log has ended.
    pub(super) fn take(&self, patience: Duration) -> Taken {
        let empty = |state: &mut State| state.durable.is_empty() && !state.ended;
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.lock(), patience, empty)
            .unwrap_or_else(PoisonError::into_inner);
        // What comes now goes to another segment, so that this one can be deleted once these batches are in the lake.
        let below = state.writing.unwrap_or(state.next);
        state.segment = None;
        Taken {
            batches: std::mem::take(&mut state.durable),
            below,
        }
    }

    /// Batches that were taken are in the lake: makes room for others and deletes their segments.
    pub(super) fn settle(&self, batches: &[LiveBatch], below: u64) -> io::Result<()> {
        self.lock().bytes -= batches.iter().map(|batch| batch.lines.len()).sum::<usize>();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if number_of(&path).is_some_and(|number| number < below) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Bytes that wait to go into the lake.
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    /// Whoever waits in [`Log::take`] is let go.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }

    /// Whether the log has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.lock().ended
    }
}

fn written(mut segment: Segment, records: &[u8]) -> io::Result<Segment> {
    segment.file.write_all(records)?;
    segment.file.sync_data()?;
    Ok(segment)
}
