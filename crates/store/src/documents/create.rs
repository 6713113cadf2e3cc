//! Saving a new document.

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::document::Document;
use super::row::{ActiveModel, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Saves a new document.
    ///
    /// # Errors
    /// `Taken` when the id is in use, `Database`.
    pub async fn create_document(&self, document: &Document) -> Result<(), StoreError> {
        let row = ActiveModel {
            id: Set(document.id.clone()),
            kind: Set(document.kind.word().to_owned()),
            owner_id: Set(document.owner_id.clone()),
            title: Set(document.title.clone()),
            shared: Set(document.shared),
            spec: Set(document.spec.to_string()),
            version: Set(document.version),
            created_at_us: Set(document.created_at_us),
            updated_at_us: Set(document.updated_at_us),
        };
        Entity::insert(row)
            .exec_without_returning(&self.database)
            .await
            .map_err(|error| StoreError::of_insert(error, &document.id))?;
        Ok(())
    }
}
