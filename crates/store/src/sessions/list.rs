//! The sessions of a person.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::row::{Column, Entity};
use super::session::Session;
use crate::error::StoreError;
use crate::page::MOST_ITEMS;
use crate::store::Store;

impl Store {
    /// The sessions of a person that have not reached their end, the last used first; at most 500.
    ///
    /// # Errors
    /// `Database`.
    pub async fn list_sessions(&self, person_id: &str, now_us: i64) -> Result<Vec<Session>, StoreError> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person_id))
            .filter(Column::ExpiresAtUs.gt(now_us))
            .order_by_desc(Column::SeenAtUs)
            .order_by_asc(Column::Id)
            .limit(MOST_ITEMS)
            .all(&self.database)
            .await?;
        Ok(rows.into_iter().map(Session::from).collect())
    }
}
