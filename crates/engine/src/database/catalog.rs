//! What tables there are and what columns they have.

use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::DatabaseSpec;
use mysql_async::prelude::Queryable;
use tokio_postgres::Row;

use crate::runtime::block_on;

use super::address::Address;
use super::connect::{Connection, Tls, connect};
use super::dialect::Dialect;
use super::failure::{Complaint, Trouble};
use super::relation::Relation;
use super::similar::similar;

/// Schema, name, estimated rows (−1: not known), whether it is a view.
pub(crate) const POSTGRES_TABLES: &str = "SELECT n.nspname::pg_catalog.text, c.relname::pg_catalog.text, \
     c.reltuples::pg_catalog.int8, c.relkind IN ('v', 'm') \
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition \
     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
     AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') \
     ORDER BY 1, 2";

const POSTGRES_COLUMNS: &str = "SELECT a.attname::pg_catalog.text, \
     pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull \
     FROM pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass($1::pg_catalog.text) \
     AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

const MYSQL_TABLES: &str = "SELECT TABLE_SCHEMA, TABLE_NAME, CAST(TABLE_ROWS AS SIGNED), TABLE_TYPE = 'VIEW' \
     FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2";

const MYSQL_COLUMNS: &str = "SELECT COLUMN_NAME, CAST(COLUMN_TYPE AS CHAR), IS_NULLABLE = 'YES' \
     FROM information_schema.COLUMNS \
     WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

/// A table or view that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableEntry {
    /// PostgreSQL's schema, MySQL's database.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Rows as the server last estimated them; `None` when it never did, as for views.
    pub estimated_rows: Option<u64>,
    /// A view rather than a table.
    pub is_view: bool,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnEntry {
    /// Its name.
    pub name: String,
    /// The server's name of its type, e.g. `numeric(10,2)`.
    pub type_name: String,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// The tables and views that the user may read, by schema and name. `relation` and `query` of the spec do not matter.
///
/// # Errors
/// Those of connecting: see [`super::read_database`].
pub fn list_tables(spec: &DatabaseSpec, password: Option<&str>) -> Result<Vec<TableEntry>, Refusal> {
    let address = Address::parse(&spec.url)?;
    let tls = Tls::parse(spec.tls.as_deref())?;
    block_on(async {
        let connection = connect(&address, password, tls).await?;
        let tables = tables_of(&connection).await;
        tables.map_err(|complaint| complaint.refuse(&address, None, &[]))
    })?
}

/// The columns of a table or view, in its order. `relation` and `query` of the spec do not matter.
///
/// # Errors
/// Those of connecting (see [`super::read_database`]), `table-name`, `no-such-table`.
pub fn describe_relation(
    spec: &DatabaseSpec,
    password: Option<&str>,
    relation: &str,
) -> Result<Vec<ColumnEntry>, Refusal> {
    let address = Address::parse(&spec.url)?;
    let tls = Tls::parse(spec.tls.as_deref())?;
    let relation = Relation::parse(relation)?;
    block_on(async {
        let connection = connect(&address, password, tls).await?;
        let refuse = |complaint: Complaint| complaint.refuse(&address, Some(&relation.name), &[]);
        let columns = columns_of(&connection, &relation).await.map_err(refuse)?;
        if !columns.is_empty() {
            return Ok(columns);
        }
        let tables = tables_of(&connection).await.map_err(refuse)?;
        let names: Vec<String> = tables.into_iter().map(|table| table.name).collect();
        let missing = Complaint::new(Trouble::NoTable, "not in the catalog");
        Err(missing.refuse(&address, Some(&relation.name), &similar(&relation.name, &names)))
    })?
}

async fn tables_of(connection: &Connection) -> Result<Vec<TableEntry>, Complaint> {
    match connection {
        Connection::Postgres(connection) => {
            let rows = connection.conn.query(POSTGRES_TABLES, &[]).await;
            let entry = |row: &Row| {
                let is_view: bool = row.try_get(3)?;
                let rows: i64 = row.try_get(2)?;
                Ok(TableEntry {
                    schema: row.try_get(0)?,
                    name: row.try_get(1)?,
                    estimated_rows: u64::try_from(rows).ok().filter(|_| !is_view),
                    is_view,
                })
            };
            let entries = rows.and_then(|rows| rows.iter().map(entry).collect());
            entries.map_err(|error| Complaint::postgres(&error))
        }
        Connection::MySql(connection) => {
            /// Schema, name, rows, whether it is a view.
            type Listed = (String, String, Option<i64>, bool);
            let rows: Result<Vec<Listed>, _> = connection.conn.lock().await.query(MYSQL_TABLES).await;
            let rows = rows.map_err(|error| Complaint::mysql(&error))?;
            let entry = |(schema, name, rows, is_view): (_, _, Option<i64>, _)| TableEntry {
                schema,
                name,
                estimated_rows: rows.and_then(|rows| u64::try_from(rows).ok()),
                is_view,
            };
            Ok(rows.into_iter().map(entry).collect())
        }
    }
}

async fn columns_of(connection: &Connection, relation: &Relation) -> Result<Vec<ColumnEntry>, Complaint> {
    match connection {
        Connection::Postgres(connection) => {
            let quoted = relation.quoted(Dialect::Postgres);
            let rows = connection.conn.query(POSTGRES_COLUMNS, &[&quoted]).await;
            let entry = |row: &Row| {
                Ok(ColumnEntry {
                    name: row.try_get(0)?,
                    type_name: row.try_get(1)?,
                    nullable: row.try_get(2)?,
                })
            };
            let entries = rows.and_then(|rows| rows.iter().map(entry).collect());
            entries.map_err(|error| Complaint::postgres(&error))
        }
        Connection::MySql(connection) => {
            let names = (relation.schema.as_deref(), relation.name.as_str());
            let rows: Result<Vec<(String, String, bool)>, _> =
                connection.conn.lock().await.exec(MYSQL_COLUMNS, names).await;
            let rows = rows.map_err(|error| Complaint::mysql(&error))?;
            let entry = |(name, type_name, nullable)| ColumnEntry {
                name,
                type_name,
                nullable,
            };
            Ok(rows.into_iter().map(entry).collect())
        }
    }
}
