//! Finding a person.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::person::{Credentials, Person};
use super::row::{Column, Entity, Model};
use crate::error::StoreError;
use crate::id;
use crate::store::Store;

impl Store {
    /// The person with this id.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_person(&self, person_id: &str) -> Result<Option<Person>, StoreError> {
        Ok(self.find_credentials(person_id).await?.map(|(person, _)| person))
    }

    /// The person with this id, and what proves it.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_credentials(&self, person_id: &str) -> Result<Option<(Person, Credentials)>, StoreError> {
        if !id::is_plausible(person_id) {
            return Ok(None);
        }
        let row = Entity::find_by_id(person_id.to_owned()).one(&self.database).await?;
        row.map(split).transpose()
    }

    /// The person with this login, in its one form, and what proves it.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_credentials_by_login(&self, login: &str) -> Result<Option<(Person, Credentials)>, StoreError> {
        if login.contains('\0') {
            return Ok(None);
        }
        let row = Entity::find()
            .filter(Column::Login.eq(login))
            .one(&self.database)
            .await?;
        row.map(split).transpose()
    }

    /// The person whom a provider knows by this name.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_person_by_subject(&self, issuer: &str, subject: &str) -> Result<Option<Person>, StoreError> {
        let row = Entity::find()
            .filter(Column::Issuer.eq(issuer))
            .filter(Column::Subject.eq(subject))
            .one(&self.database)
            .await?;
        row.map(Person::try_from).transpose()
    }
}

fn split(row: Model) -> Result<(Person, Credentials), StoreError> {
    let credentials = Credentials {
        password_hash: row.password_hash.clone(),
        totp_sealed: row.totp_sealed.clone(),
    };
    Ok((Person::try_from(row)?, credentials))
}
