//! A person, without secrets.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::RowPermission;
use holdfast_domain::lang::Lang;
use serde::{Deserialize, Serialize};

use super::row::Model;
use crate::error::StoreError;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the device is set.
    System,
}

/// How large numbers are shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// By ten thousands: 万, 亿.
    Wan,
    /// By thousands: K, M, B.
    Thousand,
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Stays the same for ever.
    pub id: String,
    /// What is typed to sign in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see; none listed means all.
    pub rows: Vec<RowPermission>,
    /// Language of the pages.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// How large numbers are shortened.
    pub units: Units,
    /// May not sign in; tokens do not work either.
    pub disabled: bool,
    /// Signs in with a password of ours.
    pub has_password: bool,
    /// Must choose a new password before anything else.
    pub must_change_password: bool,
    /// Has a second factor.
    pub totp: bool,
    /// Comes from an OpenID Connect provider.
    pub provided: bool,
    /// Grows with every edit.
    pub version: i64,
    /// When the person was made.
    pub created_at_us: i64,
    /// When the person was last edited.
    pub updated_at_us: i64,
    /// When the person last signed in.
    pub signed_in_at_us: Option<i64>,
}

/// What proves that somebody is a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Argon2id, as a PHC string.
    pub password_hash: Option<String>,
    /// The second factor's secret, sealed with the workspace's key.
    pub totp_sealed: Option<String>,
}

impl TryFrom<Model> for Person {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            roles: read("people.roles", &row.roles)?,
            rows: read("people.row_permissions", &row.row_permissions)?,
            lang: read_word("people.lang", &row.lang)?,
            theme: read_word("people.theme", &row.theme)?,
            units: read_word("people.units", &row.units)?,
            id: row.id,
            login: row.login,
            name: row.name,
            disabled: row.disabled,
            has_password: row.password_hash.is_some(),
            must_change_password: row.must_change_password,
            totp: row.totp_sealed.is_some(),
            provided: row.issuer.is_some(),
            version: row.version,
            created_at_us: row.created_at_us,
            updated_at_us: row.updated_at_us,
            signed_in_at_us: row.signed_in_at_us,
        })
    }
}

/// A list as JSON.
pub(crate) fn list<T: Serialize>(items: T) -> String {
    serde_json::json!(items).to_string()
}

/// The word of an enumeration, as in JSON.
pub(crate) fn word<T: Serialize>(value: T) -> String {
    serde_json::json!(value).as_str().unwrap_or_default().to_owned()
}

/// Reads JSON out of a column.
pub(crate) fn read<T: for<'a> Deserialize<'a>>(place: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::unreadable(place, text))
}

fn read_word<T: for<'a> Deserialize<'a>>(place: &'static str, word: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| StoreError::unreadable(place, word))
}
