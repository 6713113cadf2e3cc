//! How many people there are.

use sea_orm::{EntityTrait, PaginatorTrait};

use super::row::Entity;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// How many people there are, disabled ones included. With none the workspace waits for its first administrator.
    ///
    /// # Errors
    /// `Database`.
    pub async fn count_people(&self) -> Result<u64, StoreError> {
        Ok(Entity::find().count(&self.database).await?)
    }
}
