//! `holdfast cycle`: what a scheduler runs every day or week: new data in, everybody scored, the model watched.

use holdfast_engine::metrics::data::MetricData;

use super::registry::store::Registry;
use super::scoring::run::{ScoreOptions, Scored, score};
use super::watching::run::{Watched, watch};
use crate::error::AppError;
use crate::lake::{ImportOptions, Refreshed, Session, When, refresh};
use crate::progress::Progress;

/// What a cycle did.
#[derive(Clone, Debug)]
pub struct Cycled {
    /// The import.
    pub refreshed: Refreshed,
    /// The watch: it comes before the scores, which nobody should use when the data are broken.
    pub watched: Watched,
    /// The scores; absent when the data are broken.
    pub scored: Option<Scored>,
}

/// Refreshes, watches, and scores unless the data are broken.
///
/// # Errors
/// `no-model` before anything is imported; those of its parts.
pub fn cycle(
    session: &Session,
    import: &ImportOptions,
    when: &When,
    top: usize,
    progress: &(dyn Progress + Sync),
) -> Result<Cycled, AppError> {
    Registry::of(&session.workspace.root).chosen(None)?;
    let refreshed = refresh(session, import, progress)?;
    let watched = watch(session, when, progress)?;
    let broken = watched.verdict.action == holdfast_stats::verdict::Action::DataBroken;
    let scored = if broken {
        None
    } else {
        let options = ScoreOptions {
            when: When {
                as_of: Some(session.facts(when)?.as_of()),
                ..when.clone()
            },
            model: None,
            top,
        };
        Some(score(session, &options, import.now_us, progress)?)
    };
    Ok(Cycled {
        refreshed,
        watched,
        scored,
    })
}
