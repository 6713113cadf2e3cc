//! One document.

use axum::http::StatusCode;
use axum::response::Response;
use holdfast_store::documents::document::{Document, DocumentKind};

use super::document::{Spec, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// An own one or a shared one.
///
/// # Errors
/// `not-found`.
pub(crate) async fn find<S: Spec>(state: &State, caller: &Caller, id: &str) -> Result<Response, Problem> {
    let document = document_of(state, caller, S::KIND, id).await?;
    answer::<S>(state, StatusCode::OK, document, &caller.user_id).await
}

/// What is in an own one or a shared one.
///
/// # Errors
/// `not-found`; a document that this version of the program cannot read.
pub(crate) async fn spec_of<S: Spec>(state: &State, caller: &Caller, id: &str) -> Result<S, Problem> {
    let document = document_of(state, caller, S::KIND, id).await?;
    Ok(serde_json::from_value(document.spec)?)
}

async fn document_of(state: &State, caller: &Caller, kind: DocumentKind, id: &str) -> Result<Document, Problem> {
    let found = state.store.find_document(kind, id, &caller.user_id).await?;
    found.ok_or_else(Problem::not_found)
}
