//! Where a workspace's data come from, as `holdfast.toml` declares it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A source: where rows are and which canonical table they fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Short name, unique in the workspace.
    pub id: String,
    /// The canonical table that its rows go to.
    pub table: String,
    /// Files, relative to the workspace: paths and globs (`data/orders-*.csv`), or folders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// A database instead of files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseSpec>,
    /// Canonical column ← column of the source.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Canonical column ← the same text for every row, where the source has no such column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// Events without a column of money: amount = quantity × unit price, rounded to whole minor units row by row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_from: Option<AmountFrom>,
    /// Columns kept as attributes (`customers`, `snapshots`); absent: all that are not mapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<String>>,
    /// Attributes that are personal: names, phones, addresses. Kept in `customers` alone, masked wherever they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<String>,
    /// Money is in minor units already (分, cents).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub money_in_minor_units: bool,
    /// Where `known_at` comes from when no column is mapped to it.
    #[serde(default)]
    pub known_at: KnownAt,
    /// A column that grows (a number, a time): only rows at or after its highest value so far are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermark: Option<String>,
    /// Encoding of text files; absent: found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What separates the columns of a text file; absent: found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// `dmy` or `mdy`, where dates can be read both ways.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<String>,
}

/// The two columns of the source whose product is the amount of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountFrom {
    /// Column of the number of units; negative for a return.
    pub quantity: String,
    /// Column of the price of one unit, in major units of money unless the source says otherwise.
    pub unit_price: String,
}

/// A table or query of a PostgreSQL or MySQL/MariaDB server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSpec {
    /// `postgres://user@host:5432/database` or `mysql://user@host:3306/database`, without the password.
    pub url: String,
    /// The environment variable that holds the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_env: Option<String>,
    /// A table, `orders` or `sales.orders`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// A SELECT instead of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// `disable`, `prefer` or `require` TLS; absent: `prefer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
}

/// When a row without its own `known_at` became known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KnownAt {
    /// In the first import of a source (history): when it happened. In later imports: at the import.
    #[default]
    Auto,
    /// When it happened.
    Occurred,
    /// At the import.
    Imported,
}
