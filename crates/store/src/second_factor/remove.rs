//! The second factor ends.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::row;
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::people::row::{Column, Entity};
use crate::store::Store;

impl Store {
    /// Removes a person's second factor and recovery codes.
    ///
    /// # Errors
    /// `Database`.
    pub async fn remove_totp(&self, person_id: &str, entry: &NewEntry, at_us: i64) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        of(&transaction, person_id).await?;
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Removes it as part of a transaction.
pub(crate) async fn of(transaction: &DatabaseTransaction, person_id: &str) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::TotpSealed, Expr::value(Option::<String>::None))
        .col_expr(Column::TotpProposed, Expr::value(Option::<String>::None))
        .col_expr(Column::TotpLastStep, Expr::value(Option::<i64>::None))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(person_id))
        .exec(transaction)
        .await?;
    row::Entity::delete_many()
        .filter(row::Column::PersonId.eq(person_id))
        .exec(transaction)
        .await?;
    Ok(())
}
