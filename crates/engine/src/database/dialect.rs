//! Which server is spoken to, and how it quotes names.

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL and servers that speak its protocol.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
}

impl Dialect {
    /// The server's name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL/MariaDB",
        }
    }

    /// The port that a server of this kind listens to unless told otherwise.
    pub(crate) fn default_port(self) -> u16 {
        match self {
            Self::Postgres => 5432,
            Self::MySql => 3306,
        }
    }

    /// A name as the server's SQL quotes it, whatever it holds.
    pub(crate) fn quote(self, name: &str) -> String {
        let mark = match self {
            Self::Postgres => '"',
            Self::MySql => '`',
        };
        let mut quoted = String::with_capacity(name.len() + 2);
        quoted.push(mark);
        for char in name.chars() {
            if char == mark {
                quoted.push(mark);
            }
            quoted.push(char);
        }
        quoted.push(mark);
        quoted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(
            Dialect::Postgres.quote("a\"; DROP TABLE x; --"),
            "\"a\"\"; DROP TABLE x; --\""
        );
        assert_eq!(Dialect::MySql.quote("客户`名"), "`客户``名`");
        assert_eq!(Dialect::MySql.quote("a\"b"), "`a\"b`");
    }
}
