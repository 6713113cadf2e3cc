//! `PATCH /users/{id}`.

use std::collections::BTreeSet;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::{Extension, Json};
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_identity::signed_in::SignedIn;
use holdfast_store::people::edit::PersonEdit;
use serde::Deserialize;
use utoipa::ToSchema;

use super::wire::{User, tagged};
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path};
use crate::frame::precondition::{changed_meanwhile, if_match};
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::{RoleWord, Rows};

/// What is to be different; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// The name that others see.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// What the person is to the workspace.
    #[schema(value_type = Option<Vec<RoleWord>>, min_items = 1, max_items = 6)]
    pub roles: Option<BTreeSet<Role>>,
    /// Which customers the person may see.
    #[schema(max_items = 3)]
    pub rows: Option<Vec<Rows>>,
    /// May not sign in; ends every session and stops tokens.
    pub disabled: Option<bool>,
}

/// Edits a person from the version in `If-Match` on. What is taken away is gone with the person's next request. On the record, before
/// and after.
#[utoipa::path(patch, path = "/users/{id}", tag = "who",
    params(("id" = String, Path, description = "the person's id", max_length = 64),
        ("If-Match" = String, Header, description = "the version that is edited")),
    request_body = UserChange, responses((status = 200, body = User), Problem))]
pub async fn edit_user(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(change): Body<UserChange>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<User>), Problem> {
    caller.may(Permission::ManageUsers)?;
    let version = if_match(&headers)?.parse().map_err(|_| changed_meanwhile())?;
    let before = state.store.find_person(&id).await?.ok_or_else(Problem::not_found)?;
    let edit = PersonEdit {
        name: change.name.unwrap_or(before.name),
        roles: change.roles.unwrap_or(before.roles),
        rows: change
            .rows
            .map_or(before.rows, |rows| rows.into_iter().map(Into::into).collect()),
        disabled: change.disabled.unwrap_or(before.disabled),
    };
    Ok(tagged(
        state
            .identity
            .edit_person(&signed_in, &id, version, &edit, state.now_us())
            .await?,
    ))
}
