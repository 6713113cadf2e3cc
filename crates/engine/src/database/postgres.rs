//! PostgreSQL: describes, counts and streams.

use std::pin::pin;
use std::time::Duration;

use datafusion_table_providers::sql::db_connection_pool::dbconnection::postgresconn::PostgresConnection;
use futures::StreamExt;
use holdfast_domain::refusal::Refusal;
use tokio_postgres::Row;
use tokio_postgres::types::{Kind as TypeKind, Type};

use super::address::Address;
use super::dialect::Dialect;
use super::failure::{self, Complaint, Trouble};
use super::postgres_cell::push;
use super::read::{CHUNK_ROWS, Selection, Sink, Source};
use super::relation::Relation;
use super::shape::{Kind, SourceColumn, Wire};
use super::similar::similar;
use super::watermark::Bound;

/// Time in which the server must give the next row.
const ROW_SECONDS: u64 = 600;

/// The columns of a table or query.
pub(crate) async fn describe(
    connection: &PostgresConnection,
    address: &Address,
    source: &Source,
) -> Result<Vec<SourceColumn>, Refusal> {
    let sql = format!("SELECT * FROM {}", source.from(Dialect::Postgres));
    match connection.conn.prepare(&sql).await {
        Ok(statement) => Ok(statement
            .columns()
            .iter()
            .map(|column| shape(column.name(), column.type_(), column.type_modifier()))
            .collect()),
        Err(error) => Err(refuse(connection, address, source, &error).await),
    }
}

/// What a column is read as.
fn shape(name: &str, declared: &Type, modifier: i32) -> SourceColumn {
    let mut plain = declared;
    while let TypeKind::Domain(inner) = plain.kind() {
        plain = inner;
    }
    let quoted = Dialect::Postgres.quote(name);
    let (kind, wire, convert) = match *plain {
        Type::INT2 | Type::INT4 | Type::INT8 => (Kind::Whole, Wire::Int, ""),
        Type::OID => (Kind::Whole, Wire::Int, "::pg_catalog.int8"),
        Type::FLOAT4 | Type::FLOAT8 => (Kind::Float, Wire::Float, ""),
        Type::NUMERIC => (decimal(modifier), Wire::Text, "::pg_catalog.text"),
        Type::MONEY => (
            Kind::Decimal { whole: false },
            Wire::Text,
            "::pg_catalog.numeric::pg_catalog.text",
        ),
        Type::BOOL => (Kind::Flag, Wire::Bool, ""),
        Type::DATE => (Kind::Day, Wire::Day, ""),
        Type::TIMESTAMP => (Kind::WallTime, Wire::Micros, ""),
        Type::TIMESTAMPTZ => (Kind::ZonedTime, Wire::Micros, ""),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME => (Kind::Words, Wire::Text, ""),
        _ if is_left_out(plain) => (Kind::LeftOut, Wire::Text, ""),
        _ => (Kind::Words, Wire::Text, "::pg_catalog.text"),
    };
    let compared = match kind {
        Kind::Words => format!("{quoted}::pg_catalog.text COLLATE \"C\""),
        Kind::Decimal { .. } if *plain == Type::MONEY => format!("{quoted}::pg_catalog.numeric"),
        _ => quoted.clone(),
    };
    SourceColumn {
        wire,
        selected: format!("{quoted}{convert}"),
        compared,
        ..SourceColumn::new(name, declared.name(), kind)
    }
}

/// A `numeric` column's kind by its type modifier: −1 without a declared scale, else precision and an 11-bit scale.
fn decimal(modifier: i32) -> Kind {
    if modifier < 0 {
        return Kind::FreeDecimal;
    }
    let scale = (modifier - 4) & 0x7FF;
    Kind::Decimal {
        // From 1024 on the scale is negative.
        whole: scale == 0 || scale >= 1024,
    }
}

fn is_left_out(plain: &Type) -> bool {
    const NAMES: [&str; 13] = [
        "bytea",
        "tsvector",
        "tsquery",
        "point",
        "line",
        "lseg",
        "box",
        "path",
        "polygon",
        "circle",
        "geometry",
        "geography",
        "raster",
    ];
    let is_plain = matches!(plain.kind(), TypeKind::Simple | TypeKind::Enum(_));
    !is_plain || NAMES.contains(&plain.name())
}

