//! The person who is signed in.

use std::collections::BTreeSet;

use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_domain::lang::Lang;
use holdfast_domain::zone::SECOND_US;
use holdfast_identity::signed_in::SignedIn;
use holdfast_store::people::person::{Person, Theme, Units};
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{LangWord, PermissionWord, RoleWord, Rows, ThemeWord, UnitsWord};
use super::instant;
use crate::frame::state::State;

/// Who is signed in, and what for.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The person.
    pub user: MyUser,
    /// What may be done; nothing while the password must be changed.
    #[schema(value_type = Vec<PermissionWord>)]
    pub permissions: BTreeSet<Permission>,
    /// Which customers may be seen: all must hold; none: all customers.
    pub rows: Vec<Rows>,
    /// What writes repeat in `X-CSRF-Token`; empty for a token, which needs none.
    pub csrf: String,
    /// When the session ends, whatever happens.
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// Seconds without a request after which it ends.
    #[schema(minimum = 0)]
    pub idle_after_s: i64,
}

/// The person.
#[derive(Serialize, ToSchema)]
pub struct MyUser {
    /// Stays the same for ever.
    pub id: String,
    /// What is typed to sign in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    #[schema(value_type = Vec<RoleWord>)]
    pub roles: BTreeSet<Role>,
    /// Language of the pages.
    #[schema(value_type = LangWord)]
    pub lang: Lang,
    /// Light or dark.
    #[schema(value_type = ThemeWord)]
    pub theme: Theme,
    /// How large numbers are shortened.
    #[schema(value_type = UnitsWord)]
    pub units: Units,
    /// Has a second factor.
    pub totp: bool,
    /// Signs in with a password of ours, and not only through a provider.
    pub has_password: bool,
    /// Must choose a new password before anything else.
    pub must_change_password: bool,
    /// Grows with every edit.
    #[schema(minimum = 1)]
    pub version: i64,
}

impl From<Person> for MyUser {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            login: person.login,
            name: person.name,
            roles: person.roles,
            lang: person.lang,
            theme: person.theme,
            units: person.units,
            totp: person.totp,
            has_password: person.has_password,
            must_change_password: person.must_change_password,
            version: person.version,
        }
    }
}

impl Me {
    /// Tells somebody who they are.
    pub fn of(state: &State, signed_in: SignedIn) -> Self {
        Self {
            permissions: signed_in.permissions,
            rows: signed_in.rows.into_iter().map(Rows::from).collect(),
            csrf: signed_in.csrf.unwrap_or_default(),
            expires_at: instant::text(signed_in.expires_at_us),
            idle_after_s: state.identity.idle_us() / SECOND_US,
            user: signed_in.user.into(),
        }
    }
}
