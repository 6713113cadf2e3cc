//! What can go wrong in the operational database.

use sea_orm::{DbErr, SqlErr};

/// An operation that did not happen. Something that is not there is no error but `None`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is neither `sqlite:…` nor `postgres://…`. It may hold a password and is not repeated.
    #[error("the address of the operational database must begin with sqlite: or postgres://")]
    Address,
    /// The database failed.
    #[error("the operational database failed: {0}")]
    Database(#[from] DbErr),
    /// Somebody or something else already has this name.
    #[error("`{0}` is taken")]
    Taken(String),
    /// The edit was made from an older version.
    #[error("the edit is based on version {expected}, but version {found} is current")]
    Stale {
        /// The version the edit was based on.
        expected: i64,
        /// The version that is stored.
        found: i64,
    },
    /// The change would leave nobody who can manage people.
    #[error("nobody would be left who is an active administrator")]
    LastAdministrator,
    /// A stored value that this version of the program cannot read.
    #[error("{place} holds {value:?}, which this version of the program does not know")]
    Unreadable {
        /// Table and column.
        place: &'static str,
        /// What is stored there.
        value: String,
    },
}

impl StoreError {
    /// A unique violation is `Taken(name)`, anything else the failure it is.
    pub(crate) fn of_insert(error: DbErr, name: &str) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Taken(name.to_owned()),
            _ => Self::Database(error),
        }
    }

    /// A stored value that cannot be read.
    pub(crate) fn unreadable(place: &'static str, value: &str) -> Self {
        Self::Unreadable {
            place,
            value: value.chars().take(80).collect(),
        }
    }
}
