//! The map of models.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{card, list, promote, record, roll_back, shapes, watched};
use crate::frame::state::State;

/// Routes of models.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_models))
        .routes(routes!(watched::last_watch))
        .routes(routes!(roll_back::roll_back))
        .routes(routes!(record::model_record))
        .routes(routes!(shapes::model_shapes))
        .routes(routes!(card::model_card))
        .routes(routes!(promote::promote_model))
}
