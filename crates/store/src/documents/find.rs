//! One document.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::document::{Document, DocumentKind};
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::id;
use crate::store::Store;

impl Store {
    /// A document that `viewer_id` may see: an own one or a shared one. Somebody else's is as if it were not there.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_document(
        &self,
        kind: DocumentKind,
        document_id: &str,
        viewer_id: &str,
    ) -> Result<Option<Document>, StoreError> {
        if !id::is_plausible(document_id) {
            return Ok(None);
        }
        let row = Entity::find_by_id(document_id.to_owned())
            .filter(Column::Kind.eq(kind.word()))
            .filter(visible_to(viewer_id))
            .one(&self.database)
            .await?;
        row.map(Document::try_from).transpose()
    }
}

/// What somebody may see.
pub(super) fn visible_to(viewer_id: &str) -> Condition {
    Condition::any()
        .add(Column::Shared.eq(true))
        .add(Column::OwnerId.eq(viewer_id))
}
