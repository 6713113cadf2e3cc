//! The jobs there are: asked for, waiting, being done, ended.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::lang::Bilingual;

use super::job::{Job, JobKind, JobOptions, JobState};
use super::{keep, worker};
use crate::frame::problem::Problem;
use crate::frame::state::{Environment, Now};
use crate::frame::stream::{Message, Stream};

/// Jobs that wait at most.
const WAITING: usize = 16;
/// Ended jobs that are remembered.
const REMEMBERED: usize = 200;

/// Told when a job has changed something: what is stale.
pub type Changed = Arc<dyn Fn(&[&str]) + Send + Sync>;

/// The jobs of a server; cloning it is cheap.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

pub(super) struct Inner {
    pub(super) folder: PathBuf,
    pub(super) now: Now,
    pub(super) environment: Environment,
    pub(super) stream: Stream,
    pub(super) changed: Changed,
    held: Mutex<Held>,
    writing: Mutex<()>,
}

struct Held {
    // The latest last.
    entries: VecDeque<Entry>,
    next: u64,
    working: bool,
}

struct Entry {
    job: Job,
    cancel: Arc<AtomicBool>,
}

/// A job that the worker takes.
pub(super) struct Taken {
    pub(super) job: Job,
    pub(super) cancel: Arc<AtomicBool>,
}

impl Jobs {
    /// The jobs of a workspace's folder, those of earlier servers among them: what was not ended then never will be.
    pub fn new(folder: PathBuf, now: Now, environment: Environment, stream: Stream, changed: Changed) -> Self {
        let ended_at = rfc3339(now());
        let entries = keep::read(&folder)
            .into_iter()
            .map(|job| Entry {
                job: interrupted(job, ended_at.clone()),
                cancel: Arc::default(),
            })
            .collect();
        Self(Arc::new(Inner {
            folder,
            now,
            environment,
            stream,
            changed,
            held: Mutex::new(Held {
                entries,
                next: 0,
                working: false,
            }),
            writing: Mutex::default(),
        }))
    }

