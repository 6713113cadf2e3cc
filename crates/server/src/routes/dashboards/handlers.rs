//! `/dashboards` and `/dashboards/{id}`: the verbs are those of all documents.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::spec::DashboardSpec;
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path, Query};
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::routes::documents::{NewDocument, SavedDocument, SavedDocuments, create, delete, edit, find, list};
use crate::wire::list::PageQuery;

/// Own and shared ones, the newest first.
#[utoipa::path(get, path = "/dashboards", tag = "dashboards", params(PageQuery),
    responses((status = 200, body = SavedDocuments<DashboardSpec>), Problem))]
pub async fn list_dashboards(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<SavedDocuments<DashboardSpec>>, Problem> {
    list(&state, &caller, &page).await
}

/// Saves a dashboard; the caller owns it.
#[utoipa::path(post, path = "/dashboards", tag = "dashboards", request_body = NewDocument<DashboardSpec>,
    responses((status = 201, body = SavedDocument<DashboardSpec>), Problem))]
pub async fn create_dashboard(
    Extract(state): Extract<State>,
    caller: Caller,
    Body(new): Body<NewDocument<DashboardSpec>>,
) -> Result<Response, Problem> {
    create(&state, &caller, &new).await
}

/// One, own or shared; its version is in the tag.
#[utoipa::path(get, path = "/dashboards/{id}", tag = "dashboards", params(("id" = String, Path, description = "The dashboard.")),
    responses((status = 200, body = SavedDocument<DashboardSpec>), Problem))]
pub async fn show_dashboard(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    find::<DashboardSpec>(&state, &caller, &id).await
}

/// Puts another one in the place of an own one, from the version that `If-Match` names on.
#[utoipa::path(put, path = "/dashboards/{id}", tag = "dashboards",
    params(("id" = String, Path, description = "The dashboard."), ("If-Match" = String, Header, description = "The version that is edited.")),
    request_body = NewDocument<DashboardSpec>, responses((status = 200, body = SavedDocument<DashboardSpec>), Problem))]
pub async fn edit_dashboard(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(new): Body<NewDocument<DashboardSpec>>,
) -> Result<Response, Problem> {
    edit(&state, &caller, &headers, &id, &new).await
}

/// Throws an own one away; with `If-Match`, only in that version.
#[utoipa::path(delete, path = "/dashboards/{id}", tag = "dashboards",
    params(("id" = String, Path, description = "The dashboard."), ("If-Match" = Option<String>, Header, description = "The version that is meant.")),
    responses((status = 204, description = "It is gone."), Problem))]
pub async fn delete_dashboard(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    delete::<DashboardSpec>(&state, &caller, &headers, &id).await
}
