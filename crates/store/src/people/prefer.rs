//! What people decide about their own screen.

use holdfast_domain::lang::Lang;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::person::{Person, Theme, Units, word};
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

/// What is to change; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The name that others see.
    pub name: Option<String>,
    /// Language of the pages.
    pub lang: Option<Lang>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// How large numbers are shortened.
    pub units: Option<Units>,
}

impl Store {
    /// Changes a person's own preferences; `None` when there is no such person.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn prefer(
        &self,
        person_id: &str,
        preferences: &Preferences,
        at_us: i64,
    ) -> Result<Option<Person>, StoreError> {
        let mut update = Entity::update_many()
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAtUs, Expr::value(at_us))
            .filter(Column::Id.eq(person_id));
        if let Some(name) = &preferences.name {
            update = update.col_expr(Column::Name, Expr::value(name.as_str()));
        }
        if let Some(lang) = preferences.lang {
            update = update.col_expr(Column::Lang, Expr::value(word(lang)));
        }
        if let Some(theme) = preferences.theme {
            update = update.col_expr(Column::Theme, Expr::value(word(theme)));
        }
        if let Some(units) = preferences.units {
            update = update.col_expr(Column::Units, Expr::value(word(units)));
        }
        update.exec(&self.database).await?;
        self.find_person(person_id).await
    }
}
