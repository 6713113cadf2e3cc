//! A sign-in is sent to the provider.

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::flow::Flow;
use super::row::{ActiveModel, Entity};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Keeps what the answer will be checked with, under the hash of the state.
    ///
    /// # Errors
    /// `Database`.
    pub async fn begin_flow(&self, state_hash: &str, flow: &Flow) -> Result<(), StoreError> {
        let row = ActiveModel {
            state_hash: Set(state_hash.to_owned()),
            nonce: Set(flow.nonce.clone()),
            verifier: Set(flow.verifier.clone()),
            return_to: Set(flow.return_to.clone()),
            expires_at_us: Set(flow.expires_at_us),
        };
        Entity::insert(row).exec_without_returning(&self.database).await?;
        Ok(())
    }
}
