//! Reads a table or query.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::DatabaseSpec;
use rayon::prelude::*;

use crate::read::collect::{Collected, check_size};
use crate::read::decode::Progress;
use crate::read::header::check_header;
use crate::read::notes::{left_out, table_of};
use crate::read::refuse;
use crate::read::typed_column::TypedColumn;
use crate::read::{ReadOptions, ReadTable};
use crate::runtime::block_on;
use crate::table::infer::Rules;
use crate::table::row_map::RowMap;

use super::address::Address;
use super::connect::{Connection, Tls, connect};
use super::dialect::Dialect;
use super::failure;
use super::query::check_query;
use super::relation::Relation;
use super::shape::{Kind, SourceColumn};
use super::watermark::{Bound, Watermark, bound};
use super::{mysql, postgres};

/// Rows that are decoded together.
pub(crate) const CHUNK_ROWS: usize = 4096;

/// What is read from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Relation(Relation),
    Query(String),
}

impl Source {
    /// What stands after FROM.
    pub(crate) fn from(&self, dialect: Dialect) -> String {
        match self {
            Self::Relation(relation) => relation.quoted(dialect),
            // A line of its own: the query may end in a comment.
            Self::Query(query) => format!("(\n{query}\n) AS source"),
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Relation(relation) => &relation.name,
            Self::Query(_) => "query",
        }
    }
}

/// The rows to read and in which order.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) columns: Vec<SourceColumn>,
    pub(crate) from: String,
    /// What is compared with what.
    pub(crate) since: Option<(SourceColumn, Bound)>,
}

