//! `GET /models/{id}/card`.

use axum::Json;
use axum::extract::{Path, Query, State as Extract};
use holdfast_app::error::AppError;
use holdfast_app::models::registry::card::card;
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Lang;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// A language.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CardLang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CardQuery {
    /// Absent: the caller's.
    pub lang: Option<CardLang>,
}

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
