//! Saving a document again.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use super::document::{Document, DocumentKind};
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

/// The new state of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentEdit {
    /// What it is called.
    pub title: String,
    /// Others may see it.
    pub shared: bool,
    /// What is in it.
    pub spec: Value,
}

impl Store {
    /// Edits an own document from `version` on; `None` when `owner_id` has no such document.
    ///
    /// # Errors
    /// `Stale` when it was edited meanwhile, `Database`.
    pub async fn update_document(
        &self,
        kind: DocumentKind,
        document_id: &str,
        owner_id: &str,
        version: i64,
        edit: &DocumentEdit,
        at_us: i64,
    ) -> Result<Option<Document>, StoreError> {
        let found = self.find_document(kind, document_id, owner_id).await?;
        if found.is_none_or(|document| document.owner_id != owner_id) {
            return Ok(None);
        }
        let updated = Entity::update_many()
            .col_expr(Column::Title, Expr::value(edit.title.as_str()))
            .col_expr(Column::Shared, Expr::value(edit.shared))
            .col_expr(Column::Spec, Expr::value(edit.spec.to_string()))
            .col_expr(Column::Version, Expr::value(version + 1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(document_id))
            .filter(Column::Version.eq(version))
            .exec(&self.database)
            .await?;
        let now = self.find_document(kind, document_id, owner_id).await?;
        match now {
            Some(document) if updated.rows_affected == 0 => Err(StoreError::Stale {
                expected: version,
                found: document.version,
            }),
            other => Ok(other),
        }
    }
}
