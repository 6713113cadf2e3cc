//! The documents that somebody may see.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::document::{Document, DocumentKind};
use super::find::visible_to;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::page::{self, Page, Place};
use crate::store::Store;

impl Store {
    /// Own and shared documents of a kind, the newest first.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn list_documents(
        &self,
        kind: DocumentKind,
        viewer_id: &str,
        after: Option<&Place>,
        limit: u64,
    ) -> Result<Page<Document>, StoreError> {
        let mut query = Entity::find()
            .filter(Column::Kind.eq(kind.word()))
            .filter(visible_to(viewer_id));
        if let Some(after) = after {
            let older = Column::CreatedAtUs.lt(after.number);
            let same = Column::CreatedAtUs
                .eq(after.number)
                .and(Column::Id.lt(after.id.as_str()));
            query = query.filter(Condition::any().add(older).add(same));
        }
        let rows = query
            .order_by_desc(Column::CreatedAtUs)
            .order_by_desc(Column::Id)
            .limit(page::asked(limit))
            .all(&self.database)
            .await?;
        let documents = rows
            .into_iter()
            .map(Document::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(page::cut(documents, limit, |document| Place {
            number: document.created_at_us,
            id: document.id.clone(),
        }))
    }
}
