//! The tokens of a person.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::row::{Column, Entity};
use super::token::Token;
use crate::error::StoreError;
use crate::page::MOST_ITEMS;
use crate::store::Store;

impl Store {
    /// The tokens of a person, the newest first; at most 500.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn list_tokens(&self, person_id: &str) -> Result<Vec<Token>, StoreError> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person_id))
            .order_by_desc(Column::CreatedAtUs)
            .order_by_asc(Column::Id)
            .limit(MOST_ITEMS)
            .all(&self.database)
            .await?;
        rows.into_iter().map(Token::try_from).collect()
    }

    /// How many tokens a person has.
    ///
    /// # Errors
    /// `Database`.
    pub async fn count_tokens(&self, person_id: &str) -> Result<u64, StoreError> {
        Ok(Entity::find()
            .filter(Column::PersonId.eq(person_id))
            .count(&self.database)
            .await?)
    }
}
