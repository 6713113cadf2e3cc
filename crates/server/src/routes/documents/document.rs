//! A saved document as it travels.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::lang::Bilingual;
use holdfast_store::documents::document::{Document, DocumentKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What is in a document.
pub trait Spec: Serialize + DeserializeOwned + ToSchema {
    /// Which kind of document it is in.
    const KIND: DocumentKind;

    /// What is wrong with it beyond its form: field and problem.
    fn objection(&self) -> Option<(&'static str, Bilingual)>;
}

/// A document that is to be saved.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument<S> {
    /// What it is called.
    #[schema(min_length = 1, max_length = 120)]
    pub title: String,
    /// Whether others may see it.
    #[serde(default)]
    pub shared: bool,
    /// What is in it.
    pub spec: S,
}

/// A saved document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SavedDocument<S> {
    /// Stays the same for ever.
    pub id: String,
    /// Grows with every edit; `If-Match` names it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// Who saved it and alone may change it, by name.
    pub owner: String,
    /// Whether the caller is the owner.
    pub own: bool,
    /// Whether others may see it.
    pub shared: bool,
    /// What is in it.
    pub spec: S,
    /// When it was saved first, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was saved last.
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// A page of saved documents, the newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SavedDocuments<S> {
    /// The documents.
    pub items: Vec<SavedDocument<S>>,
    /// Where the next page begins; null after the last.
    pub next_cursor: Option<String>,
}

/// Characters of a title, and of what is in a document as JSON.
const TITLE: usize = 120;
const BYTES: usize = 64 << 10;

impl<S: Spec> NewDocument<S> {
    /// Title and content as they are stored.
    ///
    /// # Errors
    /// `bad-title`, `document-too-large`, `bad-spec`.
    pub(super) fn checked(&self) -> Result<(String, serde_json::Value), Problem> {
        let title = self.title.trim();
        if title.is_empty() || title.chars().count() > TITLE || title.chars().any(char::is_control) {
            return Err(Problem::invalid(
                "bad-title",
                "title",
                Bilingual::new("名称应为 1 到 120 个字", "a title has 1 to 120 characters"),
            ));
        }
        if let Some((field, problem)) = self.spec.objection() {
            return Err(Problem::invalid("bad-spec", field, problem));
        }
        let spec = serde_json::to_value(&self.spec)?;
        if spec.to_string().len() > BYTES {
            return Err(Problem::invalid(
                "document-too-large",
                "spec",
                Bilingual::new("内容超过 64 KiB", "it has more than 64 KiB"),
            ));
        }
        Ok((title.to_owned(), spec))
    }
}

/// Who saved documents, by id: names as they are now.
pub(super) struct Owners(BTreeMap<String, String>);

impl Owners {
    /// The people who saved these.
    pub(super) async fn of(state: &State, documents: &[Document]) -> Result<Self, Problem> {
        let mut names = BTreeMap::new();
        for document in documents {
            if !names.contains_key(&document.owner_id) {
                let person = state.store.find_person(&document.owner_id).await?;
                let name = person.map_or_else(String::new, |person| person.name);
                names.insert(document.owner_id.clone(), name);
            }
        }
        Ok(Self(names))
    }

    /// A stored document as `reader_id` sees it.
    ///
    /// # Errors
    /// A document that this version of the program cannot read.
    pub(super) fn show<S: Spec>(&self, document: Document, reader_id: &str) -> Result<SavedDocument<S>, Problem> {
        Ok(SavedDocument {
            spec: serde_json::from_value(document.spec)?,
            owner: self.0.get(&document.owner_id).cloned().unwrap_or_default(),
            own: document.owner_id == reader_id,
            id: document.id,
            version: document.version,
            title: document.title,
            shared: document.shared,
            created_at: rfc3339(document.created_at_us).unwrap_or_default(),
            updated_at: rfc3339(document.updated_at_us).unwrap_or_default(),
        })
    }
}

/// One document with its version as tag.
pub(super) async fn answer<S: Spec>(
    state: &State,
    status: StatusCode,
    document: Document,
    reader_id: &str,
) -> Result<Response, Problem> {
    let owners = Owners::of(state, std::slice::from_ref(&document)).await?;
    let tag = format!("\"{}\"", document.version);
    let shown: SavedDocument<S> = owners.show(document, reader_id)?;
    Ok((status, [(ETAG, tag)], axum::Json(shown)).into_response())
}
