//! Where a server is: `postgres://user@host:5432/database`.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::dialect::Dialect;

/// A server, a user and a database. Never a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) dialect: Dialect,
    pub(crate) user: String,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) database: String,
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// `database-url` when it cannot be understood, `password-in-url` when it holds a password, which is not repeated.
    pub(crate) fn parse(url: &str) -> Result<Self, Refusal> {
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| bad("缺少“://”", "there is no \"://\""))?;
        let dialect = match scheme.to_ascii_lowercase().as_str() {
            "postgres" | "postgresql" => Dialect::Postgres,
            "mysql" | "mariadb" => Dialect::MySql,
            _ => return Err(bad("不认识的数据库类型", "the kind of database is not known")),
        };
        // A password may hold any of `/?#@`: what is before the last `@` is taken for user and password.
        let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        if login.contains(':') {
            return Err(password_in_url());
        }
        let (place, options) = place
            .split_once(['?', '#'])
            .map_or((place, None), |(place, rest)| (place, Some(rest)));
        if let Some(options) = options {
            return Err(if options.to_ascii_lowercase().contains("password") {
                password_in_url()
            } else {
                bad(
                    "不支持“?”之后的参数；TLS 用 tls 设置",
                    "parameters after \"?\" are not understood; TLS is set with `tls`",
                )
            });
        }
        let (server, database) = place.split_once('/').unwrap_or((place, ""));
        let (host, port) = split_port(server)?;
        let address = Self {
            dialect,
            user: decode(login)?,
            host: decode(host)?,
            port: port.unwrap_or_else(|| dialect.default_port()),
            database: decode(database)?,
        };
        if address.user.is_empty() {
            return Err(bad("缺少用户名", "there is no user"));
        }
        if address.host.is_empty() {
            return Err(bad("缺少主机名", "there is no host"));
        }
        if address.database.is_empty() {
            return Err(bad("缺少数据库名", "there is no database"));
        }
        if [&address.user, &address.host, &address.database]
            .iter()
            .any(|part| part.contains('\0'))
        {
            return Err(bad("含有 NUL 字符", "there is a NUL character"));
        }
        Ok(address)
    }

    /// `host:port/database`, as messages name it.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}/{}", self.host, self.port, self.database)
    }
}

/// Host and port; an IPv6 address stands in brackets.
fn split_port(server: &str) -> Result<(&str, Option<u16>), Refusal> {
    let (host, port) = match server.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => server
            .split_once(':')
            .map_or((server, None), |(host, port)| (host, Some(port))),
    };
    let Some(port) = port.filter(|port| !port.is_empty()) else {
        return Ok((host, None));
    };
    match port.parse() {
        Ok(port) if port > 0 => Ok((host, Some(port))),
        _ => Err(bad(
            "端口不是 1 到 65535 的整数",
            "the port is no number from 1 to 65535",
        )),
    }
}

/// Undoes `%E5%BA%97`.
fn decode(text: &str) -> Result<String, Refusal> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_err(|_| bad("“%”之后不是 UTF-8", "what stands after \"%\" is not UTF-8"))
}

fn bad(zh: &str, en: &str) -> Refusal {
    Refusal::new(
        "database-url",
        bilingual!(
            "看不懂数据库地址：{zh}",
            "the database's URL cannot be understood: {en}"
        ),
        Bilingual::new(
            "写成 postgres://用户@主机:5432/数据库 或 mysql://用户@主机:3306/数据库；特殊字符用 %XX 表示",
            "write postgres://user@host:5432/database or mysql://user@host:3306/database, special characters as %XX",
        ),
    )
}

fn password_in_url() -> Refusal {
    Refusal::new(
        "password-in-url",
        Bilingual::new("数据库地址里写了密码", "the database's URL holds a password"),
        Bilingual::new(
            "从地址里删去密码，放进一个环境变量，并用 password_env 写出变量名",
            "take the password out of the URL, put it into an environment variable, and name that in password_env",
        ),
    )
}

#[cfg(test)]
mod tests {
    use holdfast_domain::lang::Lang;

    use super::*;

    #[test]
    fn the_parts_of_a_url() {
        let address = Address::parse("postgresql://ann@db.example.com/%E5%BA%97").unwrap();
        assert_eq!((address.dialect, address.port), (Dialect::Postgres, 5432));
        assert_eq!(address.place(), "db.example.com:5432/店");
        let address = Address::parse("mariadb://a%40b@[::1]:3307/shop").unwrap();
        assert_eq!(
            (address.user.as_str(), address.host.as_str(), address.port),
            ("a@b", "::1", 3307)
        );
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        for url in [
            "postgres://ann:s3cr3t@host/db",
            "mysql://ann:s3/cr@3t?s3cr3t@host/db",
            "postgres://ann@host/db?password=s3cr3t",
        ] {
            let refusal = Address::parse(url).unwrap_err();
            assert_eq!(refusal.code, "password-in-url", "{url}");
            let said = format!("{refusal:?}{}{}", refusal.message(Lang::Zh), refusal.message(Lang::En));
            assert!(!said.contains("s3") && said.contains("password_env"));
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (url, word) in [
            ("shop.db", "://"),
            ("oracle://a@h/d", "kind"),
            ("postgres://host/db", "user"),
            ("postgres://a@/db", "host"),
            ("postgres://a@host", "no database"),
            ("postgres://a@host:0/db", "port"),
            ("postgres://a@host:x/db", "port"),
            ("postgres://a@host/db?sslmode=disable", "tls"),
        ] {
            let refusal = Address::parse(url).unwrap_err();
            assert!(
                refusal.code == "database-url" && refusal.problem.en.contains(word),
                "{url}: {refusal}"
            );
        }
    }
}
