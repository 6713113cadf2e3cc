//! One batch of events: checked, made durable, and remembered by its id.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::Zone;
use holdfast_engine::ingest::Reject;
use holdfast_engine::ingest::live::{LiveBatch, check};
use serde::Serialize;

use super::frame::LONGEST_ID;
use super::log::{Log, NotTaken, Taken};
use super::replay::left;
use crate::error::AppError;

/// Bytes of a batch at most.
const BATCH_BYTES: usize = 8 << 20;
/// Bytes that may wait to go into the lake.
const WAITING_BYTES: usize = 64 << 20;
/// Ids that are remembered; the lake knows older ones, too, and lets none in twice.
const REMEMBERED: usize = 1 << 20;

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accepted {
    /// Events that are safe, and will be counted within a second or two.
    pub accepted: u64,
    /// Events that were not taken.
    pub rejected: u64,
    /// Why, of the first of them and of values that are left empty.
    pub rejects: Vec<Reject>,
    /// A batch with this id was accepted before; this one changed nothing.
    pub duplicate: bool,
}

/// Batches that were accepted and wait for the lake.
#[derive(Debug)]
pub(in crate::live) struct Inbox {
    log: Log,
    known: Mutex<Known>,
    settled: Condvar,
}

/// Ids of batches: whether they are safe or somebody is just making them so.
#[derive(Debug, Default)]
struct Known {
    safe: BTreeMap<String, bool>,
    order: VecDeque<String>,
}

impl Known {
    fn remember(&mut self, id: String) {
        if self.safe.insert(id.clone(), true) != Some(true) {
            self.order.push_back(id);
        }
        while self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.safe.remove(&oldest);
            }
        }
    }
}

impl Inbox {
    /// The inbox in a folder, with what earlier runs left in it. `stored` are the ids of batches in the lake, in order.
    pub(in crate::live) fn open(folder: PathBuf, stored: Vec<String>) -> Result<Self, AppError> {
        let found = left(&folder).map_err(|source| AppError::Write {
            path: folder.clone(),
            source,
        })?;
        let mut known = Known::default();
        for id in stored
            .into_iter()
            .chain(found.batches.iter().map(|batch| batch.id.clone()))
        {
            known.remember(id);
        }
        Ok(Self {
            log: Log::new(folder, WAITING_BYTES, found.next, found.batches),
            known: Mutex::new(known),
            settled: Condvar::new(),
        })
    }

    /// Batches for the lake, once there are any or `patience` has passed.
    pub(in crate::live) fn take(&self, patience: Duration) -> Taken {
        self.log.take(patience)
    }

    /// Batches that were taken are in the lake.
    pub(in crate::live) fn settle(&self, batches: &[LiveBatch], below: u64) -> std::io::Result<()> {
        self.log.settle(batches, below)
    }

    /// Bytes that wait to go into the lake.
    pub(in crate::live) fn bytes(&self) -> usize {
        self.log.bytes()
    }

    /// Nobody gives anything any more.
    pub(in crate::live) fn end(&self) {
        self.log.end();
    }

    /// Whether it has ended.
    pub(in crate::live) fn has_ended(&self) -> bool {
        self.log.has_ended()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accepts a batch of JSON lines. When this returns, neither a crash nor a power cut loses it.
    pub(in crate::live) fn accept(
        &self,
        id: &str,
        lines: Vec<u8>,
        (zone, currency): (&Zone, &str),
        now_us: i64,
    ) -> Result<Accepted, AppError> {
        check_size(id, &lines)?;
        if !self.begin(id) {
            return Ok(Accepted {
                accepted: 0,
                rejected: 0,
                rejects: Vec::new(),
                duplicate: true,
            });
        }
        let mut claim = Claim {
            inbox: self,
            id,
            safe: false,
        };
        let checked = check(&lines, zone, currency, now_us)?;
        let batch = LiveBatch {
            id: id.to_owned(),
            received_us: now_us,
            lines,
        };
        self.log.append(batch).map_err(not_taken)?;
        claim.safe = true;
        Ok(Accepted {
            accepted: checked.accepted,
            rejected: checked.rejected,
            rejects: checked.rejects,
            duplicate: false,
        })
    }

    /// Claims an id; `false` when its batch is safe already. Waits while somebody else makes it so.
    fn begin(&self, id: &str) -> bool {
        let mut known = self.known();
        loop {
            match known.safe.get(id) {
                Some(true) => return false,
                Some(false) => known = self.settled.wait(known).unwrap_or_else(PoisonError::into_inner),
                None => {
                    known.safe.insert(id.to_owned(), false);
                    return true;
                }
            }
        }
    }
}

/// An id while its batch is made safe: given back unless it was.
struct Claim<'a> {
    inbox: &'a Inbox,
    id: &'a str,
    safe: bool,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut known = self.inbox.known();
        if self.safe {
            known.remember(self.id.to_owned());
        } else {
            known.safe.remove(self.id);
        }
        self.inbox.settled.notify_all();
    }
}

fn check_size(id: &str, lines: &[u8]) -> Result<(), Refusal> {
    if id.is_empty() || id.len() > LONGEST_ID || id.chars().any(char::is_control) {
        return Err(Refusal::new(
            "bad-batch-id",
            bilingual!(
                "批次编号应为 1 到 {LONGEST_ID} 个字节，不含控制字符",
                "a batch's id has 1 to {LONGEST_ID} bytes and no control characters"
            ),
            Bilingual::new(
                "给每批一个不重复的编号，例如 UUID；重发时用同一个",
                "give each batch an id of its own, such as a UUID, and the same when it is sent again",
            ),
        )
        .with_value(id));
    }
    if lines.len() > BATCH_BYTES {
        let bytes = lines.len();
        return Err(Refusal::new(
            "batch-too-large",
            bilingual!(
                "这批有 {bytes} 字节，上限为 {BATCH_BYTES}",
                "the batch has {bytes} bytes, {BATCH_BYTES} are possible"
            ),
            Bilingual::new("分成几批发送", "send it as several batches"),
        ));
    }
    Ok(())
}

fn not_taken(reason: NotTaken) -> AppError {
    match reason {
        NotTaken::Full => Refusal::new(
            "events-waiting",
            Bilingual::new(
                "等待入湖的事件太多，这批没有收下",
                "too many events wait to go into the lake; this batch was not taken",
            ),
            Bilingual::new(
                "一秒后用同一个批次编号重发",
                "send it again in a second, with the same batch id",
            ),
        )
        .into(),
        NotTaken::Io(source) => AppError::Write {
            path: PathBuf::from("inbox"),
            source,
        },
    }
}
