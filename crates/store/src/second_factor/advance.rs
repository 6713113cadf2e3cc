//! A code is used once.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::error::StoreError;
use crate::people::row::{Column, Entity};
use crate::store::Store;

impl Store {
    /// Notes that the code of a time step was used; `false` when it, or a later one, already was: a replay. Of two requests
    /// with the same code one alone gets `true`.
    ///
    /// # Errors
    /// `Database`.
    pub async fn advance_totp(&self, person_id: &str, step: i64) -> Result<bool, StoreError> {
        let updated = Entity::update_many()
            .col_expr(Column::TotpLastStep, Expr::value(step))
            .filter(Column::Id.eq(person_id))
            .filter(
                Condition::any()
                    .add(Column::TotpLastStep.is_null())
                    .add(Column::TotpLastStep.lt(step)),
            )
            .exec(&self.database)
            .await?;
        Ok(updated.rows_affected == 1)
    }
}
