//! One thread that does one job after the other, and ends when none waits.

use std::panic::{AssertUnwindSafe, catch_unwind};

use holdfast_app::error::AppError;
use holdfast_app::quality::batches::rfc3339;
use serde_json::Value;

use super::job::{Job, JobState};
use super::queue::{Jobs, Taken};
use super::report::Reporter;
use super::work::work;
use crate::frame::problem::Problem;

/// Begins the thread.
pub(super) fn begin(jobs: Jobs) {
    let thread = std::thread::Builder::new().name("holdfast-jobs".to_owned());
    let spawned = thread.spawn(move || {
        while let Some(taken) = jobs.take() {
            one(&jobs, &taken);
        }
    });
    if let Err(error) = spawned {
        tracing::error!(%error, "the system gives no thread for jobs");
    }
}

fn one(jobs: &Jobs, Taken { job, cancel }: &Taken) {
    let reporter = Reporter::new(jobs, &job.id, cancel);
    // A use case that panics must not take the thread along: the jobs after it are none of its fault, and nothing outlives the closure.
    let outcome = catch_unwind(AssertUnwindSafe(|| work(jobs.inner(), job, &reporter)));
    let outcome = outcome.unwrap_or_else(|_| Err(AppError::Engine("a job panicked".to_owned())));
    let is_done = outcome.is_ok();
    let ended_at = rfc3339((jobs.inner().now)());
    jobs.change(&job.id, true, |job| {
        job.ended_at = ended_at;
        end(job, outcome);
    });
    // Part of a cancelled or failed job may be in the lake: an import of several sources is one commit a source.
    (jobs.inner().changed)(job.kind.changes());
    tracing::info!(job = %job.id, kind = ?job.kind, is_done, "job ended");
}

fn end(job: &mut Job, outcome: Result<Value, AppError>) {
    job.stopping = false;
    match outcome {
        Ok(result) => {
            job.state = JobState::Done;
            job.phase = None;
            job.result = Some(result);
        }
        Err(AppError::Cancelled) => job.state = JobState::Cancelled,
        Err(error) => {
            job.state = JobState::Failed;
            job.problem = Some(Problem::from(error));
        }
    }
}
