//! `POST /models/rollback`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_app::models::registry::manage;
use holdfast_app::models::registry::store::Registry;
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::access::permission::Permission;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde_json::json;

use super::promote::InUse;
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Puts the model to use that was in use before the present one; once more goes one further back. On the record.
#[utoipa::path(post, path = "/models/rollback", tag = "models", responses((status = 200, body = InUse), Problem))]
pub async fn roll_back(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<InUse>, Problem> {
    caller.may(Permission::ManageModels)?;
    let folder = state.folder.clone();
    let now = rfc3339(state.now_us()).unwrap_or_default();
    let register = state
        .work
        .finish(move || manage::roll_back(&Registry::of(&folder), &now))
        .await?;
    let target = register.champion.clone().unwrap_or_default();
    let entry = act::of(&signed_in, "model.rolled_back", target, json!({}));
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    state.changed(&["models"]).await;
    Ok(Json(register.into()))
}
