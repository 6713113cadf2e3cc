//! One setting.

use sea_orm::EntityTrait;
use serde_json::Value;

use super::row::Entity;
use crate::error::StoreError;
use crate::people::person;
use crate::store::Store;

/// A setting as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its value.
    pub value: Value,
    /// Grows with every change; the first is 1.
    pub version: i64,
}

impl Store {
    /// A setting by its name.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn find_setting(&self, name: &str) -> Result<Option<Setting>, StoreError> {
        let row = Entity::find_by_id(name.to_owned()).one(&self.database).await?;
        row.map(|row| {
            Ok(Setting {
                value: person::read("settings.value", &row.value)?,
                version: row.version,
            })
        })
        .transpose()
    }
}
