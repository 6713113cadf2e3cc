//! `GET /events/status`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::error::AppError;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// How live events stand.
#[derive(Serialize, ToSchema)]
pub struct EventsStatus {
    /// Bytes of events that are safe on the disk and not in the lake yet.
    #[schema(minimum = 0)]
    pub waiting_bytes: u64,
    /// Why they wait, in English; null while all goes well.
    pub trouble: Option<String>,
}

/// Whether live events go into the lake as they should.
#[utoipa::path(get, path = "/events/status", tag = "events", responses((status = 200, body = EventsStatus), Problem))]
pub async fn events_status(Extract(state): Extract<State>, caller: Caller) -> Result<Json<EventsStatus>, Problem> {
    caller.may(Permission::ViewData)?;
    let open = state.clone();
    let (bytes, trouble) = state
        .work
        .run(move || Ok::<_, AppError>(open.live()?.waiting()))
        .await?;
    Ok(Json(EventsStatus {
        waiting_bytes: bytes as u64,
        trouble,
    }))
}
