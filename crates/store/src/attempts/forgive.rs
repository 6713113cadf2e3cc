//! Taking one attempt back.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// The attempt that was counted last was none: one failure less, and no waiting because of it.
    ///
    /// # Errors
    /// `Database`.
    pub async fn forgive_attempt(&self, subject: &str) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::Failures, Expr::col(Column::Failures).sub(1))
            .col_expr(Column::BlockedUntilUs, Expr::value(0_i64))
            .filter(Column::Subject.eq(subject))
            .filter(Column::Failures.gt(0))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
