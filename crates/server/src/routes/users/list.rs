//! `GET /users`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::access::permission::Permission;
use holdfast_store::page::Place;
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::User;
use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::list::{PageQuery, cursor};
use crate::wire::place;

/// A page of people.
#[derive(Serialize, ToSchema)]
pub struct UserList {
    /// In the order in which they were made.
    pub items: Vec<User>,
    /// Where the next page begins; absent after the last.
    pub next_cursor: Option<String>,
    /// How many there are.
    #[schema(minimum = 0)]
    pub total: u64,
}

/// People of the workspace, disabled ones too.
#[utoipa::path(get, path = "/users", tag = "who", params(PageQuery), responses((status = 200, body = UserList), Problem))]
pub async fn list_users(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<UserList>, Problem> {
    caller.may(Permission::ManageUsers)?;
    let after = place::read(&page)?;
    let found = state.store.list_people(after.as_ref(), page.rows()? as u64).await?;
    Ok(Json(UserList {
        items: found.items.into_iter().map(User::from).collect(),
        next_cursor: found
            .next
            .as_ref()
            .map(Place::to_string)
            .map(|place| cursor(&place))
            .transpose()?,
        total: state.store.count_people().await?,
    }))
}
