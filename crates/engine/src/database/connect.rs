//! Opens a connection: within a time limit, with TLS as asked for, for reading alone.

use std::time::Duration;

use datafusion_table_providers::sql::db_connection_pool::dbconnection::mysqlconn::MySQLConnection;
use datafusion_table_providers::sql::db_connection_pool::dbconnection::postgresconn::PostgresConnection;
use datafusion_table_providers::sql::db_connection_pool::mysqlpool::{self, MySQLConnectionPool};
use datafusion_table_providers::sql::db_connection_pool::postgrespool::{self, PostgresConnectionPool};
use holdfast_domain::refusal::Refusal;
use mysql_async::prelude::Queryable;
use secrecy::SecretString;

use super::address::Address;
use super::dialect::Dialect;
use super::failure::{self, Complaint, Trouble};

/// Time to connect in.
const CONNECT_SECONDS: u64 = 20;

/// Whether the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tls {
    /// No.
    Disable,
    /// If the server can; its certificate is not checked.
    Prefer,
    /// Or no connection at all. MySQL's driver checks the certificate too.
    Require,
}

impl Tls {
    /// Reads the word in `tls`.
    ///
    /// # Errors
    /// `database-tls-word`.
    pub(crate) fn parse(word: Option<&str>) -> Result<Self, Refusal> {
        match word {
            None | Some("prefer") => Ok(Self::Prefer),
            Some("disable") => Ok(Self::Disable),
            Some("require") => Ok(Self::Require),
            Some(other) => Err(failure::bad_tls(other)),
        }
    }
}

/// An open connection.
pub(crate) enum Connection {
    Postgres(PostgresConnection),
    MySql(MySQLConnection),
}

/// Connects.
///
/// # Errors
/// `database-unreachable`, `database-login`, `no-such-database`, `database-tls`, `database-timeout`.
pub(crate) async fn connect(address: &Address, password: Option<&str>, tls: Tls) -> Result<Connection, Refusal> {
    let limit = Duration::from_secs(CONNECT_SECONDS);
    let opened = tokio::time::timeout(limit, async {
        match address.dialect {
            Dialect::Postgres => postgres(address, password, tls).await,
            Dialect::MySql => match mysql(address, password, tls).await {
                // The driver cannot go on without encryption by itself.
                Err(complaint) if tls == Tls::Prefer && complaint.kind() == Trouble::Tls => {
                    mysql(address, password, Tls::Disable).await
                }
                other => other,
            },
        }
    });
    match opened.await {
        Ok(opened) => opened.map_err(|complaint| complaint.without(password).refuse(address, None, &[])),
        Err(_) => Err(failure::timed_out(address, CONNECT_SECONDS)),
    }
}

async fn postgres(address: &Address, password: Option<&str>, tls: Tls) -> Result<Connection, Complaint> {
    let mode = match tls {
        Tls::Disable => "disable",
        Tls::Prefer => "prefer",
        Tls::Require => "require",
    };
    let settings = [
        ("host", Some(keyword(&address.host))),
        ("port", Some(address.port.to_string())),
        ("user", Some(keyword(&address.user))),
        ("db", Some(keyword(&address.database))),
        ("pass", password.map(str::to_owned)),
        ("sslmode", Some(mode.to_owned())),
        ("application_name", Some("holdfast".to_owned())),
        ("connection_pool_size", Some("1".to_owned())),
    ];
    let pool = PostgresConnectionPool::new(parameters(settings).collect())
        .await
        .map_err(|error| postgres_complaint(&error))?;
    let connection = pool
        .connect_direct()
        .await
        .map_err(|error| postgres_complaint(&error))?;
    connection
        .conn
        .batch_execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        .await
        .map_err(|error| Complaint::postgres(&error))?;
    Ok(Connection::Postgres(connection))
}

async fn mysql(address: &Address, password: Option<&str>, tls: Tls) -> Result<Connection, Complaint> {
    let mode = match tls {
        Tls::Disable => "disabled",
        Tls::Prefer => "preferred",
        Tls::Require => "required",
    };
    let settings = [
        ("host", Some(address.host.clone())),
        ("tcp_port", Some(address.port.to_string())),
        ("user", Some(address.user.clone())),
        ("db", Some(address.database.clone())),
        ("pass", password.map(str::to_owned)),
        ("sslmode", Some(mode.to_owned())),
        ("pool_min", Some("0".to_owned())),
        ("pool_max", Some("1".to_owned())),
    ];
    let pool = MySQLConnectionPool::new(parameters(settings).collect())
        .await
        .map_err(|error| mysql_complaint(&error))?;
    let connection = pool.connect_direct().await.map_err(|error| mysql_complaint(&error))?;
    connection
        .conn
        .lock()
        .await
        .query_drop("SET SESSION TRANSACTION READ ONLY")
        .await
        .map_err(|error| Complaint::mysql(&error))?;
    Ok(Connection::MySql(connection))
}

fn parameters<const N: usize>(
    settings: [(&'static str, Option<String>); N],
) -> impl Iterator<Item = (String, SecretString)> {
    settings
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), SecretString::from(value?))))
}

/// A value of PostgreSQL's `name=value` settings: quoted, because the pool puts it among others as it stands.
fn keyword(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn postgres_complaint(error: &postgrespool::Error) -> Complaint {
    use postgrespool::Error;
    match error {
        Error::ConnectionPoolError { source }
        | Error::PostgresConnectionError { source }
        | Error::InvalidUsernameOrPassword { source } => Complaint::postgres(source),
        Error::InvalidHostOrPortError { source, .. } => Complaint::new(Trouble::Unreachable, source.to_string()),
        other => Complaint::new(Trouble::Unreachable, other.to_string()),
    }
}

fn mysql_complaint(error: &mysqlpool::Error) -> Complaint {
    use mysqlpool::Error;
    match error {
        Error::MySQLConnectionError { source } => Complaint::mysql(source),
        Error::InvalidUsernameOrPassword => Complaint::new(Trouble::Login, "access denied"),
        Error::UnknownMySQLDatabase { message } => Complaint::new(Trouble::NoDatabase, message.clone()),
        Error::InvalidHostOrPortError { source, .. } => Complaint::new(Trouble::Unreachable, source.to_string()),
        other => Complaint::new(Trouble::Other, other.to_string()),
    }
}
