//! How a use case ends when it does not succeed.

use std::path::PathBuf;

use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::error::EngineError;
use thiserror::Error;

/// A use case's failure.
#[derive(Debug, Error)]
pub enum AppError {
    /// The input was refused; nothing was written. Exit code 3.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// A file could not be written (no space, no permission); nothing half written was left. Exit code 3.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A model could not be fitted. Exit code 1.
    #[error("the model could not be fitted: {0}")]
    Learn(#[from] holdfast_learn::error::LearnError),
    /// A figure could not be computed. Exit code 1.
    #[error("a figure could not be computed: {0}")]
    Stats(#[from] holdfast_stats::error::StatsError),
    /// Reasons could not be given. Exit code 1.
    #[error("reasons could not be given: {0}")]
    Reasons(#[from] holdfast_reasons::error::ReasonError),
    /// The report could not be put into words. Exit code 1.
    #[error("the report could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The lake or the query engine failed. Exit code 1.
    #[error("{0}")]
    Engine(String),
    /// Whoever began it stopped it; what was complete by then stays. Exit code 1.
    #[error("stopped as asked")]
    Cancelled,
    /// The simulator failed. Exit code 1.
    #[error(transparent)]
    Simulate(#[from] holdfast_simulate::plan::SimulateError),
}

impl AppError {
    /// What went wrong and, where the user can do something, what to do.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Refused(refusal), _) => refusal.message(lang),
            (Self::Write { path, source }, Lang::Zh) => {
                format!(
                    "{}：写不进去（{source}）。怎么办：检查磁盘空间和权限，或用 --out 换一个文件夹；原有文件未动",
                    path.display()
                )
            }
            (Self::Write { path, source }, Lang::En) => format!(
                "{}: cannot be written ({source}). What to do: check free space and permissions, or choose another folder with --out; earlier files are as they were",
                path.display()
            ),
            (Self::Cancelled, Lang::Zh) => "已按要求停止".to_owned(),
            (other, _) => other.to_string(),
        }
    }

    /// Whether the command line should say that it refused (exit code 3) rather than failed (1).
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Write { .. })
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<EngineError> for AppError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => Self::Refused(refusal),
            failed => Self::Engine(failed.to_string()),
        }
    }
}
