//! A secret that the person has still to prove.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::error::StoreError;
use crate::people::row::{Column, Entity};
use crate::store::Store;

impl Store {
    /// Keeps a sealed secret until a code of it comes; an earlier proposal is forgotten.
    ///
    /// # Errors
    /// `Database`.
    pub async fn propose_totp(&self, person_id: &str, sealed: &str) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::TotpProposed, Expr::value(sealed))
            .filter(Column::Id.eq(person_id))
            .exec(&self.database)
            .await?;
        Ok(())
    }

    /// The secret that was proposed, sealed.
    ///
    /// # Errors
    /// `Database`.
    pub async fn find_proposed_totp(&self, person_id: &str) -> Result<Option<String>, StoreError> {
        let row = Entity::find_by_id(person_id.to_owned()).one(&self.database).await?;
        Ok(row.and_then(|row| row.totp_proposed))
    }
}
