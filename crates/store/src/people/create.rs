//! Making a person.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::RowPermission;
use holdfast_domain::lang::Lang;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, PaginatorTrait};

use super::person::{Person, Theme, Units, list, word};
use super::row::{ActiveModel, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::store::Store;

/// A person to be made, checked.
#[derive(Clone)]
pub struct NewPerson {
    /// An id that nobody has.
    pub id: String,
    /// What is typed to sign in, in its one form.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see.
    pub rows: Vec<RowPermission>,
    /// Language of the pages.
    pub lang: Lang,
    /// Argon2id; none for people who come from a provider.
    pub password_hash: Option<String>,
    /// Must choose a new password first.
    pub must_change_password: bool,
    /// The provider's address and its name for the person.
    pub subject: Option<(String, String)>,
}

impl Store {
    /// Makes a person.
    ///
    /// # Errors
    /// `Taken` when somebody has the login, `Database`.
    pub async fn create_person(&self, new: NewPerson, entry: &NewEntry, at_us: i64) -> Result<Person, StoreError> {
        let transaction = self.write().await?;
        let person = insert(&transaction, new, at_us).await?;
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(person)
    }

    /// Makes the first person; `None` when there is one already, even if two try at the same time.
    ///
    /// # Errors
    /// `Database`.
    pub async fn create_first_person(
        &self,
        new: NewPerson,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<Option<Person>, StoreError> {
        let transaction = self.write().await?;
        self.lock(&transaction, "people").await?;
        if Entity::find().count(&transaction).await? > 0 {
            return Ok(None);
        }
        let person = insert(&transaction, new, at_us).await?;
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(Some(person))
    }
}

async fn insert(transaction: &DatabaseTransaction, new: NewPerson, at_us: i64) -> Result<Person, StoreError> {
    let login = new.login.clone();
    let (issuer, subject) = new.subject.unzip();
    let units = if new.lang == Lang::Zh {
        Units::Wan
    } else {
        Units::Thousand
    };
    let row = ActiveModel {
        id: Set(new.id),
        login: Set(new.login),
        name: Set(new.name),
        roles: Set(list(&new.roles)),
        row_permissions: Set(list(&new.rows)),
        lang: Set(word(new.lang)),
        theme: Set(word(Theme::System)),
        units: Set(word(units)),
        disabled: Set(false),
        password_hash: Set(new.password_hash),
        must_change_password: Set(new.must_change_password),
        issuer: Set(issuer),
        subject: Set(subject),
        totp_sealed: Set(None),
        totp_proposed: Set(None),
        totp_last_step: Set(None),
        version: Set(1),
        created_at_us: Set(at_us),
        updated_at_us: Set(at_us),
        signed_in_at_us: Set(None),
    };
    let row = Entity::insert(row)
        .exec_with_returning(transaction)
        .await
        .map_err(|error| StoreError::of_insert(error, &login))?;
    Person::try_from(row)
}
