//! `GET /models/{id}`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::error::AppError;
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What is known of a training run: `run.json` of the model, as docs/methods/models.md describes it: `id`, `created_at`, `code_version`, `seed`, `data`
/// (commit and Delta versions), `question`, `churn`, `through`, `cutoffs`, `leaderboard` (one line a candidate with `figures` and the distance to the
/// best), `figures` (AUC, average precision, log loss, Brier, lift, KS with intervals; calibration), `charts` (`calibration`, `gains`, `roc` points),
/// `by_cutoff`, `by_group`, `curves`, `horizons`, `features`, `suspicious`, `segments` with their profiles, `rules`, `tree`, `fairness`.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct ModelRecord(pub Value);

/// All that is known of a model.
#[utoipa::path(get, path = "/models/{id}", tag = "models", params(("id" = String, Path, description = "the model's id", max_length = 64)),
    responses((status = 200, body = ModelRecord), Problem))]
pub async fn model_record(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ModelRecord>, Problem> {
    caller.may(Permission::ViewModels)?;
    let folder = state.folder.clone();
    let record = move || Ok::<_, AppError>(serde_json::to_value(Registry::of(&folder).record(&id)?)?);
    Ok(Json(ModelRecord(state.work.run(record).await?)))
}
