//! The map of questions.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{handlers, rows};
use crate::frame::state::State;

/// Routes of questions.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list_questions, handlers::create_question))
        .routes(routes!(
            handlers::show_question,
            handlers::edit_question,
            handlers::delete_question
        ))
        .routes(routes!(rows::answer_question))
}
