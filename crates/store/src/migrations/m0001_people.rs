//! People, what they may do, what they did, and what they saved.

use sea_orm_migration::prelude::{ConnectionTrait, DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::DbBackend;

/// The first tables.
pub struct People;

impl MigrationName for People {
    fn name(&self) -> &str {
        "m0001_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for People {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(include_str!("m0001_people.sql")).await?;
        let guard = match manager.get_database_backend() {
            DbBackend::Postgres => include_str!("m0001_audit_guard.postgres.sql"),
            _ => include_str!("m0001_audit_guard.sqlite.sql"),
        };
        connection.execute_unprepared(guard).await?;
        Ok(())
    }
}
