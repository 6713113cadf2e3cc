//! `GET /setup`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::lang::Lang;
use holdfast_identity::password::rules::{FEWEST_CHARS, MOST_CHARS};
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::LangWord;

/// What somebody must know before signing in.
#[derive(Serialize, ToSchema)]
pub struct Setup {
    /// Whether the first administrator is still to be made.
    pub needed: bool,
    /// Version of the program.
    pub version: String,
    /// Signing in through a provider; absent where none is configured.
    pub oidc: Option<ProviderButton>,
    /// What a password must be.
    pub password_rules: PasswordRules,
    /// Languages of the pages.
    #[schema(value_type = Vec<LangWord>)]
    pub languages: [Lang; 2],
}

/// The button that leads to the provider.
#[derive(Serialize, ToSchema)]
pub struct ProviderButton {
    /// Whether it can be used.
    pub enabled: bool,
    /// What it says.
    pub label: String,
}

/// What a password must be. It must not be among those that are tried first, either, nor hold the login.
#[derive(Serialize, ToSchema)]
pub struct PasswordRules {
    /// The fewest characters.
    #[schema(minimum = 0)]
    pub min_length: usize,
    /// The most characters.
    #[schema(minimum = 0)]
    pub max_length: usize,
}

/// What the sign-in page needs: whether the workspace waits for its first administrator, and how people sign in.
#[utoipa::path(get, path = "/setup", tag = "who", responses((status = 200, body = Setup), Problem))]
pub async fn show_setup(Extract(state): Extract<State>) -> Result<Json<Setup>, Problem> {
    Ok(Json(Setup {
        needed: state.identity.needs_setup().await?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        oidc: state.identity.provider_label().map(|label| ProviderButton {
            enabled: true,
            label: label.to_owned(),
        }),
        password_rules: PasswordRules {
            min_length: FEWEST_CHARS,
            max_length: MOST_CHARS,
        },
        languages: [Lang::Zh, Lang::En],
    }))
}
