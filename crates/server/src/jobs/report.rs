//! A job's progress, as its use case tells it.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use holdfast_app::progress::Progress;
use holdfast_domain::lang::Bilingual;

use super::queue::Jobs;

/// Microseconds between two steps that clients are told of.
const PAUSE_US: i64 = 250_000;

/// Passes progress on to whoever listens, and the wish to stop back.
pub(super) struct Reporter<'a> {
    pub(super) jobs: &'a Jobs,
    pub(super) id: &'a str,
    pub(super) cancel: &'a AtomicBool,
    last_us: AtomicI64,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(jobs: &'a Jobs, id: &'a str, cancel: &'a AtomicBool) -> Self {
        Self {
            jobs,
            id,
            cancel,
            last_us: AtomicI64::new(i64::MIN),
        }
    }
}

impl Progress for Reporter<'_> {
    fn phase(&self, name: Bilingual) {
        self.last_us.store(i64::MIN, Ordering::Relaxed);
        self.jobs.change(self.id, false, |job| {
            job.phase = Some(name.into());
            (job.done, job.total) = (0, 0);
        });
    }

    fn advance(&self, done: u64, total: u64) {
        let now = (self.jobs.inner().now)();
        let last = self.last_us.load(Ordering::Relaxed);
        if done < total && now.saturating_sub(last) < PAUSE_US && last != i64::MIN {
            return;
        }
        self.last_us.store(now, Ordering::Relaxed);
        self.jobs
            .change(self.id, false, |job| (job.done, job.total) = (done, total));
    }

    fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Acquire)
    }
}
