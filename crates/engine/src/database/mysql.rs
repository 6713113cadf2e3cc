//! MySQL and MariaDB: describes, counts and streams.

use std::time::Duration;

use datafusion_table_providers::sql::db_connection_pool::dbconnection::mysqlconn::MySQLConnection;
use holdfast_domain::refusal::Refusal;
use mysql_async::consts::{ColumnFlags, ColumnType};
use mysql_async::prelude::Queryable;
use mysql_async::{Column, Conn, Params, Row, Value};

use super::address::Address;
use super::dialect::Dialect;
use super::failure::{self, Complaint, Trouble};
use super::mysql_cell::push;
use super::read::{CHUNK_ROWS, Selection, Sink, Source};
use super::relation::Relation;
use super::shape::{Kind, SourceColumn};
use super::similar::similar;
use super::watermark::Bound;

/// Time in which the server must give the next row.
const ROW_SECONDS: u64 = 600;
/// The character set of bytes that are no text.
const BINARY: u16 = 63;

/// The columns of a table or query.
pub(crate) async fn describe(
    connection: &MySQLConnection,
    address: &Address,
    source: &Source,
) -> Result<Vec<SourceColumn>, Refusal> {
    let sql = format!("SELECT * FROM {}", source.from(Dialect::MySql));
    let mut conn = connection.conn.lock().await;
    match conn.prep(sql).await {
        Ok(statement) => Ok(statement.columns().iter().map(shape).collect()),
        Err(error) => Err(refuse(&mut conn, address, source, &error).await),
    }
}

/// What a column is read as.
fn shape(column: &Column) -> SourceColumn {
    use ColumnType::{
        MYSQL_TYPE_BIT, MYSQL_TYPE_BLOB, MYSQL_TYPE_DATE, MYSQL_TYPE_DATETIME, MYSQL_TYPE_DATETIME2,
        MYSQL_TYPE_DECIMAL, MYSQL_TYPE_DOUBLE, MYSQL_TYPE_ENUM, MYSQL_TYPE_FLOAT, MYSQL_TYPE_INT24, MYSQL_TYPE_JSON,
        MYSQL_TYPE_LONG, MYSQL_TYPE_LONG_BLOB, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_MEDIUM_BLOB, MYSQL_TYPE_NEWDATE,
        MYSQL_TYPE_NEWDECIMAL, MYSQL_TYPE_NULL, MYSQL_TYPE_SET, MYSQL_TYPE_SHORT, MYSQL_TYPE_STRING, MYSQL_TYPE_TIME,
        MYSQL_TYPE_TIME2, MYSQL_TYPE_TIMESTAMP, MYSQL_TYPE_TIMESTAMP2, MYSQL_TYPE_TINY, MYSQL_TYPE_TINY_BLOB,
        MYSQL_TYPE_VAR_STRING, MYSQL_TYPE_VARCHAR, MYSQL_TYPE_YEAR,
    };
    let name = column.name_str();
    let kind = match column.column_type() {
        MYSQL_TYPE_TINY | MYSQL_TYPE_SHORT | MYSQL_TYPE_INT24 | MYSQL_TYPE_LONG | MYSQL_TYPE_LONGLONG
        | MYSQL_TYPE_YEAR | MYSQL_TYPE_BIT => Kind::Whole,
        MYSQL_TYPE_FLOAT | MYSQL_TYPE_DOUBLE => Kind::Float,
        MYSQL_TYPE_DECIMAL | MYSQL_TYPE_NEWDECIMAL => Kind::Decimal {
            whole: column.decimals() == 0,
        },
        MYSQL_TYPE_DATE | MYSQL_TYPE_NEWDATE => Kind::Day,
        MYSQL_TYPE_DATETIME | MYSQL_TYPE_DATETIME2 => Kind::WallTime,
        MYSQL_TYPE_TIMESTAMP | MYSQL_TYPE_TIMESTAMP2 => Kind::ZonedTime,
        MYSQL_TYPE_TIME | MYSQL_TYPE_TIME2 | MYSQL_TYPE_JSON | MYSQL_TYPE_NULL => Kind::Words,
        MYSQL_TYPE_VARCHAR
        | MYSQL_TYPE_VAR_STRING
        | MYSQL_TYPE_STRING
        | MYSQL_TYPE_ENUM
        | MYSQL_TYPE_SET
        | MYSQL_TYPE_BLOB
        | MYSQL_TYPE_TINY_BLOB
        | MYSQL_TYPE_MEDIUM_BLOB
        | MYSQL_TYPE_LONG_BLOB
            if column.character_set() != BINARY =>
        {
            Kind::Words
        }
        _ => Kind::LeftOut,
    };
    let quoted = Dialect::MySql.quote(&name);
    let unsigned = if column.flags().contains(ColumnFlags::UNSIGNED_FLAG) {
        " unsigned"
    } else {
        ""
    };
    let type_name = format!("{:?}{unsigned}", column.column_type());
    let type_name = type_name
        .strip_prefix("MYSQL_TYPE_")
        .unwrap_or(&type_name)
        .to_lowercase();
    let compared = match kind {
        // Byte by byte, whatever the column's character set and collation.
        Kind::Words => format!("CAST(CONVERT({quoted} USING utf8mb4) AS BINARY)"),
        _ => quoted.clone(),
    };
    SourceColumn {
        selected: quoted,
        compared,
        ..SourceColumn::new(name, type_name, kind)
    }
}

