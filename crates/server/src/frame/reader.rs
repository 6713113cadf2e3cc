//! The data as one caller sees them.

use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::error::AppError;
use holdfast_app::explore::{Reader, Reading};
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;

use super::answer::{Question, answer};
use super::caller::Caller;
use super::problem::Problem;
use super::state::State;
use crate::wire::fresh::Fresh;
use crate::wire::freshness::Freshness;

/// The present edition as the caller sees it, and the version of everything that answers are made of.
///
/// # Errors
/// `no-workspace`, `no-data`, `no-churn-definition`; a lake that cannot be read.
pub async fn reader(state: &State, caller: &Caller) -> Result<(Reader, String), Problem> {
    let reading = Reading {
        rows: caller.rows.clone(),
        personal: caller.can(Permission::Unmask),
    };
    let state = state.clone();
    // Not among the work that is counted: it is there already, unless the server or an edition has just begun, and then all wait for it anyway.
    let opened = tokio::task::spawn_blocking(move || {
        let reader = Reader::open(&*state.live()?, &state.open.indexes, reading)?;
        let version = reader.version()?;
        Ok::<_, AppError>((reader, version))
    });
    match opened.await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(error) => Err(Problem::failed(&error)),
    }
}

/// Answers a question of the data, from what is kept or by the use case, with the data that the answer speaks of. `asked` is the question in one form.
///
/// # Errors
/// Those of [`reader`] and of the use case.
pub async fn answered<T, W>(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    asked: &str,
    use_case: W,
) -> Result<Response, Problem>
where
    T: Serialize + Send + 'static,
    W: FnOnce(&Reader) -> Result<T, AppError> + Send + 'static,
{
    let (reader, version) = reader(state, caller).await?;
    let question = Question {
        version: &version,
        asked,
    };
    answer(state, caller, headers, question, move || async move {
        let freshness = freshness(&reader);
        let answer = state.work.run(move || use_case(&reader)).await?;
        Ok(Fresh { answer, freshness })
    })
    .await
}

/// The same of something that may not be there, or not for this caller: 404.
///
/// # Errors
/// As [`answered`]; `not-found`.
pub async fn found<T, W>(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    asked: &str,
    use_case: W,
) -> Result<Response, Problem>
where
    T: Serialize + Send + 'static,
    W: FnOnce(&Reader) -> Result<Option<T>, AppError> + Send + 'static,
{
    let (reader, version) = reader(state, caller).await?;
    let question = Question {
        version: &version,
        asked,
    };
    answer(state, caller, headers, question, move || async move {
        let freshness = freshness(&reader);
        let answer = state.work.run(move || use_case(&reader)).await?;
        let answer = answer.ok_or_else(Problem::not_found)?;
        Ok(Fresh { answer, freshness })
    })
    .await
}

/// What stands beside everything that shows figures.
pub fn freshness(reader: &Reader) -> Freshness {
    let known = reader.freshness();
    Freshness {
        commit: known.commit,
        through: known.through.map(|day| day.to_string()),
        as_of: known.as_of.map(|day| day.to_string()),
        refreshed_at: known.refreshed_at_us.and_then(rfc3339),
        restricted: reader.is_restricted(),
    }
}
