//! One document.

use axum::http::StatusCode;
use axum::response::Response;

use super::document::{Spec, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// An own one or a shared one.
///
/// # Errors
/// `not-found`.
pub(crate) async fn find<S: Spec>(state: &State, caller: &Caller, id: &str) -> Result<Response, Problem> {
    let found = state.store.find_document(S::KIND, id, &caller.user_id).await?;
    let document = found.ok_or_else(Problem::not_found)?;
    answer::<S>(state, StatusCode::OK, document, &caller.user_id).await
}
