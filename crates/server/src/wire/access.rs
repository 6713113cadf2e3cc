//! Words of access: roles, permissions, scopes and rows as they travel. The domain's own types read and write them; here is what the
//! document says of them.

use std::borrow::Cow;

use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::{MOST_VALUES, RowDimension, RowPermission};
use holdfast_domain::access::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// One of these words.
fn one_of(words: impl IntoIterator<Item = &'static str>, description: &str) -> RefOr<Schema> {
    let words: Vec<&str> = words.into_iter().collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .description(Some(description))
        .into()
}

/// Stands for [`Role`] in the document.
pub struct RoleWord;

impl PartialSchema for RoleWord {
    fn schema() -> RefOr<Schema> {
        one_of(Role::ALL.map(Role::word), "What somebody is to the workspace.")
    }
}

impl ToSchema for RoleWord {
    fn name() -> Cow<'static, str> {
        "Role".into()
    }
}

/// Stands for [`Permission`] in the document.
pub struct PermissionWord;

impl PartialSchema for PermissionWord {
    fn schema() -> RefOr<Schema> {
        one_of(Permission::ALL.map(Permission::word), "What somebody may do.")
    }
}

impl ToSchema for PermissionWord {
    fn name() -> Cow<'static, str> {
        "Permission".into()
    }
}

/// Stands for [`Scope`] in the document.
pub struct ScopeWord;

impl PartialSchema for ScopeWord {
    fn schema() -> RefOr<Schema> {
        one_of(Scope::ALL.map(Scope::word), "What a token may be used for.")
    }
}

impl ToSchema for ScopeWord {
    fn name() -> Cow<'static, str> {
        "Scope".into()
    }
}

/// Stands for [`RowDimension`] in the document.
pub struct RowDimensionWord;

impl PartialSchema for RowDimensionWord {
    fn schema() -> RefOr<Schema> {
        one_of(
            RowDimension::ALL.map(RowDimension::word),
            "A column by which customers are given to people.",
        )
    }
}

impl ToSchema for RowDimensionWord {
    fn name() -> Cow<'static, str> {
        "RowDimension".into()
    }
}

/// Stands for a language in the document.
pub struct LangWord;

impl PartialSchema for LangWord {
    fn schema() -> RefOr<Schema> {
        one_of(["zh", "en"], "A language of the pages.")
    }
}

impl ToSchema for LangWord {
    fn name() -> Cow<'static, str> {
        "Lang".into()
    }
}

/// Stands for light and dark in the document.
pub struct ThemeWord;

impl PartialSchema for ThemeWord {
    fn schema() -> RefOr<Schema> {
        one_of(["light", "dark", "system"], "Light, dark, or as the device is set.")
    }
}

impl ToSchema for ThemeWord {
    fn name() -> Cow<'static, str> {
        "Theme".into()
    }
}

/// Stands for the units of large numbers in the document.
pub struct UnitsWord;

impl PartialSchema for UnitsWord {
    fn schema() -> RefOr<Schema> {
        one_of(
            ["wan", "thousand"],
            "How large numbers are shortened: by ten thousands (万, 亿) or by thousands.",
        )
    }
}

impl ToSchema for UnitsWord {
    fn name() -> Cow<'static, str> {
        "Units".into()
    }
}

/// Which customers somebody may see: those whose column holds one of the values, exactly.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The column.
    #[schema(value_type = RowDimensionWord)]
    pub dimension: RowDimension,
    /// What it may be.
    #[schema(min_items = 1, max_items = 500)]
    pub values: Vec<String>,
}

const _: () = assert!(MOST_VALUES == 500);

impl From<RowPermission> for Rows {
    fn from(row: RowPermission) -> Self {
        Self {
            dimension: row.dimension,
            values: row.values,
        }
    }
}

impl From<Rows> for RowPermission {
    fn from(rows: Rows) -> Self {
        Self {
            dimension: rows.dimension,
            values: rows.values,
        }
    }
}
