//! `GET /models/{id}/card`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::error::AppError;
use holdfast_app::models::registry::card::card;
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{CardLang, CardQuery};
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// A model card.
#[derive(Serialize, ToSchema)]
pub struct ModelCard {
    /// The card in Markdown.
    pub markdown: String,
}

/// The model card: purpose, data, figures, limits.
#[utoipa::path(get, path = "/models/{id}/card", tag = "models",
    params(("id" = String, Path, description = "the model's id", max_length = 64), CardQuery),
    responses((status = 200, body = ModelCard), Problem))]
pub async fn model_card(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<CardQuery>,
) -> Result<Json<ModelCard>, Problem> {
    caller.may(Permission::ViewModels)?;
    let lang = match query.lang {
        Some(CardLang::Zh) => Lang::Zh,
        Some(CardLang::En) => Lang::En,
        None => caller.lang,
    };
    let folder = state.folder.clone();
    let made = move || Ok::<_, AppError>(card(&Registry::of(&folder).record(&id)?, lang));
    Ok(Json(ModelCard {
        markdown: state.work.run(made).await?,
    }))
}
