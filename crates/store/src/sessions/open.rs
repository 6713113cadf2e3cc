//! Signing in.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{ActiveModel, Entity};
use super::session::Session;
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::people;
use crate::store::Store;

impl Store {
    /// Opens a session. The token's hash finds it; `None` when the person is gone or was disabled meanwhile.
    ///
    /// # Errors
    /// `Database`.
    pub async fn open_session(
        &self,
        session: &Session,
        token_hash: &str,
        entry: &NewEntry,
    ) -> Result<Option<()>, StoreError> {
        let transaction = self.write().await?;
        let updated = people::row::Entity::update_many()
            .col_expr(people::row::Column::SignedInAtUs, Expr::value(session.created_at_us))
            .filter(people::row::Column::Id.eq(session.person_id.as_str()))
            .filter(people::row::Column::Disabled.eq(false))
            .exec(&transaction)
            .await?;
        if updated.rows_affected == 0 {
            return Ok(None);
        }
        let row = ActiveModel {
            id: Set(session.id.clone()),
            person_id: Set(session.person_id.clone()),
            token_hash: Set(token_hash.to_owned()),
            address: Set(session.address.clone()),
            agent: Set(session.agent.clone()),
            created_at_us: Set(session.created_at_us),
            seen_at_us: Set(session.seen_at_us),
            expires_at_us: Set(session.expires_at_us),
        };
        Entity::insert(row).exec_without_returning(&transaction).await?;
        self.append_within(&transaction, entry, session.created_at_us).await?;
        transaction.commit().await?;
        Ok(Some(()))
    }
}
