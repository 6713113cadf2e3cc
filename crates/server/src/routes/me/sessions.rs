//! `GET /me/sessions`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_identity::signed_in::SignedIn;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::instant;

/// Where somebody is signed in.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// The last used first.
    pub items: Vec<MySession>,
    /// Always absent: there is one page.
    pub next_cursor: Option<String>,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub struct MySession {
    /// Names the session.
    pub id: String,
    /// Whether it is this one.
    pub current: bool,
    /// When somebody signed in.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// The last request, to the minute.
    #[schema(format = DateTime)]
    pub last_seen_at: String,
    /// When it ends, whatever happens.
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// The network address.
    pub address: String,
    /// The browser, as it says.
    pub device: String,
}

/// The own sessions.
#[utoipa::path(get, path = "/me/sessions", tag = "who", responses((status = 200, body = SessionList), Problem))]
pub async fn list_my_sessions(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<SessionList>, Problem> {
    let sessions = state.identity.list_sessions(&signed_in, state.now_us()).await?;
    let items = sessions.into_iter().map(|session| MySession {
        current: signed_in.session_id.as_ref() == Some(&session.id),
        id: session.id,
        created_at: instant::text(session.created_at_us),
        last_seen_at: instant::text(session.seen_at_us),
        expires_at: instant::text(session.expires_at_us),
        address: session.address,
        device: session.agent,
    });
    Ok(Json(SessionList {
        items: items.collect(),
        next_cursor: None,
    }))
}
