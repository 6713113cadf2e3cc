//! `GET /models/watch`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::models::looking::watched::last_watch as last;
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// The last verdict on the model in use; null while it was never watched. What `holdfast watch --json` prints: `model_id`, `challenger`, `as_of`,
/// `verdict`, `title`, `advice`, `reasons`, `canary`, `drift` (columns and scores against training, those that moved most first), `labels`, `months`,
/// `compared`.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Option<Object>)]
pub struct LastWatch(pub Option<Value>);

/// How the model in use stands: drift, realised accuracy, the challenger beside it. A job of kind `watch` brings it up to date.
#[utoipa::path(get, path = "/models/watch", tag = "models", responses((status = 200, body = LastWatch), Problem))]
pub async fn last_watch(Extract(state): Extract<State>, caller: Caller) -> Result<Json<LastWatch>, Problem> {
    caller.may(Permission::ViewModels)?;
    let folder = state.folder.clone();
    let watch = state.work.run(move || last(&Registry::of(&folder), None)).await?;
    Ok(Json(LastWatch(watch)))
}
