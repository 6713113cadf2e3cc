//! A session is used.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Notes that a session was used.
    ///
    /// # Errors
    /// `Database`.
    pub async fn touch_session(&self, session_id: &str, at_us: i64) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::SeenAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(session_id))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
