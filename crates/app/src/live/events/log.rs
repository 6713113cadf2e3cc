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

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(id: &str) -> LiveBatch {
        LiveBatch {
            id: id.to_owned(),
            received_us: 1,
            lines: vec![b'x'; 10],
        }
    }

    fn ids(taken: &Taken) -> Vec<&str> {
        taken.batches.iter().map(|batch| batch.id.as_str()).collect()
    }

    fn on_disk(folder: &Path) -> Vec<String> {
        let segments = fs::read_dir(folder)
            .unwrap()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap());
        let batches = segments.flat_map(|bytes| super::super::frame::read(&bytes).batches);
        batches.map(|batch| batch.id).collect()
    }

    #[test]
    fn what_cannot_be_written_is_not_taken_and_what_comes_next_is() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("inbox");
        let log = Log::new(inside.clone(), 25, 0, Vec::new());
        assert!(matches!(log.append(batch("lost")), Err(NotTaken::Io(_))));
        assert_eq!(log.bytes(), 0);
        fs::create_dir(&inside).unwrap();
        for id in ["a", "b"] {
            log.append(batch(id)).unwrap();
        }
        assert!(matches!(log.append(batch("c")), Err(NotTaken::Full)));
        let taken = log.take(Duration::ZERO);
        assert_eq!(ids(&taken), ["a", "b"]);
        // They hold their room until they are in the lake.
        assert!(matches!(log.append(batch("c")), Err(NotTaken::Full)));
        log.settle(&taken.batches, taken.below).unwrap();
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 0);
        log.append(batch("c")).unwrap();
        assert_eq!(ids(&log.take(Duration::ZERO)), ["c"]);
    }

    #[test]
    fn many_senders_are_all_heard_and_nothing_is_deleted_too_early() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::new(folder.path().to_owned(), usize::MAX, 7, vec![batch("earlier")]);
        let mut seen: Vec<String> = Vec::new();
        std::thread::scope(|scope| {
            for sender in 0..8 {
                let log = &log;
                scope.spawn(move || (0..50).for_each(|n| log.append(batch(&format!("{sender}-{n}"))).unwrap()));
            }
            while seen.len() < 401 {
                let taken = log.take(Duration::from_millis(5));
                let on_disk = on_disk(folder.path());
                assert!(
                    ids(&taken)
                        .iter()
                        .all(|id| *id == "earlier" || on_disk.iter().any(|other| other == id))
                );
                seen.extend(taken.batches.iter().map(|batch| batch.id.clone()));
                log.settle(&taken.batches, taken.below).unwrap();
            }
        });
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 401);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
