//! A person is the one whom a provider knows.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::person::Person;
use super::row::{Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Notes by which name a provider knows a person; `None` when the person is already known to one, or gone.
    ///
    /// # Errors
    /// `Taken` when the provider's name belongs to somebody else, `Database`, `Unreadable`.
    pub async fn link_person(
        &self,
        person_id: &str,
        issuer: &str,
        subject: &str,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<Option<Person>, StoreError> {
        let transaction = self.write().await?;
        let updated = Entity::update_many()
            .col_expr(Column::Issuer, Expr::value(issuer))
            .col_expr(Column::Subject, Expr::value(subject))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id))
            .filter(Column::Subject.is_null())
            .exec(&transaction)
            .await
            .map_err(|error| StoreError::of_insert(error, subject))?;
        if updated.rows_affected == 0 {
            return Ok(None);
        }
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        self.find_person(person_id).await
    }

    /// Voids the temporary password of a person whom a provider signs in: it was never used, and nobody is to be asked for it.
    ///
    /// # Errors
    /// `Database`.
    pub async fn void_temporary_password(&self, person_id: &str, at_us: i64) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(None::<String>))
            .col_expr(Column::MustChangePassword, Expr::value(false))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id))
            .filter(Column::MustChangePassword.eq(true))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
