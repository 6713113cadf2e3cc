//! Saving something new.

use axum::http::StatusCode;
use axum::response::Response;
use holdfast_identity::random::id;
use holdfast_store::documents::document::Document;

use super::document::{NewDocument, Spec, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Saves it; the caller owns it.
///
/// # Errors
/// `bad-title`, `bad-spec`, `document-too-large`.
pub(crate) async fn create<S: Spec>(state: &State, caller: &Caller, new: &NewDocument<S>) -> Result<Response, Problem> {
    let (title, spec) = new.checked()?;
    let now_us = state.now_us();
    let document = Document {
        id: id(state.random.as_ref())?,
        kind: S::KIND,
        owner_id: caller.user_id.clone(),
        title,
        shared: new.shared,
        spec,
        version: 1,
        created_at_us: now_us,
        updated_at_us: now_us,
    };
    state.store.create_document(&document).await?;
    answer::<S>(state, StatusCode::CREATED, document, &caller.user_id).await
}
