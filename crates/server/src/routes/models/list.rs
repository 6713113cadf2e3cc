//! `GET /models`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::error::AppError;
use holdfast_app::models::registry::manage::{Listed, list};
use holdfast_app::models::registry::store::Registry;
use holdfast_app::models::training::figures::Figure;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// All models.
#[derive(Serialize, ToSchema)]
pub struct ModelList {
    /// The latest first.
    pub items: Vec<ModelListed>,
    /// Id of the one in use; null before the first.
    pub champion: Option<String>,
    /// Id of the one beside it.
    pub challenger: Option<String>,
    /// What was put to use when, the latest first.
    pub events: Vec<ModelEvent>,
}

/// A model in the list.
#[derive(Serialize, ToSchema)]
pub struct ModelListed {
    /// Its id.
    pub id: String,
    /// `champion`, `challenger`, or null.
    pub role: Option<String>,
    /// When it was trained, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// The method that won.
    pub title: Text,
    /// Days of its outcome window.
    #[schema(minimum = 1)]
    pub horizon_days: i32,
    /// Id of its churn definition.
    pub definition: String,
    /// Last day of the data that it learned from.
    #[schema(format = Date)]
    pub through: String,
    /// Share of pairs ranked right, on later days.
    pub auc: Option<Measured>,
    /// Mean log loss, on later days.
    pub log_loss: Option<Measured>,
}

/// A figure with its 95 % interval.
#[derive(Serialize, ToSchema)]
pub struct Measured {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A change of what is in use.
#[derive(Serialize, ToSchema)]
pub struct ModelEvent {
    /// When, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub at: String,
    /// `trained`, `promoted`, `rolled_back`.
    pub action: String,
    /// The model.
    pub id: String,
    /// The champion before.
    pub before: Option<String>,
}

impl From<Figure> for Measured {
    fn from(figure: Figure) -> Self {
        Self {
            value: figure.value,
            low: figure.low,
            high: figure.high,
        }
    }
}

impl From<Listed> for ModelListed {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            role: listed.role.map(str::to_owned),
            created_at: listed.created_at,
            title: listed.title.into(),
            horizon_days: listed.horizon_days,
            definition: listed.definition,
            through: listed.through.to_string(),
            auc: listed.auc.map(Measured::from),
            log_loss: listed.log_loss.map(Measured::from),
        }
    }
}

/// Every model there is, which is in use, and how that came about.
#[utoipa::path(get, path = "/models", tag = "models", responses((status = 200, body = ModelList), Problem))]
pub async fn list_models(Extract(state): Extract<State>, caller: Caller) -> Result<Json<ModelList>, Problem> {
    caller.may(Permission::ViewModels)?;
    let folder = state.folder.clone();
    let listed = move || {
        let registry = Registry::of(&folder);
        let (register, mut models) = (registry.read()?, list(&registry)?);
        models.reverse();
        let events = register.events.into_iter().rev().map(|event| ModelEvent {
            at: event.at,
            action: event.action,
            id: event.id,
            before: event.before,
        });
        Ok::<_, AppError>(ModelList {
            items: models.into_iter().map(ModelListed::from).collect(),
            champion: register.champion,
            challenger: register.challenger,
            events: events.collect(),
        })
    };
    Ok(Json(state.work.run(listed).await?))
}
