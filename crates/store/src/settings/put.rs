//! Changing a setting.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use super::row::{ActiveModel, Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Changes a setting from `version` on, 0 where it was never set; returns the new version.
    ///
    /// # Errors
    /// `Stale` when it was changed meanwhile, `Database`.
    pub async fn put_setting(
        &self,
        name: &str,
        version: i64,
        value: &Value,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<i64, StoreError> {
        let transaction = self.write().await?;
        let next = version + 1;
        let written = if version == 0 {
            let row = ActiveModel {
                name: Set(name.to_owned()),
                value: Set(value.to_string()),
                version: Set(next),
                updated_at_us: Set(at_us),
            };
            Entity::insert(row)
                .on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned())
                .exec_without_returning(&transaction)
                .await?
        } else {
            Entity::update_many()
                .col_expr(Column::Value, Expr::value(value.to_string()))
                .col_expr(Column::Version, Expr::value(next))
                .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
                .filter(Column::Name.eq(name))
                .filter(Column::Version.eq(version))
                .exec(&transaction)
                .await?
                .rows_affected
        };
        if written == 0 {
            let found = Entity::find_by_id(name.to_owned()).one(&transaction).await?;
            return Err(StoreError::Stale {
                expected: version,
                found: found.map_or(0, |row| row.version),
            });
        }
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(next)
    }
}
