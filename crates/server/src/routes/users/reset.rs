//! `POST /users/{id}/reset`.

use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use holdfast_identity::signed_in::SignedIn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What is lost besides the password.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// The second factor too: it is removed.
    #[serde(default)]
    pub second_factor: bool,
}

/// What somebody signs in with next.
#[derive(Serialize, ToSchema)]
pub struct TemporaryPassword {
    /// For one sign-in, when another must be chosen. It is shown this once.
    pub temporary_password: String,
}

/// Gives somebody else a temporary password; their sessions and tokens end. On the record.
#[utoipa::path(post, path = "/users/{id}/reset", tag = "who", params(("id" = String, Path, description = "the person's id", max_length = 64)),
    request_body = Option<Reset>, responses((status = 200, body = TemporaryPassword), Problem))]
pub async fn reset_user(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<(Extension<ShownOnce>, Json<TemporaryPassword>), Problem> {
    caller.may(Permission::ManageUsers)?;
    let reset = if body.is_empty() {
        Reset::default()
    } else {
        let read: Option<Reset> = serde_json::from_slice(&body).map_err(|error| {
            Problem::invalid(
                "bad-body",
                "second_factor",
                Bilingual::new(
                    format!("请求正文不对：{error}"),
                    format!("the body does not fit: {error}"),
                ),
            )
        })?;
        read.unwrap_or_default()
    };
    let temporary_password = state
        .identity
        .reset_password(&signed_in, &id, reset.second_factor, state.now_us())
        .await?;
    Ok((Extension(ShownOnce), Json(TemporaryPassword { temporary_password })))
}
