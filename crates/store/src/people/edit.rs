//! Changing who somebody is to the workspace.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::RowPermission;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::person::{Person, list};
use super::row::{Column, Entity};
use crate::audit::entry::NewEntry;
use crate::error::StoreError;
use crate::id;
use crate::sessions;
use crate::store::Store;

/// The new state of what administrators decide, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEdit {
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see.
    pub rows: Vec<RowPermission>,
    /// May not sign in. Ends every session.
    pub disabled: bool,
}

impl Store {
    /// Edits a person from `version` on; `None` when there is no such person. What the edit takes away is gone with the next
    /// request, since permissions are read with every one.
    ///
    /// # Errors
    /// `Stale` when the person was edited meanwhile, `LastAdministrator`, `Database`.
    pub async fn edit_person(
        &self,
        person_id: &str,
        version: i64,
        edit: &PersonEdit,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<Option<Person>, StoreError> {
        if !id::is_plausible(person_id) {
            return Ok(None);
        }
        let transaction = self.write().await?;
        // Two administrators who disable each other at the same time must not both succeed.
        self.lock(&transaction, "people").await?;
        let Some(row) = Entity::find_by_id(person_id.to_owned()).one(&transaction).await? else {
            return Ok(None);
        };
        if row.version != version {
            return Err(StoreError::Stale {
                expected: version,
                found: row.version,
            });
        }
        Entity::update_many()
            .col_expr(Column::Name, Expr::value(edit.name.as_str()))
            .col_expr(Column::Roles, Expr::value(list(&edit.roles)))
            .col_expr(Column::RowPermissions, Expr::value(list(&edit.rows)))
            .col_expr(Column::Disabled, Expr::value(edit.disabled))
            .col_expr(Column::Version, Expr::value(version + 1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id))
            .exec(&transaction)
            .await?;
        if !has_administrator(&transaction).await? {
            return Err(StoreError::LastAdministrator);
        }
        if edit.disabled {
            sessions::close::all_of(&transaction, person_id).await?;
        }
        let edited = Entity::find_by_id(person_id.to_owned()).one(&transaction).await?;
        self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        edited.map(Person::try_from).transpose()
    }
}

async fn has_administrator(transaction: &DatabaseTransaction) -> Result<bool, StoreError> {
    let active = Entity::find()
        .filter(Column::Disabled.eq(false))
        .filter(Column::Roles.contains(Role::Administrator.word()))
        .one(transaction)
        .await?;
    Ok(active.is_some())
}
