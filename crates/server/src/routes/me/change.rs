//! `PATCH /me`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_domain::lang::Lang;
use holdfast_identity::signed_in::SignedIn;
use holdfast_store::people::person::{Theme, Units};
use holdfast_store::people::prefer::Preferences;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::{LangWord, ThemeWord, UnitsWord};
use crate::wire::me::Me;

/// What is to be different; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyChange {
    /// The name that others see.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// Language of the pages.
    #[schema(value_type = Option<LangWord>)]
    pub lang: Option<Lang>,
    /// Light or dark.
    #[schema(value_type = Option<ThemeWord>)]
    pub theme: Option<Theme>,
    /// How large numbers are shortened.
    #[schema(value_type = Option<UnitsWord>)]
    pub units: Option<Units>,
}

/// Changes the own name and how the pages look.
#[utoipa::path(patch, path = "/me", tag = "who", request_body = MyChange, responses((status = 200, body = Me), Problem))]
pub async fn change_me(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(change): Body<MyChange>,
) -> Result<Json<Me>, Problem> {
    let preferences = Preferences {
        name: change.name,
        lang: change.lang,
        theme: change.theme,
        units: change.units,
    };
    let user = state.identity.prefer(&signed_in, &preferences, state.now_us()).await?;
    Ok(Json(Me::of(&state, SignedIn { user, ..signed_in })))
}
