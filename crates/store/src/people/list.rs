//! Listing people.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::person::Person;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::page::{self, Page, Place};
use crate::store::Store;

impl Store {
    /// People in the order in which they were made.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn list_people(&self, after: Option<&Place>, limit: u64) -> Result<Page<Person>, StoreError> {
        let mut query = Entity::find();
        if let Some(after) = after {
            let later = Column::CreatedAtUs.gt(after.number);
            let same = Column::CreatedAtUs
                .eq(after.number)
                .and(Column::Id.gt(after.id.as_str()));
            query = query.filter(Condition::any().add(later).add(same));
        }
        let rows = query
            .order_by_asc(Column::CreatedAtUs)
            .order_by_asc(Column::Id)
            .limit(page::asked(limit))
            .all(&self.database)
            .await?;
        let people = rows.into_iter().map(Person::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(page::cut(people, limit, |person| Place {
            number: person.created_at_us,
            id: person.id.clone(),
        }))
    }
}
