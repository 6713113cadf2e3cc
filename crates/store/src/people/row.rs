//! The table `people`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub login: String,
    pub name: String,
    pub roles: String,
    pub row_permissions: String,
    pub lang: String,
    pub theme: String,
    pub units: String,
    pub disabled: bool,
    pub password_hash: Option<String>,
    pub must_change_password: bool,
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub totp_sealed: Option<String>,
    pub totp_proposed: Option<String>,
    pub totp_last_step: Option<i64>,
    pub version: i64,
    pub created_at_us: i64,
    pub updated_at_us: i64,
    pub signed_in_at_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
