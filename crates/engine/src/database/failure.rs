//! What servers and drivers complain about, as refusals that say where and what to do. A password is never part of one.

use std::error::Error;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::address::Address;
use super::dialect::Dialect;

/// Messages longer than this are cut.
const MESSAGE_CHARS: usize = 400;

/// Something a server said.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    kind: Trouble,
    message: String,
}

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    Unreachable,
    Login,
    NoDatabase,
    NoTable,
    NoColumn,
    Denied,
    Syntax,
    TwiceNamed,
    Tls,
    Other,
}

impl Complaint {
    /// A complaint of our own.
    pub(crate) fn new(kind: Trouble, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    pub(crate) fn kind(&self) -> Trouble {
        self.kind
    }

    /// As PostgreSQL's driver reports it.
    pub(crate) fn postgres(error: &tokio_postgres::Error) -> Self {
        let Some(server) = error.as_db_error() else {
            let message = chain(error);
            let lower = message.to_lowercase();
            let kind = if lower.contains("password missing") {
                Trouble::Login
            } else if lower.contains("tls") || lower.contains("certificate") {
                Trouble::Tls
            } else if error.is_closed() || lower.contains("connect") {
                Trouble::Unreachable
            } else {
                Trouble::Other
            };
            return Self::new(kind, message);
        };
        let kind = match server.code().code() {
            "28P01" | "28000" => Trouble::Login,
            "3D000" => Trouble::NoDatabase,
            "42P01" | "3F000" => Trouble::NoTable,
            "42703" => Trouble::NoColumn,
            "42501" => Trouble::Denied,
            "42601" => Trouble::Syntax,
            "42702" | "42701" => Trouble::TwiceNamed,
            "57P01" | "57P03" | "53300" => Trouble::Unreachable,
            _ => Trouble::Other,
        };
        Self::new(kind, server.message())
    }

    /// As MySQL's driver reports it.
    pub(crate) fn mysql(error: &mysql_async::Error) -> Self {
        use mysql_async::{DriverError, Error as MySqlError, IoError};
        match error {
            MySqlError::Server(server) => {
                let kind = match server.code {
                    1045 | 1698 | 1251 => Trouble::Login,
                    1049 => Trouble::NoDatabase,
                    1044 | 1142 | 1143 | 1370 => Trouble::Denied,
                    1146 => Trouble::NoTable,
                    1054 => Trouble::NoColumn,
                    1064 => Trouble::Syntax,
                    1060 | 1052 => Trouble::TwiceNamed,
                    1040 | 1053 | 1129 | 1130 => Trouble::Unreachable,
                    _ => Trouble::Other,
                };
                Self::new(kind, &server.message)
            }
            MySqlError::Driver(DriverError::UnknownAuthPlugin { .. }) => Self::new(Trouble::Login, chain(error)),
            MySqlError::Driver(DriverError::NoClientSslFlagFromServer) | MySqlError::Io(IoError::Tls(_)) => {
                Self::new(Trouble::Tls, chain(error))
            }
            MySqlError::Io(_) | MySqlError::Driver(DriverError::ConnectionClosed) => {
                Self::new(Trouble::Unreachable, chain(error))
            }
            _ => Self::new(Trouble::Other, chain(error)),
        }
    }

    /// The refusal. `table`: what was asked for; `near`: tables that there are.
    pub(crate) fn refuse(self, address: &Address, table: Option<&str>, near: &[&str]) -> Refusal {
        let place = address.place();
        let (host, port, database, user) = (&address.host, address.port, &address.database, &address.user);
        let server = address.dialect.name();
        let message: String = self.message.trim().chars().take(MESSAGE_CHARS).collect();
        let table = table.unwrap_or("query");
        match self.kind {
            Trouble::Unreachable => Refusal::new(
                "database-unreachable",
                bilingual!(
                    "连不上 {host}:{port} 上的 {server}：{message}",
                    "{server} at {host}:{port} cannot be reached: {message}"
                ),
                Bilingual::new(
                    "检查主机名和端口、服务器是否在运行、防火墙和 VPN",
                    "check host and port, whether the server is running, the firewall and the VPN",
                ),
            ),
            Trouble::Login => Refusal::new(
                "database-login",
                bilingual!(
                    "{place} 拒绝用户 {user} 登录：{message}",
                    "{place} refuses user {user}: {message}"
                ),
                Bilingual::new(
                    "检查用户名，以及 password_env 所指的环境变量里的密码",
                    "check the user, and the password in the environment variable that password_env names",
                ),
            ),
            Trouble::NoDatabase => Refusal::new(
                "no-such-database",
                bilingual!(
                    "{host}:{port} 上没有数据库 {database}：{message}",
                    "there is no database {database} at {host}:{port}: {message}"
                ),
                Bilingual::new(
                    "检查地址里最后一段的数据库名（区分大小写）",
                    "check the database's name, the last part of the URL (letter case counts)",
                ),
            ),
            Trouble::NoTable => no_table(&place, table, &message, near),
            Trouble::NoColumn => Refusal::new(
                "no-such-column",
                bilingual!(
                    "{place} 的 {table} 引用了不存在的列：{message}",
                    "{table} at {place} names a column that does not exist: {message}"
                ),
                Bilingual::new("改正 query 里的列名", "correct the column's name in the query"),
            ),
            Trouble::Denied => Refusal::new(
                "database-permission",
                bilingual!(
                    "用户 {user} 无权读取 {place} 的 {table}：{message}",
                    "user {user} may not read {table} at {place}: {message}"
                ),
                bilingual!(
                    "请管理员授予 {user} SELECT 权限，或换一个用户",
                    "ask an administrator to grant SELECT to {user}, or use another user"
                ),
            ),
            Trouble::Syntax => Refusal::new(
                "query-syntax",
                bilingual!(
                    "{server} 看不懂 query：{message}",
                    "{server} does not understand the query: {message}"
                ),
                Bilingual::new("按服务器的提示改正 query", "correct the query where the server says so"),
            ),
            Trouble::TwiceNamed => Refusal::new(
                "duplicate-column",
                bilingual!(
                    "{place} 的 {table} 有同名的列：{message}",
                    "columns of {table} at {place} have the same name: {message}"
                ),
                name_with_as(),
            ),
            Trouble::Tls => Refusal::new(
                "database-tls",
                bilingual!(
                    "与 {host}:{port} 的加密连接建立不起来：{message}",
                    "no encrypted connection to {host}:{port}: {message}"
                ),
                Bilingual::new(
                    "请管理员开启服务器的 TLS，或在可信网络里写 tls = \"disable\"",
                    "ask an administrator to turn on TLS at the server, or write tls = \"disable\" within a network you \
                     trust",
                ),
            ),
            Trouble::Other => Refusal::new(
                "database-error",
                bilingual!(
                    "读取 {place} 的 {table} 时 {server} 报错：{message}",
                    "{server} reports about {table} at {place}: {message}"
                ),
                Bilingual::new(
                    "按服务器的提示处理；需要时请数据库管理员帮忙",
                    "do as the server says; ask its administrator if need be",
                ),
            ),
        }
    }

    /// The complaint with a secret blacked out, should a server ever repeat it.
    pub(crate) fn without(mut self, secret: Option<&str>) -> Self {
        if let Some(secret) = secret.filter(|secret| secret.len() >= 4) {
            self.message = self.message.replace(secret, "•••");
        }
        self
    }
}

/// What to do about columns of the same name.
pub(crate) fn name_with_as() -> Bilingual {
    Bilingual::new(
        "在 query 里用 AS 给其中一列另起名字",
        "give one of them another name with AS in the query",
    )
}

fn no_table(place: &str, table: &str, message: &str, near: &[&str]) -> Refusal {
    let list = near.join(", ");
    let remedy = if near.is_empty() {
        Bilingual::new(
            "检查表名和权限：没有权限的表看不到",
            "check the name and the permissions: a table without permission does not show",
        )
    } else {
        bilingual!(
            "相近的表：{list}（区分大小写）",
            "tables with a name like it: {list} (letter case counts)"
        )
    };
    Refusal::new(
        "no-such-table",
        bilingual!(
            "{place} 没有表 {table}：{message}",
            "there is no table {table} at {place}: {message}"
        ),
        remedy,
    )
}

/// An error with everything behind it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        source = inner.source();
    }
    text
}

