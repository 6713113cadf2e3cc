//! What there is to ask: tables, their columns, how many rows.

use arrow::datatypes::DataType;
use holdfast_domain::canonical::CanonicalTable;

use crate::error::EngineError;
use crate::lake::schema::{BATCHES, PANEL, REJECTS, ROW_NO, SCORES};
use crate::lake::{LakeView, sizes};

/// A table that SQL can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<ColumnInfo>,
    /// Rows that were written to it, corrected ones included.
    pub rows: u64,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// Its type as SQL names it.
    pub kind: String,
    /// Whether it is personal: shown masked.
    pub personal: bool,
}

/// The tables that a session has, canonical ones first.
///
/// # Errors
/// When a table's log cannot be read.
pub fn tables(view: &LakeView) -> Result<Vec<TableInfo>, EngineError> {
    let sizes = sizes(view)?;
    CanonicalTable::ALL
        .iter()
        .map(|table| table.name())
        .chain([BATCHES, REJECTS, PANEL, SCORES])
        .map(|name| {
            let columns = view
                .schema(name)?
                .fields()
                .iter()
                .filter(|field| field.name() != ROW_NO)
                .map(|field| ColumnInfo {
                    name: field.name().clone(),
                    kind: sql_type(field.data_type()),
                    personal: name == "customers" && view.head().personal.contains(field.name()),
                })
                .collect();
            let rows = sizes.iter().find(|(known, ..)| known == name).map_or(0, |size| size.1);
            Ok(TableInfo {
                name: name.to_owned(),
                columns,
                rows,
            })
        })
        .collect()
}

/// A type as SQL names it.
pub fn sql_type(kind: &DataType) -> String {
    match kind {
        DataType::Boolean => "BOOLEAN",
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => "INTEGER",
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => "BIGINT",
        DataType::Float16 | DataType::Float32 | DataType::Float64 => "DOUBLE",
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            "DECIMAL"
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "VARCHAR",
        DataType::Dictionary(_, values) => return sql_type(values),
        DataType::Date32 | DataType::Date64 => "DATE",
        DataType::Timestamp(_, Some(_)) => "TIMESTAMPTZ",
        DataType::Timestamp(_, None) => "TIMESTAMP",
        DataType::Time32(_) | DataType::Time64(_) => "TIME",
        DataType::Interval(_) | DataType::Duration(_) => "INTERVAL",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "BYTEA",
        other => return other.to_string(),
    }
    .to_owned()
}
