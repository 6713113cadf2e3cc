//! A saved document.

use serde_json::Value;

use super::row::Model;
use crate::error::StoreError;
use crate::people::person;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A metric or an SQL query and how it is shown.
    Question,
    /// Questions side by side.
    Dashboard,
    /// A way to look at the list of customers.
    CustomerFilter,
}

impl DocumentKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Question, Self::Dashboard, Self::CustomerFilter];

    /// The word in the database and in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Dashboard => "dashboard",
            Self::CustomerFilter => "customer_filter",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A saved document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Stays the same for ever.
    pub id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Who may change it.
    pub owner_id: String,
    /// What it is called.
    pub title: String,
    /// Others may see it.
    pub shared: bool,
    /// What is in it.
    pub spec: Value,
    /// Grows with every edit.
    pub version: i64,
    /// When it was made.
    pub created_at_us: i64,
    /// When it was last edited.
    pub updated_at_us: i64,
}

impl TryFrom<Model> for Document {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            kind: DocumentKind::parse(&row.kind).ok_or_else(|| StoreError::unreadable("documents.kind", &row.kind))?,
            spec: person::read("documents.spec", &row.spec)?,
            id: row.id,
            owner_id: row.owner_id,
            title: row.title,
            shared: row.shared,
            version: row.version,
            created_at_us: row.created_at_us,
            updated_at_us: row.updated_at_us,
        })
    }
}
