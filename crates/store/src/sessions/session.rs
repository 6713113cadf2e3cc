//! A session.

use super::row::Model;

/// A person signed in on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names the session in lists; not the secret.
    pub id: String,
    /// Who signed in.
    pub person_id: String,
    /// From where.
    pub address: String,
    /// With which browser, as it says.
    pub agent: String,
    /// When.
    pub created_at_us: i64,
    /// The last request, to the minute.
    pub seen_at_us: i64,
    /// The end, whatever happens.
    pub expires_at_us: i64,
}

impl From<Model> for Session {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            person_id: row.person_id,
            address: row.address,
            agent: row.agent,
            created_at_us: row.created_at_us,
            seen_at_us: row.seen_at_us,
            expires_at_us: row.expires_at_us,
        }
    }
}
