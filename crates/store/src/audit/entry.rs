//! A line of the audit log.

use serde_json::Value;

use super::row::Model;
use crate::error::StoreError;

/// What is about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// The person, if it is one of ours.
    pub actor_id: Option<String>,
    /// The login as it was then, a login that was tried, or `system`.
    pub actor: String,
    /// What was done: a noun and a verb, e.g. `person.edited`.
    pub action: &'static str,
    /// To what: an id, a login, a customer's key.
    pub target: String,
    /// Particulars, never a secret.
    pub detail: Value,
}

/// A recorded line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number; the first is 1, none is left out.
    pub seq: i64,
    /// When.
    pub at_us: i64,
    /// The person, if it is one of ours.
    pub actor_id: Option<String>,
    /// The login as it was then, a login that was tried, or `system`.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// Particulars.
    pub detail: Value,
    /// The hash of the line before; 64 zeros for the first.
    pub previous_hash: String,
    /// SHA-256 over everything else in this line, as hexadecimal digits.
    pub hash: String,
}

impl TryFrom<Model> for Entry {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let detail =
            serde_json::from_str(&row.detail).map_err(|_| StoreError::unreadable("audit.detail", &row.detail))?;
        Ok(Self {
            seq: row.seq,
            at_us: row.at_us,
            actor_id: row.actor_id,
            actor: row.actor,
            action: row.action,
            target: row.target,
            detail,
            previous_hash: row.previous_hash,
            hash: row.hash,
        })
    }
}
