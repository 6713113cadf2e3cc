//! `/customer-filters` and `/customer-filters/{id}`: the verbs are those of all documents.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::spec::SavedCustomerFilter;
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path, Query};
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::routes::documents::{NewDocument, SavedDocument, SavedDocuments, create, delete, edit, find, list};
use crate::wire::list::PageQuery;

/// Own and shared ones, the newest first.
#[utoipa::path(get, path = "/customer-filters", tag = "customers", params(PageQuery),
    responses((status = 200, body = SavedDocuments<SavedCustomerFilter>), Problem))]
pub async fn list_customer_filters(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<SavedDocuments<SavedCustomerFilter>>, Problem> {
    list(&state, &caller, &page).await
}

/// Saves a way to look at the list of customers; the caller owns it.
#[utoipa::path(post, path = "/customer-filters", tag = "customers", request_body = NewDocument<SavedCustomerFilter>,
    responses((status = 201, body = SavedDocument<SavedCustomerFilter>), Problem))]
pub async fn create_customer_filter(
    Extract(state): Extract<State>,
    caller: Caller,
    Body(new): Body<NewDocument<SavedCustomerFilter>>,
) -> Result<Response, Problem> {
    create(&state, &caller, &new).await
}

/// One, own or shared; its version is in the tag.
#[utoipa::path(get, path = "/customer-filters/{id}", tag = "customers", params(("id" = String, Path, description = "The customer filter.")),
    responses((status = 200, body = SavedDocument<SavedCustomerFilter>), Problem))]
pub async fn show_customer_filter(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    find::<SavedCustomerFilter>(&state, &caller, &id).await
}

/// Puts another one in the place of an own one, from the version that `If-Match` names on.
#[utoipa::path(put, path = "/customer-filters/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer filter."), ("If-Match" = String, Header, description = "The version that is edited.")),
    request_body = NewDocument<SavedCustomerFilter>, responses((status = 200, body = SavedDocument<SavedCustomerFilter>), Problem))]
pub async fn edit_customer_filter(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(new): Body<NewDocument<SavedCustomerFilter>>,
) -> Result<Response, Problem> {
    edit(&state, &caller, &headers, &id, &new).await
}

/// Throws an own one away; with `If-Match`, only in that version.
#[utoipa::path(delete, path = "/customer-filters/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer filter."), ("If-Match" = Option<String>, Header, description = "The version that is meant.")),
    responses((status = 204, description = "It is gone."), Problem))]
pub async fn delete_customer_filter(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    delete::<SavedCustomerFilter>(&state, &caller, &headers, &id).await
}
