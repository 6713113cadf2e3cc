//! Own and shared documents.

use axum::Json;
use holdfast_store::page::Place;

use super::document::{Owners, SavedDocuments, Spec};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::list::{PageQuery, cursor};

/// A page of what the caller may see, the newest first.
///
/// # Errors
/// `bad-limit`, `bad-cursor`.
pub(crate) async fn list<S: Spec>(
    state: &State,
    caller: &Caller,
    page: &PageQuery,
) -> Result<Json<SavedDocuments<S>>, Problem> {
    let rows = page.rows()?;
    let after = page.after::<(i64, String)>()?.map(|(number, id)| Place { number, id });
    let found = state
        .store
        .list_documents(S::KIND, &caller.user_id, after.as_ref(), rows as u64)
        .await?;
    let owners = Owners::of(state, &found.items).await?;
    Ok(Json(SavedDocuments {
        items: found
            .items
            .into_iter()
            .map(|document| owners.show(document, &caller.user_id))
            .collect::<Result<_, _>>()?,
        next_cursor: found.next.map(|place| cursor(&(place.number, place.id))).transpose()?,
    }))
}
