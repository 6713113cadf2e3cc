//! A job as clients see it.

use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::wire::text::Text;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Imports what is new of all sources and brings the panel up to date.
    Refresh,
    /// Imports one source (`source`) and brings the panel up to date.
    Import,
    /// Trains a model (`definition`, `horizon_days`, `gap_days`, `cutoffs`, `candidates`, `minutes`, `seed`, `promote`).
    Train,
    /// Scores every customer (`model`).
    Score,
    /// Watches the model in use.
    Watch,
    /// Refresh, watch and score.
    Cycle,
}

impl JobKind {
    /// What somebody must be permitted to begin or stop it.
    pub fn needs(self) -> &'static [Permission] {
        match self {
            Self::Refresh | Self::Import => &[Permission::ManageData],
            Self::Train | Self::Score | Self::Watch => &[Permission::ManageModels],
            Self::Cycle => &[Permission::ManageData, Permission::ManageModels],
        }
    }

    /// What is stale when it has ended.
    pub fn changes(self) -> &'static [&'static str] {
        match self {
            Self::Refresh | Self::Import => &["data"],
            Self::Train | Self::Watch => &["models"],
            Self::Score => &["scores"],
            Self::Cycle => &["data", "models", "scores"],
        }
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It waits for those before it.
    Queued,
    /// It is being done.
    Running,
    /// It ended well.
    Done,
    /// It did not: `problem` says why.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

impl JobState {
    /// Whether it will not change any more.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// What a job is told; every kind reads its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JobOptions {
    /// Import: id of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::wire::short::short::<64, _>")]
    #[schema(max_length = 64)]
    pub source: Option<String>,
    /// Score: id of the model; absent: the one in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::wire::short::short::<64, _>")]
    #[schema(max_length = 64)]
    pub model: Option<String>,
    /// Train: id of the churn definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::wire::short::short::<64, _>")]
    #[schema(max_length = 64)]
    pub definition: Option<String>,
    /// Train: days of the outcome window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 3650)]
    pub horizon_days: Option<i32>,
    /// Train: days between cutoff and outcome window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 365)]
    pub gap_days: Option<i32>,
    /// Train: cutoffs at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 120)]
    pub cutoffs: Option<u32>,
    /// Train: names of the candidates; absent: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub candidates: Vec<String>,
    /// Train: minutes after which no further candidate is begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(exclusive_minimum = 0.0, maximum = 1440.0)]
    pub minutes: Option<f64>,
    /// Train: seed of every draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub seed: Option<u64>,
    /// Train: make the new model the champion whatever its figures.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub promote: bool,
}

/// A job.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What it does.
    pub kind: JobKind,
    /// What it was told.
    pub options: JobOptions,
    /// How far it is.
    pub state: JobState,
    /// What is being done.
    pub phase: Option<Text>,
    /// Units of the phase that are done.
    #[schema(minimum = 0)]
    pub done: u64,
    /// Units of the phase; 0: not known.
    #[schema(minimum = 0)]
    pub total: u64,
    /// Who began it, as the audit log names people.
    pub requested_by: String,
    /// When it was asked for, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it began.
    #[schema(format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
    /// What came of it, by kind: counts of batches, the model's id and figures, customers by level, the verdict.
    #[schema(value_type = Option<Object>)]
    pub result: Option<Value>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// Somebody asked it to stop; it does so between two steps.
    pub stopping: bool,
}

impl Job {
    /// As somebody may know of it: what it counted is everybody's, and not for a reader who sees some customers alone.
    #[must_use]
    pub fn seen_by(mut self, caller: &Caller) -> Self {
        if !caller.rows.is_empty() {
            self.result = None;
            // What went wrong may be told with a value of somebody's row, or with how many rows there are.
            self.problem = self.problem.map(|problem| Problem {
                detail: "the job did not succeed".to_owned(),
                problem: Bilingual::new("任务没有完成", "the job did not succeed").into(),
                errors: Vec::new(),
                ..problem
            });
            self.done = (self.done.saturating_mul(100))
                .checked_div(self.total)
                .unwrap_or(0)
                .min(100);
            self.total = if self.total == 0 { 0 } else { 100 };
        }
        self
    }
}
