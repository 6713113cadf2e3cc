//! The provider's answer arrives.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::flow::Flow;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Takes a sign-in by the hash of its state: a second answer with the same state finds nothing, nor does a late one.
    ///
    /// # Errors
    /// `Database`.
    pub async fn take_flow(&self, state_hash: &str, now_us: i64) -> Result<Option<Flow>, StoreError> {
        let transaction = self.write().await?;
        let row = Entity::find_by_id(state_hash.to_owned()).one(&transaction).await?;
        let deleted = Entity::delete_many()
            .filter(Column::StateHash.eq(state_hash))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(row
            .filter(|row| deleted.rows_affected == 1 && row.expires_at_us > now_us)
            .map(|row| Flow {
                nonce: row.nonce,
                verifier: row.verifier,
                return_to: row.return_to,
                expires_at_us: row.expires_at_us,
            }))
    }
}
