//! A person as administrators see one.

use std::collections::BTreeSet;

use axum::Json;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use holdfast_domain::access::role::Role;
use holdfast_domain::lang::Lang;
use holdfast_store::people::person::{Person, Theme, Units};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::access::{LangWord, RoleWord, Rows, ThemeWord, UnitsWord};
use crate::wire::instant;

/// A person.
#[derive(Serialize, ToSchema)]
pub struct User {
    /// Stays the same for ever.
    pub id: String,
    /// What is typed to sign in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    #[schema(value_type = Vec<RoleWord>)]
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see: all must hold; none: all customers.
    pub rows: Vec<Rows>,
    /// Language of the pages.
    #[schema(value_type = LangWord)]
    pub lang: Lang,
    /// Light or dark.
    #[schema(value_type = ThemeWord)]
    pub theme: Theme,
    /// How large numbers are shortened.
    #[schema(value_type = UnitsWord)]
    pub units: Units,
    /// May not sign in; tokens do not work either.
    pub disabled: bool,
    /// Has a second factor.
    pub totp: bool,
    /// Comes from a provider of OpenID Connect.
    pub provided: bool,
    /// Must choose a new password first.
    pub must_change_password: bool,
    /// When the person last signed in.
    #[schema(format = DateTime)]
    pub last_seen_at: Option<String>,
    /// When the person was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// For `If-Match`.
    #[schema(minimum = 1)]
    pub version: i64,
}

impl From<Person> for User {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            login: person.login,
            name: person.name,
            roles: person.roles,
            rows: person.rows.into_iter().map(Rows::from).collect(),
            lang: person.lang,
            theme: person.theme,
            units: person.units,
            disabled: person.disabled,
            totp: person.totp,
            provided: person.provided,
            must_change_password: person.must_change_password,
            last_seen_at: person.signed_in_at_us.map(instant::text),
            created_at: instant::text(person.created_at_us),
            version: person.version,
        }
    }
}

/// A person with the tag that an edit repeats.
pub(super) fn tagged(person: Person) -> ([(HeaderName, HeaderValue); 1], Json<User>) {
    let tag = HeaderValue::from_str(&format!("\"{}\"", person.version)).unwrap_or(HeaderValue::from_static("\"\""));
    ([(ETAG, tag)], Json(person.into()))
}