/// Rows of a table as the server last counted them.
pub(crate) async fn estimate(connection: &MySQLConnection, relation: &Relation) -> Option<u64> {
    const SQL: &str = "SELECT TABLE_ROWS FROM information_schema.TABLES \
                       WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?";
    let mut conn = connection.conn.lock().await;
    let found: Option<Option<u64>> = conn
        .exec_first(SQL, (relation.schema.as_deref(), relation.name.as_str()))
        .await
        .ok()?;
    found.flatten()
}

/// The SELECT and its parameters.
fn select(selection: &Selection) -> (String, Params) {
    let list: Vec<&str> = selection
        .columns
        .iter()
        .map(|column| column.selected.as_str())
        .collect();
    let sql = format!("SELECT {} FROM {}", list.join(", "), selection.from);
    let Some((column, bound)) = &selection.since else {
        return (sql, Params::Empty);
    };
    let (value, operand) = match bound {
        Bound::Whole(value) => (Value::Int(*value), "?"),
        Bound::Decimal(digits) => (Value::Bytes(digits.clone().into_bytes()), "CAST(? AS DECIMAL(65, 30))"),
        Bound::Float(value) => (Value::Double(*value), "?"),
        Bound::Time { text, .. } => (Value::Bytes(text.clone().into_bytes()), "CAST(? AS DATETIME)"),
        Bound::Text(text) => (
            Value::Bytes(text.clone().into_bytes()),
            "CAST(CONVERT(? USING utf8mb4) AS BINARY)",
        ),
    };
    let compared = &column.compared;
    (
        format!("{sql} WHERE {compared} >= {operand} ORDER BY {compared}"),
        Params::Positional(vec![value]),
    )
}

/// Streams the rows.
pub(crate) async fn stream(
    connection: &MySQLConnection,
    address: &Address,
    source: &Source,
    selection: &Selection,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let (sql, parameters) = select(selection);
    let mut guard = connection.conn.lock().await;
    let conn: &mut Conn = &mut guard;
    match rows_into(conn, address, &sql, parameters, selection, sink).await {
        Ok(()) => Ok(()),
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Failed(error)) => Err(refuse(conn, address, source, &error).await),
    }
}

/// Why streaming stopped.
enum Stop {
    Refused(Refusal),
    Failed(mysql_async::Error),
}

impl From<mysql_async::Error> for Stop {
    fn from(error: mysql_async::Error) -> Self {
        Self::Failed(error)
    }
}

async fn rows_into(
    conn: &mut Conn,
    address: &Address,
    sql: &str,
    parameters: Params,
    selection: &Selection,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let limit = Duration::from_secs(ROW_SECONDS);
    let late = |_| Stop::Refused(failure::timed_out(address, ROW_SECONDS));
    let mut result = tokio::time::timeout(limit, conn.exec_iter(sql, parameters))
        .await
        .map_err(late)??;
    let mut rows: Vec<Row> = Vec::with_capacity(CHUNK_ROWS);
    loop {
        let row = tokio::time::timeout(limit, result.next()).await.map_err(late)??;
        let ended = row.is_none();
        rows.extend(row);
        if ended || rows.len() == CHUNK_ROWS {
            sink.append(&rows, |row, index, builder| {
                push(row, index, selection.columns[index].kind, builder);
            })
            .map_err(Stop::Refused)?;
            rows.clear();
        }
        if ended {
            return Ok(());
        }
    }
}

/// What the server complains about, with tables of a like name if one is missing.
async fn refuse(conn: &mut Conn, address: &Address, source: &Source, error: &mysql_async::Error) -> Refusal {
    const SQL: &str = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";
    let complaint = Complaint::mysql(error);
    let names: Vec<String> = match complaint.kind() {
        Trouble::NoTable => conn.query(SQL).await.unwrap_or_default(),
        _ => Vec::new(),
    };
    complaint.refuse(address, Some(source.name()), &similar(source.name(), &names))
}
