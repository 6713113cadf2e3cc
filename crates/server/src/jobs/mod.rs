//! Work that takes longer than a request: imports, trainings, scores. One at a time, a few that wait, each of which can be stopped.
//!
//! [`queue::Jobs`] holds them, `worker` does them one after the other, `work` says what each kind is, `keep` remembers how they ended. To add a kind:
//! its line in [`job::JobKind`], its arm in `work`.

pub mod job;
mod keep;
pub mod queue;
mod report;
mod work;
mod worker;
