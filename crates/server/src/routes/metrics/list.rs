//! `GET /metrics`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::lake::{Session, list};
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::answer::{Question, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// All metrics.
#[derive(Serialize, ToSchema)]
pub struct MetricList {
    /// In the order of the catalogue.
    pub items: Vec<MetricListed>,
}

/// A metric in the list.
#[derive(Serialize, ToSchema)]
pub struct MetricListed {
    /// Its id.
    pub id: String,
    /// Its version.
    #[schema(minimum = 1)]
    pub version: u32,
    /// Its name.
    pub name: Text,
    /// What it says.
    pub definition: Text,
    /// Whether it comes with Holdfast.
    pub built_in: bool,
}

/// Every metric there is, with what it says.
#[utoipa::path(get, path = "/metrics", tag = "metrics", responses((status = 200, body = MetricList), Problem))]
pub async fn list_metrics(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.may(Permission::ViewMetrics)?;
    let question = Question {
        version: "",
        asked: "metrics",
    };
    answer(&state, &caller, &headers, question, || async {
        let folder = state.folder.clone();
        let listed = state.work.run(move || list(&Session::open(&folder)?)).await?;
        Ok(MetricList {
            items: listed
                .into_iter()
                .map(|metric| MetricListed {
                    id: metric.id,
                    version: metric.version,
                    name: metric.name.into(),
                    definition: metric.definition.into(),
                    built_in: metric.built_in,
                })
                .collect(),
        })
    })
    .await
}
