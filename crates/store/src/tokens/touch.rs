//! A token is used.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Notes that a token was used.
    ///
    /// # Errors
    /// `Database`.
    pub async fn touch_token(&self, token_id: &str, at_us: i64) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::UsedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(token_id))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
