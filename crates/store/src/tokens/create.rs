//! Making a token.

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::row::{ActiveModel, Entity};
use super::token::Token;
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::people::person::list;
use crate::store::Store;

impl Store {
    /// Keeps a token by the hash of its secret.
    ///
    /// # Errors
    /// `Database`.
    pub async fn create_token(&self, token: &Token, token_hash: &str, entry: &NewEntry) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        let row = ActiveModel {
            id: Set(token.id.clone()),
            person_id: Set(token.person_id.clone()),
            name: Set(token.name.clone()),
            token_hash: Set(token_hash.to_owned()),
            hint: Set(token.hint.clone()),
            scopes: Set(list(&token.scopes)),
            created_at_us: Set(token.created_at_us),
            expires_at_us: Set(token.expires_at_us),
            used_at_us: Set(token.used_at_us),
        };
        Entity::insert(row).exec_without_returning(&transaction).await?;
        self.append_within(&transaction, entry, token.created_at_us).await?;
        transaction.commit().await?;
        Ok(())
    }
}
