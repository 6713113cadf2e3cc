//! A recovery code instead of the second factor.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Uses a recovery code up; `false` when there is no such code.
    ///
    /// # Errors
    /// `Database`.
    pub async fn use_recovery_code(
        &self,
        person_id: &str,
        code_hash: &str,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<bool, StoreError> {
        let transaction = self.write().await?;
        let deleted = Entity::delete_many()
            .filter(Column::PersonId.eq(person_id))
            .filter(Column::CodeHash.eq(code_hash))
            .exec(&transaction)
            .await?;
        if deleted.rows_affected == 0 {
            return Ok(false);
        }
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// How many recovery codes are left.
    ///
    /// # Errors
    /// `Database`.
    pub async fn count_recovery_codes(&self, person_id: &str) -> Result<u64, StoreError> {
        Ok(Entity::find()
            .filter(Column::PersonId.eq(person_id))
            .count(&self.database)
            .await?)
    }
}
