//! The open database.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::error::StoreError;
use crate::migrations::migrator::Migrator;

/// How long a writer waits for another one.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Between two tries.
const BUSY_PAUSE: Duration = Duration::from_millis(20);
/// What SQLite says when another connection is in the way.
const SQLITE_BUSY: &str = "5";
/// How long a request waits for a connection.
const ACQUIRE_WAIT: Duration = Duration::from_secs(10);
/// Connections of this process.
const MOST_CONNECTIONS: u32 = 8;

/// The operational database. Cheap to clone; every method is one whole step, committed when it returns.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) database: DatabaseConnection,
}

impl Store {
    /// Opens `sqlite:PATH` (made if it is not there) or `postgres://…`, and brings its tables up to date.
    ///
    /// # Errors
    /// `Address` for another kind of address, `Database` when it cannot be opened or is newer than this program.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self {
            database: connected(url).await?,
        };
        let transaction = store.write().await?;
        if store.is_postgres() {
            // Two servers that start together must not both migrate.
            transaction
                .execute_unprepared("SELECT pg_advisory_xact_lock(7218411093)")
                .await?;
        }
        Migrator::up(&transaction, None).await?;
        transaction.commit().await?;
        Ok(store)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Database` when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.database.ping().await?)
    }

    /// Closes the connections after the steps that are under way.
    ///
    /// # Errors
    /// `Database` when a connection fails to close.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.database.close().await?)
    }

    /// `sqlite` or `postgres`.
    pub fn kind(&self) -> &'static str {
        if self.is_postgres() { "postgres" } else { "sqlite" }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.database.get_database_backend() == DbBackend::Postgres
    }

    /// A transaction that will write: SQLite takes its lock at once, since a reader that becomes a writer may be refused.
    pub(crate) async fn write(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (!self.is_postgres()).then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.database.begin_with_options(options).await?)
    }

    /// Lets one writer of `table` through at a time, until the transaction ends. SQLite does so anyway.
    pub(crate) async fn lock(&self, transaction: &DatabaseTransaction, table: &'static str) -> Result<(), StoreError> {
        if self.is_postgres() {
            let statement = format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
            transaction.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// Connects. Those who open a new SQLite file at the same time all turn it into one with a write-ahead log, for which SQLite lets nobody wait: whoever comes
/// second tries again.
async fn connected(url: &str) -> Result<DatabaseConnection, StoreError> {
    let mut left = BUSY_WAIT;
    loop {
        match Database::connect(options(url)?).await {
            Err(error) if is_busy(&error) && !left.is_zero() => {
                tokio::time::sleep(BUSY_PAUSE).await;
                left = left.saturating_sub(BUSY_PAUSE);
            }
            outcome => return Ok(outcome?),
        }
    }
}

fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == SQLITE_BUSY)
}

fn options(url: &str) -> Result<ConnectOptions, StoreError> {
    let sqlite = url.starts_with("sqlite:");
    if !sqlite && !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(StoreError::Address);
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(ACQUIRE_WAIT)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    if sqlite {
        options.map_sqlx_sqlite_opts(|sqlite| {
            // `full`: what was answered survives a loss of power, which the audit log promises.
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(BUSY_WAIT)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
        });
    } else {
        options.set_application_name("holdfast");
    }
    Ok(options)
}
