//! `PUT /definitions`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::definitions::save::save;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::list::{DefinitionList, Rule, tagged};
use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::precondition::if_match;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Definitions in place of those that there are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDefinitions {
    /// In order; metrics use the first unless told otherwise.
    #[schema(max_items = 100)]
    pub items: Vec<NewDefinition>,
}

/// A definition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDefinition {
    /// Its id: letters, digits, `_` and `-`.
    #[schema(min_length = 1, max_length = 64)]
    pub id: String,
    /// The rule.
    pub rule: Rule,
}

/// Puts definitions into `holdfast.toml`, whose comments and order stay. Figures follow at once. On the record.
#[utoipa::path(put, path = "/definitions", tag = "definitions",
    params(("If-Match" = String, Header, description = "version of the definitions that are edited, in quotes")),
    request_body = NewDefinitions, responses((status = 200, body = DefinitionList), Problem))]
pub async fn save_definitions(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    headers: HeaderMap,
    Body(asked): Body<NewDefinitions>,
) -> Result<Response, Problem> {
    caller.may(Permission::ManageData)?;
    let version = if_match(&headers)?;
    let mut wanted = Vec::with_capacity(asked.items.len());
    for item in &asked.items {
        wanted.push(DeclaredChurn {
            id: item.id.clone(),
            rule: item.rule.rule()?,
        });
    }
    let detail = json!({"definitions": wanted});
    let folder = state.folder.clone();
    let saved = state.work.finish(move || save(&folder, &version, &wanted)).await?;
    let entry = act::of(&signed_in, "definitions.saved", saved.version.as_str(), detail);
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    state.changed(&["definitions"]).await;
    Ok(tagged(saved.into()))
}
