//! Who holds a token.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use super::session::Session;
use crate::error::StoreError;
use crate::people::person::Person;
use crate::store::Store;

impl Store {
    /// The session whose token has this hash, and its person. Whether it is over is for the caller to judge.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_session(&self, token_hash: &str) -> Result<Option<(Session, Person)>, StoreError> {
        let found = Entity::find()
            .filter(Column::TokenHash.eq(token_hash))
            .one(&self.database)
            .await?;
        let Some(row) = found else {
            return Ok(None);
        };
        let person = self.find_person(&row.person_id).await?;
        Ok(person.map(|person| (Session::from(row), person)))
    }
}
