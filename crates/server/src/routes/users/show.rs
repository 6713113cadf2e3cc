//! `GET /users/{id}`.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderName, HeaderValue};
use holdfast_domain::access::permission::Permission;

use super::wire::{User, tagged};
use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// A person; `ETag` is what an edit repeats in `If-Match`.
#[utoipa::path(get, path = "/users/{id}", tag = "who", params(("id" = String, Path, description = "the person's id", max_length = 64)),
    responses((status = 200, body = User), Problem))]
pub async fn show_user(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<User>), Problem> {
    caller.may(Permission::ManageUsers)?;
    let person = state.store.find_person(&id).await?;
    Ok(tagged(person.ok_or_else(Problem::not_found)?))
}
