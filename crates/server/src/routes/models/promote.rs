//! `POST /models/{id}/promotion`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_app::models::registry::manage::promote;
use holdfast_app::models::registry::store::{Register, Registry};
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::access::permission::Permission;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Which models are in use now.
#[derive(Serialize, ToSchema)]
pub struct InUse {
    /// The model that scores.
    pub champion: Option<String>,
    /// The one beside it.
    pub challenger: Option<String>,
}

impl From<Register> for InUse {
    fn from(register: Register) -> Self {
        Self {
            champion: register.champion,
            challenger: register.challenger,
        }
    }
}

/// Puts a model to use; the one before becomes the challenger. On the record.
#[utoipa::path(post, path = "/models/{id}/promotion", tag = "models", params(("id" = String, Path, description = "the model's id", max_length = 64)),
    responses((status = 200, body = InUse), Problem))]
pub async fn promote_model(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<Json<InUse>, Problem> {
    caller.may(Permission::ManageModels)?;
    let folder = state.folder.clone();
    let registry = Registry::of(&folder);
    let wanted = id.clone();
    // What cannot be done is not recorded; what is recorded is done next.
    state.work.run(move || registry.folder(&wanted).map(drop)).await?;
    let entry = act::of(&signed_in, "model.promoted", id.as_str(), json!({}));
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    let now = rfc3339(state.now_us()).unwrap_or_default();
    let register = state
        .work
        .finish(move || promote(&Registry::of(&folder), &id, &now))
        .await?;
    state.changed(&["models"]).await;
    Ok(Json(register.into()))
}
