//! `POST /users`.

use std::collections::BTreeSet;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::{Extension, Json};
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_domain::lang::Lang;
use holdfast_identity::people::create::PersonRequest;
use holdfast_identity::signed_in::SignedIn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::User;
use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::{LangWord, RoleWord, Rows};

/// A person to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// What is typed to sign in.
    #[schema(max_length = 200)]
    pub login: String,
    /// The name that others see.
    #[schema(max_length = 200)]
    pub name: String,
    /// What the person is to the workspace.
    #[schema(value_type = Vec<RoleWord>, min_items = 1, max_items = 6)]
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see; an agent needs at least one.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub rows: Vec<Rows>,
    /// Language of the pages; absent: that of whoever makes the person.
    #[schema(value_type = Option<LangWord>)]
    pub lang: Option<Lang>,
}

/// A person who was made.
#[derive(Serialize, ToSchema)]
pub struct UserMade {
    /// For the first sign-in, when another must be chosen. It is shown this once.
    pub temporary_password: String,
    /// The person.
    #[serde(flatten)]
    pub user: User,
}

/// Makes a person with a temporary password. On the record.
#[utoipa::path(post, path = "/users", tag = "who", request_body = NewUser, responses((status = 201, body = UserMade), Problem))]
pub async fn create_user(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(new): Body<NewUser>,
) -> Result<(StatusCode, Extension<ShownOnce>, Json<UserMade>), Problem> {
    caller.may(Permission::ManageUsers)?;
    let request = PersonRequest {
        login: new.login,
        name: new.name,
        roles: new.roles,
        rows: new.rows.into_iter().map(Into::into).collect(),
        lang: new.lang.unwrap_or(caller.lang),
    };
    let (person, temporary_password) = state
        .identity
        .create_person(&signed_in, &request, state.now_us())
        .await?;
    let made = UserMade {
        temporary_password,
        user: person.into(),
    };
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(made)))
}