/// Reads a table or query of a PostgreSQL or MySQL/MariaDB server into typed columns; `watermark`: only rows at or after
/// a value. No rows are an empty table. Of the options, `as_text`, `date_order`, `max_columns` and `instants_in_utc`
/// count; columns with a zone are in UTC in any case.
///
/// Whole numbers beyond 2^53 stay texts, decimals become numbers; JSON, UUIDs, enumerations and times of day are texts;
/// arrays, bytes and shapes are left out with a note. Texts become numbers or dates under the same rules as in Parquet
/// files. `progress` is told (rows read, rows expected).
///
/// # Errors
/// `database-url`, `password-in-url`, `database-tls-word`, `table-or-query`, `table-name`, `not-one-select`,
/// `query-syntax`, `database-unreachable`, `database-timeout`, `database-login`, `database-tls`, `no-such-database`,
/// `no-such-table`, `no-such-column`, `database-permission`, `duplicate-column`, `unknown-column` and `watermark-type`
/// of the watermark, `no-readable-column`, `table-too-large`, `database-error` with the server's message.
pub fn read_database(
    spec: &DatabaseSpec,
    password: Option<&str>,
    watermark: Option<&Watermark>,
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<ReadTable, Refusal> {
    let address = Address::parse(&spec.url)?;
    let tls = Tls::parse(spec.tls.as_deref())?;
    let source = match (&spec.relation, &spec.query) {
        (Some(relation), None) => Source::Relation(Relation::parse(relation)?),
        (None, Some(query)) => Source::Query(check_query(query, address.dialect)?.to_owned()),
        _ => return Err(failure::table_or_query(&address)),
    };
    block_on(async {
        let connection = connect(&address, password, tls).await?;
        read_from(&connection, &address, &source, watermark, options, progress).await
    })?
}

/// The first rows of a table or view, at most `rows`, in whatever order the server gives them: to see what its columns hold.
///
/// # Errors
/// See [`read_database`].
pub fn sample(spec: &DatabaseSpec, password: Option<&str>, relation: &str, rows: u32) -> Result<ReadTable, Refusal> {
    let dialect = Address::parse(&spec.url)?.dialect;
    let quoted = Relation::parse(relation)?.quoted(dialect);
    let first = DatabaseSpec {
        relation: None,
        query: Some(format!("SELECT * FROM {quoted} LIMIT {rows}")),
        ..spec.clone()
    };
    read_database(&first, password, None, &ReadOptions::default(), &|_, _| {})
}

async fn read_from(
    connection: &Connection,
    address: &Address,
    source: &Source,
    watermark: Option<&Watermark>,
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<ReadTable, Refusal> {
    let described = match connection {
        Connection::Postgres(connection) => postgres::describe(connection, address, source).await?,
        Connection::MySql(connection) => mysql::describe(connection, address, source).await?,
    };
    let expected = match (connection, source, watermark) {
        (Connection::Postgres(connection), Source::Relation(relation), None) => {
            postgres::estimate(connection, relation).await
        }
        (Connection::MySql(connection), Source::Relation(relation), None) => {
            mysql::estimate(connection, relation).await
        }
        _ => None,
    };
    let since = match watermark {
        Some(watermark) => Some(since(&described, watermark, address.dialect)?),
        None => None,
    };
    let (columns, unreadable): (Vec<SourceColumn>, Vec<SourceColumn>) =
        described.into_iter().partition(|column| column.kind != Kind::LeftOut);
    if columns.is_empty() {
        return Err(failure::no_columns(address, address.dialect, source.name()));
    }
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let mut header = check_header(&names, 1, options).map_err(of_a_query)?;
    if !unreadable.is_empty() {
        let names: Vec<String> = unreadable.into_iter().map(|column| column.name).collect();
        header
            .notes
            .push(left_out(&names, ("数组、二进制或图形", "arrays, bytes or shapes")));
    }
    let builders = columns
        .iter()
        .zip(&header.names)
        .map(|(column, name)| column.builder(options.as_text.contains(name)))
        .collect();
    let mut sink = Sink {
        builders,
        rows: RowMap::default(),
        expected: expected.unwrap_or(0),
        progress,
    };
    let selection = Selection {
        columns,
        from: source.from(address.dialect),
        since,
    };
    match connection {
        Connection::Postgres(connection) => {
            postgres::stream(connection, address, source, &selection, &mut sink).await?
        }
        Connection::MySql(connection) => mysql::stream(connection, address, source, &selection, &mut sink).await?,
    }
    let rules = Rules {
        order: options.date_order,
        declared_text: true,
        utc: options.instants_in_utc,
    };
    let rows = sink.rows;
    let inferred = sink
        .builders
        .into_par_iter()
        .filter_map(|column| column.finish(rules))
        .collect();
    let collected = Collected {
        columns: inferred,
        rows,
    };
    let table = table_of(header.names, collected, &mut header.notes)?;
    let (server, place) = (address.dialect.name(), address.place());
    Ok(ReadTable {
        file: source.name().to_owned(),
        decoding: bilingual!("{server}，{place}", "{server}, {place}"),
        text: None,
        table,
        notes: header.notes,
    })
}

/// Finds the watermark's column and what to compare it with.
fn since(columns: &[SourceColumn], watermark: &Watermark, dialect: Dialect) -> Result<(SourceColumn, Bound), Refusal> {
    let names = || -> Vec<String> { columns.iter().map(|column| column.name.clone()).collect() };
    let found = columns
        .iter()
        .find(|column| column.name == watermark.column)
        .or_else(|| columns.iter().find(|column| column.name.trim() == watermark.column));
    let column = found.ok_or_else(|| refuse::unknown_column(&watermark.column, &names()))?;
    Ok((column.clone(), bound(column, &watermark.at_least, dialect)?))
}

/// A database has no row of column names, and a query names its columns.
fn of_a_query(mut refusal: Refusal) -> Refusal {
    refusal.row = None;
    if refusal.code == "duplicate-column" {
        refusal.remedy = failure::name_with_as();
    }
    refusal
}

/// Where rows go.
pub(crate) struct Sink<'p> {
    builders: Vec<TypedColumn>,
    rows: RowMap,
    expected: u64,
    progress: Progress<'p>,
}

impl Sink<'_> {
    /// Appends rows: `push` decodes a row's value of a column.
    pub(crate) fn append<R: Sync>(
        &mut self,
        rows: &[R],
        push: impl Fn(&R, usize, &mut TypedColumn) + Sync,
    ) -> Result<(), Refusal> {
        self.builders.par_iter_mut().enumerate().for_each(|(index, builder)| {
            for row in rows {
                push(row, index, builder);
            }
        });
        for _ in rows {
            self.rows.push(self.rows.len() as u64 + 1);
        }
        check_size(self.rows.len(), self.builders.len())?;
        let done = self.rows.len() as u64;
        (self.progress)(done, self.expected.max(done));
        Ok(())
    }
}
