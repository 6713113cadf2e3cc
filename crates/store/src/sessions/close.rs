//! Signing out.

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::id;
use crate::store::Store;

impl Store {
    /// Ends a session of a person; whether there was one.
    ///
    /// # Errors
    /// `Database`.
    pub async fn close_session(
        &self,
        person_id: &str,
        session_id: &str,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<bool, StoreError> {
        if !id::is_plausible(session_id) {
            return Ok(false);
        }
        let transaction = self.write().await?;
        let deleted = Entity::delete_many()
            .filter(Column::Id.eq(session_id))
            .filter(Column::PersonId.eq(person_id))
            .exec(&transaction)
            .await?;
        if deleted.rows_affected == 0 {
            return Ok(false);
        }
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Ends every session of a person, as part of a transaction.
pub(crate) async fn all_of(transaction: &DatabaseTransaction, person_id: &str) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::PersonId.eq(person_id))
        .exec(transaction)
        .await?;
    Ok(())
}
