//! The map of the interface.

use utoipa_axum::router::OpenApiRouter;

use super::{
    audit, batches, customer_filters, customers, dashboards, definitions, events, exports, jobs, me, metrics, models,
    oidc, overview, quality, questions, rejects, roles, segments, session, setup, sources, sql, stream, tokens,
    uploads, users, workspace,
};
use crate::frame::state::State;

/// All routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .merge(audit::routes())
        .merge(batches::routes())
        .merge(customer_filters::routes())
        .merge(customers::routes())
        .merge(dashboards::routes())
        .merge(definitions::routes())
        .merge(events::routes())
        .merge(exports::routes())
        .merge(jobs::routes())
        .merge(me::routes())
        .merge(metrics::routes())
        .merge(models::routes())
        .merge(oidc::routes())
        .merge(overview::routes())
        .merge(quality::routes())
        .merge(questions::routes())
        .merge(rejects::routes())
        .merge(roles::routes())
        .merge(segments::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(sources::routes())
        .merge(sql::routes())
        .merge(stream::routes())
        .merge(tokens::routes())
        .merge(uploads::routes())
        .merge(users::routes())
        .merge(workspace::routes())
}
