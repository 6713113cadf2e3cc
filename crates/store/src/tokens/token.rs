//! A token.

use std::collections::BTreeSet;

use holdfast_domain::access::scope::Scope;

use super::row::Model;
use crate::error::StoreError;
use crate::people::person;

/// What a program signs in with, on behalf of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Names the token in lists; not the secret.
    pub id: String,
    /// Whose it is.
    pub person_id: String,
    /// What the person calls it.
    pub name: String,
    /// The beginning of the secret, to tell tokens apart.
    pub hint: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub created_at_us: i64,
    /// When it ends.
    pub expires_at_us: Option<i64>,
    /// When it was last used, to the minute.
    pub used_at_us: Option<i64>,
}

impl TryFrom<Model> for Token {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            scopes: person::read("tokens.scopes", &row.scopes)?,
            id: row.id,
            person_id: row.person_id,
            name: row.name,
            hint: row.hint,
            created_at_us: row.created_at_us,
            expires_at_us: row.expires_at_us,
            used_at_us: row.used_at_us,
        })
    }
}
