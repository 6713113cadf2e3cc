//! Forgetting attempts after one that succeeded.

use sea_orm::EntityTrait;

use super::row::Entity;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Forgets the attempts of `subject`.
    ///
    /// # Errors
    /// `Database`.
    pub async fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        Entity::delete_by_id(subject.to_owned()).exec(&self.database).await?;
        Ok(())
    }
}