/// The server took too long.
pub(crate) fn timed_out(address: &Address, seconds: u64) -> Refusal {
    let (host, port) = (&address.host, address.port);
    Refusal::new(
        "database-timeout",
        bilingual!(
            "{host}:{port} 在 {seconds} 秒内没有回应",
            "{host}:{port} did not answer within {seconds} seconds"
        ),
        Bilingual::new(
            "检查网络和服务器负载；给 watermark 列加索引，或在 query 里少取一些",
            "check the network and the server's load; give the watermark column an index, or ask for less in the query",
        ),
    )
}

/// A `tls` that is none of the three words.
pub(crate) fn bad_tls(value: &str) -> Refusal {
    Refusal::new(
        "database-tls-word",
        Bilingual::new("不认识的 tls 设置", "this setting of tls is not known"),
        Bilingual::new("写 disable、prefer 或 require", "write disable, prefer or require"),
    )
    .with_value(value)
}

/// Neither a table nor a query, or both.
pub(crate) fn table_or_query(address: &Address) -> Refusal {
    let place = address.place();
    Refusal::new(
        "table-or-query",
        bilingual!(
            "{place}：relation 和 query 要写且只写一个",
            "{place}: one of relation and query is needed, and only one"
        ),
        Bilingual::new(
            "relation = \"表名\" 读一张表，query = \"SELECT …\" 读一个查询",
            "relation = \"table\" reads a table, query = \"SELECT …\" a query",
        ),
    )
}

/// No column of a table or query can be read.
pub(crate) fn no_columns(address: &Address, dialect: Dialect, table: &str) -> Refusal {
    let (place, server) = (address.place(), dialect.name());
    Refusal::new(
        "no-readable-column",
        bilingual!(
            "{server} {place} 的 {table} 没有可读的列",
            "{table} at {place} ({server}) has no column that can be read"
        ),
        Bilingual::new(
            "用 query 把需要的列转换成文本或数字",
            "convert the columns that are needed to texts or numbers with a query",
        ),
    )
}
