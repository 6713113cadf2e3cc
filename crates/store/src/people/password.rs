//! Changing a password.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::store::Store;
use crate::{second_factor, sessions, tokens};

/// What else a new password ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The person's sessions: the person chose the password.
    Sessions,
    /// Sessions and tokens: an administrator reset it.
    SessionsAndTokens,
    /// Sessions, tokens and the second factor: the person lost that too.
    Everything,
}

impl Store {
    /// Gives a person a new password and ends what the old one began; whether there is such a person.
    ///
    /// # Errors
    /// `Database`.
    pub async fn set_password(
        &self,
        person_id: &str,
        password_hash: &str,
        must_change: bool,
        reach: Reach,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<bool, StoreError> {
        let transaction = self.write().await?;
        let updated = Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(password_hash))
            .col_expr(Column::MustChangePassword, Expr::value(must_change))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id))
            .exec(&transaction)
            .await?;
        if updated.rows_affected == 0 {
            return Ok(false);
        }
        sessions::close::all_of(&transaction, person_id).await?;
        if reach != Reach::Sessions {
            tokens::revoke::all_of(&transaction, person_id).await?;
        }
        if reach == Reach::Everything {
            second_factor::remove::of(&transaction, person_id).await?;
        }
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Replaces a hash by one of the same password with today's parameters, unless the password was changed meanwhile.
    ///
    /// # Errors
    /// `Database`.
    pub async fn renew_password_hash(&self, person_id: &str, old: &str, new: &str) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(new))
            .filter(Column::Id.eq(person_id))
            .filter(Column::PasswordHash.eq(old))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
