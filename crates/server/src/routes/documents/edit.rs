//! Saving something again.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use holdfast_store::documents::update::DocumentEdit;

use super::document::{NewDocument, Spec, answer};
use crate::frame::caller::Caller;
use crate::frame::precondition::{changed_meanwhile, if_match};
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Puts this in its place, from the version that `If-Match` names on.
///
/// # Errors
/// `version-needed`, `changed-meanwhile`, `not-found` for one that is not the caller's, and those of saving.
pub(crate) async fn edit<S: Spec>(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    id: &str,
    new: &NewDocument<S>,
) -> Result<Response, Problem> {
    let (title, spec) = new.checked()?;
    let edit = DocumentEdit {
        title,
        shared: new.shared,
        spec,
    };
    let version = version(headers)?;
    let found = state
        .store
        .update_document(S::KIND, id, &caller.user_id, version, &edit, state.now_us())
        .await?;
    let document = found.ok_or_else(Problem::not_found)?;
    answer::<S>(state, StatusCode::OK, document, &caller.user_id).await
}

/// The version that an edit is based on; what is no number is no version that there ever was.
pub(super) fn version(headers: &HeaderMap) -> Result<i64, Problem> {
    if_match(headers)?.parse().map_err(|_| changed_meanwhile())
}
