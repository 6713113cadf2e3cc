//! The second factor begins.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row;
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::people::row::{Column, Entity};
use crate::store::Store;

impl Store {
    /// Makes the proposed secret the second factor, with new recovery codes; `false` when another was proposed meanwhile.
    ///
    /// # Errors
    /// `Database`.
    pub async fn confirm_totp(
        &self,
        person_id: &str,
        sealed: &str,
        step: i64,
        code_hashes: &[String],
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<bool, StoreError> {
        let transaction = self.write().await?;
        let updated = Entity::update_many()
            .col_expr(Column::TotpSealed, Expr::value(sealed))
            .col_expr(Column::TotpProposed, Expr::value(Option::<String>::None))
            .col_expr(Column::TotpLastStep, Expr::value(step))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id))
            .filter(Column::TotpProposed.eq(sealed))
            .exec(&transaction)
            .await?;
        if updated.rows_affected == 0 {
            return Ok(false);
        }
        row::Entity::delete_many()
            .filter(row::Column::PersonId.eq(person_id))
            .exec(&transaction)
            .await?;
        let codes = code_hashes.iter().map(|hash| row::ActiveModel {
            person_id: Set(person_id.to_owned()),
            code_hash: Set(hash.clone()),
        });
        row::Entity::insert_many(codes)
            .exec_without_returning(&transaction)
            .await?;
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