/// Rows of a table as the server last counted them.
pub(crate) async fn estimate(connection: &PostgresConnection, relation: &Relation) -> Option<u64> {
    const SQL: &str = "SELECT c.reltuples::pg_catalog.int8 FROM pg_catalog.pg_class c \
                       WHERE c.oid = pg_catalog.to_regclass($1::pg_catalog.text)";
    let quoted = relation.quoted(Dialect::Postgres);
    let row = connection.conn.query_opt(SQL, &[&quoted]).await.ok()??;
    u64::try_from(row.try_get::<_, i64>(0).ok()?).ok()
}

/// The SELECT and its parameters.
fn select(selection: &Selection) -> (String, Vec<String>) {
    let list: Vec<&str> = selection
        .columns
        .iter()
        .map(|column| column.selected.as_str())
        .collect();
    let mut sql = format!("SELECT {} FROM {}", list.join(", "), selection.from);
    let mut parameters = Vec::new();
    if let Some((column, bound)) = &selection.since {
        let compared = &column.compared;
        let (value, cast) = match bound {
            Bound::Whole(value) => (value.to_string(), "int8"),
            Bound::Decimal(digits) => (digits.clone(), "numeric"),
            Bound::Float(value) => (value.to_string(), "float8"),
            Bound::Time { text, zoned: true } => (format!("{text}+00"), "timestamptz"),
            Bound::Time { text, zoned: false } => (text.clone(), "timestamp"),
            Bound::Text(text) => (text.clone(), "text"),
        };
        sql.push_str(&format!(
            " WHERE {compared} >= CAST($1::pg_catalog.text AS pg_catalog.{cast}) ORDER BY {compared}"
        ));
        parameters.push(value);
    }
    (sql, parameters)
}

/// Streams the rows.
pub(crate) async fn stream(
    connection: &PostgresConnection,
    address: &Address,
    source: &Source,
    selection: &Selection,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let limit = Duration::from_secs(ROW_SECONDS);
    let late = |_| failure::timed_out(address, ROW_SECONDS);
    let (sql, parameters) = select(selection);
    let opened = tokio::time::timeout(limit, connection.conn.query_raw(sql.as_str(), parameters)).await;
    let rows = match opened.map_err(late)? {
        Ok(rows) => rows,
        Err(error) => return Err(refuse(connection, address, source, &error).await),
    };
    let mut chunks = pin!(rows.chunks(CHUNK_ROWS));
    while let Some(chunk) = tokio::time::timeout(limit, chunks.next()).await.map_err(late)? {
        let mut decoded: Vec<Row> = Vec::with_capacity(chunk.len());
        for row in chunk {
            match row {
                Ok(row) => decoded.push(row),
                Err(error) => return Err(refuse(connection, address, source, &error).await),
            }
        }
        sink.append(&decoded, |row, index, builder| {
            push(row, index, selection.columns[index].wire, builder);
        })?;
    }
    Ok(())
}

/// What the server complains about, with tables of a like name if one is missing.
async fn refuse(
    connection: &PostgresConnection,
    address: &Address,
    source: &Source,
    error: &tokio_postgres::Error,
) -> Refusal {
    let complaint = Complaint::postgres(error);
    let names = match complaint.kind() {
        Trouble::NoTable => table_names(connection).await,
        _ => Vec::new(),
    };
    complaint.refuse(address, Some(source.name()), &similar(source.name(), &names))
}

/// The names of all tables and views, with their schema unless that is `public`.
async fn table_names(connection: &PostgresConnection) -> Vec<String> {
    let rows = connection
        .conn
        .query(super::catalog::POSTGRES_TABLES, &[])
        .await
        .unwrap_or_default();
    let name = |row: &Row| {
        let (schema, name): (String, String) = (row.try_get(0).ok()?, row.try_get(1).ok()?);
        Some(if schema == "public" {
            name
        } else {
            format!("{schema}.{name}")
        })
    };
    rows.iter().filter_map(name).collect()
}