    /// To be told when something else than a job has changed what is shown.
    pub fn changed(&self) -> &Changed {
        &self.0.changed
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Entries are changed whole: a thread that died while it held the lock left nothing half done.
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a job.
    ///
    /// # Errors
    /// 429 `jobs-waiting` when too many wait, 409 `job-waiting` when the same is waiting already.
    pub fn ask(&self, kind: JobKind, options: JobOptions, requested_by: &str) -> Result<Job, Problem> {
        let (job, is_new) = self.ask_or_join(kind, options, requested_by)?;
        if is_new { Ok(job) } else { Err(already_waiting()) }
    }

    /// Whether another job may wait: to be asked before something is done that only a job can finish.
    ///
    /// # Errors
    /// 429 `jobs-waiting`.
    pub fn room(&self) -> Result<(), Problem> {
        room(&self.held())
    }

    /// Asks for a job, or joins the same one that is waiting already; whether it is a new one.
    ///
    /// # Errors
    /// 429 `jobs-waiting` when too many wait.
    pub fn ask_or_join(&self, kind: JobKind, options: JobOptions, requested_by: &str) -> Result<(Job, bool), Problem> {
        let now_us = (self.0.now)();
        let job = {
            let mut held = self.held();
            let mut waiting = held.entries.iter().filter(|entry| entry.job.state == JobState::Queued);
            if let Some(same) = waiting.find(|entry| entry.job.kind == kind && entry.job.options == options) {
                return Ok((same.job.clone(), false));
            }
            room(&held)?;
            held.next += 1;
            let job = Job {
                id: format!("j{now_us:x}-{}", held.next),
                kind,
                options,
                state: JobState::Queued,
                phase: None,
                done: 0,
                total: 0,
                requested_by: requested_by.to_owned(),
                created_at: rfc3339(now_us).unwrap_or_default(),
                started_at: None,
                ended_at: None,
                result: None,
                problem: None,
                stopping: false,
            };
            held.entries.push_back(Entry {
                job: job.clone(),
                cancel: Arc::default(),
            });
            while held.entries.len() > REMEMBERED
                && held.entries.front().is_some_and(|entry| entry.job.state.has_ended())
            {
                held.entries.pop_front();
            }
            if !held.working {
                held.working = true;
                worker::begin(self.clone());
            }
            job
        };
        self.told(&job);
        Ok((job, true))
    }

    /// All jobs, the latest first.
    pub fn list(&self) -> Vec<Job> {
        self.held()
            .entries
            .iter()
            .rev()
            .map(|entry| entry.job.clone())
            .collect()
    }

    /// A job.
    pub fn find(&self, id: &str) -> Option<Job> {
        let held = self.held();
        held.entries
            .iter()
            .find(|entry| entry.job.id == id)
            .map(|entry| entry.job.clone())
    }

    /// Stops a job: at once if it waits, between two steps if it is being done.
    ///
    /// # Errors
    /// 404, 409 `job-ended`.
    pub fn stop(&self, id: &str) -> Result<Job, Problem> {
        let job = {
            let mut held = self.held();
            let entry = held.entries.iter_mut().find(|entry| entry.job.id == id);
            let entry = entry.ok_or_else(Problem::not_found)?;
            match entry.job.state {
                JobState::Queued => {
                    entry.job.state = JobState::Cancelled;
                    entry.job.ended_at = rfc3339((self.0.now)());
                }
                JobState::Running => {
                    entry.cancel.store(true, Ordering::Release);
                    entry.job.stopping = true;
                }
                _ => return Err(ended()),
            }
            entry.job.clone()
        };
        self.told(&job);
        Ok(job)
    }

    /// Stops what is being done and what waits, for a server that ends.
    pub fn stop_all(&self) {
        let running: Vec<String> = {
            let held = self.held();
            let open = held.entries.iter().filter(|entry| !entry.job.state.has_ended());
            open.map(|entry| entry.job.id.clone()).collect()
        };
        for id in running {
            // What ended meanwhile needs no stopping.
            let _ = self.stop(&id);
        }
    }

    /// The next job that waits, which is being done from now on; `None` ends the worker.
    pub(super) fn take(&self) -> Option<Taken> {
        let taken = {
            let mut held = self.held();
            let next = held
                .entries
                .iter_mut()
                .find(|entry| entry.job.state == JobState::Queued);
            let Some(entry) = next else {
                held.working = false;
                return None;
            };
            entry.job.state = JobState::Running;
            entry.job.started_at = rfc3339((self.0.now)());
            Taken {
                job: entry.job.clone(),
                cancel: Arc::clone(&entry.cancel),
            }
        };
        self.told(&taken.job);
        Some(taken)
    }

    /// Changes what is known of a job, and tells it. `keep`: also to the disk.
    pub(super) fn change(&self, id: &str, keep: bool, change: impl FnOnce(&mut Job)) {
        let job = {
            let mut held = self.held();
            let Some(entry) = held.entries.iter_mut().find(|entry| entry.job.id == id) else {
                return;
            };
            change(&mut entry.job);
            entry.job.clone()
        };
        if keep {
            self.told(&job);
        } else {
            self.0.stream.tell(Message::Job(Box::new(job)));
        }
    }

    /// Remembers all jobs and tells of one.
    fn told(&self, job: &Job) {
        // One after the other: of two that write, the one with the newer state writes last.
        let _writing = self.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let jobs: Vec<Job> = self.held().entries.iter().map(|entry| entry.job.clone()).collect();
        if let Err(error) = keep::write(&self.0.folder, &jobs) {
            tracing::warn!(%error, "jobs cannot be remembered");
        }
        self.0.stream.tell(Message::Job(Box::new(job.clone())));
    }
}

fn room(held: &Held) -> Result<(), Problem> {
    let waiting = held.entries.iter().filter(|entry| entry.job.state == JobState::Queued);
    if waiting.count() >= WAITING {
        return Err(Problem::busy(StatusCode::TOO_MANY_REQUESTS, "jobs-waiting", 30));
    }
    Ok(())
}

fn interrupted(mut job: Job, ended_at: Option<String>) -> Job {
    if !job.state.has_ended() {
        job.state = JobState::Failed;
        job.ended_at = ended_at;
        job.problem = Some(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "interrupted",
            Bilingual::new("服务器在它结束之前重启了", "the server was restarted before it ended"),
            Bilingual::new(
                "重新开始这项任务；已完成的部分不会丢",
                "begin it again; what was complete is not lost",
            ),
        ));
    }
    job
}

fn already_waiting() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "job-waiting",
        Bilingual::new("同样的任务已在等待", "the same job is waiting already"),
        Bilingual::new("等它完成", "wait for it"),
    )
}

fn ended() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "job-ended",
        Bilingual::new("任务已经结束", "the job has ended"),
        Bilingual::new("无需停止", "there is nothing to stop"),
    )
}
