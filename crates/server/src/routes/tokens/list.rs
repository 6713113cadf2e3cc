//! `GET /tokens`.

use std::collections::BTreeSet;

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_domain::access::scope::Scope;
use holdfast_identity::signed_in::SignedIn;
use holdfast_store::tokens::token::Token;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::ScopeWord;
use crate::wire::instant;

/// Tokens.
#[derive(Serialize, ToSchema)]
pub struct TokenList {
    /// The newest first.
    pub items: Vec<TokenListed>,
    /// Always absent: there is one page.
    pub next_cursor: Option<String>,
}

/// What a program signs in with; never the secret itself.
#[derive(Serialize, ToSchema)]
pub struct TokenListed {
    /// Names the token.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The beginning of the secret, to tell tokens apart.
    pub hint: String,
    /// What it may be used for.
    #[schema(value_type = Vec<ScopeWord>)]
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it ends; absent: until it is revoked.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// When it was last used, to the minute.
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}

impl From<Token> for TokenListed {
    fn from(token: Token) -> Self {
        Self {
            id: token.id,
            name: token.name,
            hint: token.hint,
            scopes: token.scopes,
            created_at: instant::text(token.created_at_us),
            expires_at: token.expires_at_us.map(instant::text),
            last_used_at: token.used_at_us.map(instant::text),
        }
    }
}

/// The own tokens.
#[utoipa::path(get, path = "/tokens", tag = "who", responses((status = 200, body = TokenList), Problem))]
pub async fn list_tokens(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<TokenList>, Problem> {
    let tokens = state.identity.list_tokens(&signed_in).await?;
    Ok(Json(TokenList {
        items: tokens.into_iter().map(TokenListed::from).collect(),
        next_cursor: None,
    }))
}
