//! `GET /sql/schema`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::explore::SqlTable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;

/// What SQL can read.
#[derive(Serialize, ToSchema)]
pub struct SqlSchema {
    /// Tables, those that sources fill first.
    pub tables: Vec<SqlSchemaTable>,
}

/// A table.
#[derive(Serialize, ToSchema)]
pub struct SqlSchemaTable {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<SqlSchemaColumn>,
    /// Rows that were written to it; null for a caller who sees some customers alone.
    #[schema(minimum = 0)]
    pub rows: Option<u64>,
}

/// A column.
#[derive(Serialize, ToSchema)]
pub struct SqlSchemaColumn {
    /// Its name.
    pub name: String,
    /// Its type as SQL names it.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it is personal: shown masked.
    pub personal: bool,
}

impl From<SqlTable> for SqlSchemaTable {
    fn from(table: SqlTable) -> Self {
        let columns = table.columns.into_iter().map(|column| SqlSchemaColumn {
            name: column.name,
            kind: column.kind,
            personal: column.personal,
        });
        Self {
            name: table.name,
            columns: columns.collect(),
            rows: table.rows,
        }
    }
}

/// The tables and columns that SQL can read, with types and with what is personal.
#[utoipa::path(get, path = "/sql/schema", tag = "sql", responses((status = 200, body = SqlSchema), Problem))]
pub async fn show_schema(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answered(&state, &caller, &headers, "sql/schema", |reader| {
        Ok(SqlSchema {
            tables: reader.sql_tables()?.into_iter().map(Into::into).collect(),
        })
    })
    .await
}
