//! `GET /roles`.

use axum::Json;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::wire::access::{PermissionWord, RoleWord};
use crate::wire::text::Text;

/// Roles.
#[derive(Serialize, ToSchema)]
pub struct RoleList {
    /// In the order in which they are shown.
    pub items: Vec<RoleListed>,
}

/// A role.
#[derive(Serialize, ToSchema)]
pub struct RoleListed {
    /// Its word.
    #[schema(value_type = RoleWord)]
    pub role: Role,
    /// Its name.
    pub name: Text,
    /// What it permits.
    #[schema(value_type = Vec<PermissionWord>)]
    pub permissions: Vec<Permission>,
}

/// Which role may do what.
#[utoipa::path(get, path = "/roles", tag = "who", responses((status = 200, body = RoleList), Problem))]
pub async fn list_roles(_: Caller) -> Json<RoleList> {
    let items = Role::ALL.into_iter().map(|role| RoleListed {
        role,
        name: role.name().into(),
        permissions: role.permissions().to_vec(),
    });
    Json(RoleList { items: items.collect() })
}
