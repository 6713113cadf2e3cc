//! `POST /tokens`.

use std::collections::BTreeSet;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::{Extension, Json};
use holdfast_domain::access::scope::Scope;
use holdfast_identity::signed_in::SignedIn;
use holdfast_identity::tokens::create::TokenRequest;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::list::TokenListed;
use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::ScopeWord;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What its owner calls it.
    #[schema(max_length = 200)]
    pub name: String,
    /// What it may be used for: at most what its owner may do.
    #[schema(value_type = Vec<ScopeWord>, max_items = 20)]
    pub scopes: BTreeSet<Scope>,
    /// Days until it ends; absent: until it is revoked.
    #[schema(minimum = 1, maximum = 3650)]
    pub expires_in_days: Option<u32>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub struct TokenMade {
    /// The secret: `hf_…`. It is shown this once.
    pub token: String,
    /// What is known of it later.
    #[serde(flatten)]
    pub listed: TokenListed,
}

/// Makes a token for a program, which shows it as `Authorization: Bearer hf_…`. On the record.
#[utoipa::path(post, path = "/tokens", tag = "who", request_body = NewToken, responses((status = 201, body = TokenMade), Problem))]
pub async fn create_token(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(new): Body<NewToken>,
) -> Result<(StatusCode, Extension<ShownOnce>, Json<TokenMade>), Problem> {
    let request = TokenRequest {
        name: new.name,
        scopes: new.scopes,
        expires_in_days: new.expires_in_days,
    };
    let (token, secret) = state
        .identity
        .create_token(&signed_in, &request, state.now_us())
        .await?;
    let made = TokenMade {
        token: secret,
        listed: token.into(),
    };
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(made)))
}
