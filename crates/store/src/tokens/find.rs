//! Whose token it is.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use super::token::Token;
use crate::error::StoreError;
use crate::people::person::Person;
use crate::store::Store;

impl Store {
    /// The token whose secret has this hash, and its person. Whether it has ended is for the caller to judge.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_token(&self, token_hash: &str) -> Result<Option<(Token, Person)>, StoreError> {
        let found = Entity::find()
            .filter(Column::TokenHash.eq(token_hash))
            .one(&self.database)
            .await?;
        let Some(row) = found else {
            return Ok(None);
        };
        let token = Token::try_from(row)?;
        let person = self.find_person(&token.person_id).await?;
        Ok(person.map(|person| (token, person)))
    }
}
