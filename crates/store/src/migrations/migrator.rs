//! The steps in order.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

use super::m0001_people::People;

/// Brings a database up to date.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(People)]
    }
}
