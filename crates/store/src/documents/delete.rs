//! Throwing a document away.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::document::DocumentKind;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::id;
use crate::store::Store;

impl Store {
    /// Deletes an own document; whether there was one.
    ///
    /// # Errors
    /// `Stale` when it was edited meanwhile, `Database`.
    pub async fn delete_document(
        &self,
        kind: DocumentKind,
        document_id: &str,
        owner_id: &str,
        version: Option<i64>,
    ) -> Result<bool, StoreError> {
        if !id::is_plausible(document_id) {
            return Ok(false);
        }
        let mut query = Entity::delete_many()
            .filter(Column::Id.eq(document_id))
            .filter(Column::Kind.eq(kind.word()))
            .filter(Column::OwnerId.eq(owner_id));
        if let Some(version) = version {
            query = query.filter(Column::Version.eq(version));
        }
        if query.exec(&self.database).await?.rows_affected > 0 {
            return Ok(true);
        }
        let found = self.find_document(kind, document_id, owner_id).await?;
        match (found, version) {
            (Some(document), Some(expected)) if document.owner_id == owner_id => Err(StoreError::Stale {
                expected,
                found: document.version,
            }),
            _ => Ok(false),
        }
    }
}
