//! The request was answered.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Keeps the answer for whoever repeats the request.
    ///
    /// # Errors
    /// `Database`.
    pub async fn finish_request(&self, person_id: &str, key: &str, status: u16, body: &str) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::Status, Expr::value(i64::from(status)))
            .col_expr(Column::Body, Expr::value(body))
            .filter(Column::PersonId.eq(person_id))
            .filter(Column::RequestKey.eq(key))
            .exec(&self.database)
            .await?;
        Ok(())
    }

    /// Gives the key back: the request failed and may be tried again.
    ///
    /// # Errors
    /// `Database`.
    pub async fn forget_request(&self, person_id: &str, key: &str) -> Result<(), StoreError> {
        Entity::delete_by_id((person_id.to_owned(), key.to_owned()))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
