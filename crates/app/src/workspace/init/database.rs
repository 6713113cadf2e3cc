//! Tables of databases in `--from`.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::Table;

use crate::workspace::check_database::holds_password;

/// Gives (column, type) of a table: `describe(url, table)`. Types are as the server calls them.
pub type Describe<'a> = &'a dyn Fn(&str, &str) -> Result<Vec<(String, String)>, Refusal>;

/// Gives the first rows of a table, where they can be had: `sample(url, table)`.
pub type Sample<'a> = &'a dyn Fn(&str, &str) -> Result<Option<Table>, Refusal>;

/// A table of a database.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) relation: String,
}

/// Takes `postgres://user@host/database#table` apart.
///
/// # Errors
/// `database-url` without a table or with an unknown scheme, `database-password` with a password in it.
pub(crate) fn place(from: &str) -> Result<Place, Refusal> {
    let schemes = ["postgres://", "postgresql://", "mysql://", "mariadb://"];
    let rest = schemes.iter().find_map(|scheme| from.strip_prefix(scheme));
    let bad = || {
        Refusal::new(
            "database-url",
            bilingual!(
                "不是数据库中一张表的地址",
                "this is not the address of a table in a database"
            ),
            bilingual!(
                "写 postgres://用户@主机:5432/库#表 或 mysql://用户@主机:3306/库#表，每张表写一个 --from",
                "write postgres://user@host:5432/database#table or mysql://user@host:3306/database#table, one --from a table"
            ),
        )
    };
    let rest = rest.ok_or_else(bad)?;
    // The address is not repeated: the message may end up in a log.
    if holds_password(rest) {
        return Err(Refusal::new(
            "database-password",
            bilingual!("地址里写了密码", "there is a password in the address"),
            bilingual!(
                "删去密码；init 写出的 holdfast.toml 会说明放进哪个环境变量",
                "leave it out; the holdfast.toml that init writes names the environment variable to put it into"
            ),
        ));
    }
    match from.rsplit_once('#') {
        Some((url, relation)) if !relation.trim().is_empty() => Ok(Place {
            url: url.to_owned(),
            relation: relation.trim().to_owned(),
        }),
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_table_and_no_password() {
        let found = place("postgres://me@db.local:5432/shop#sales.orders").unwrap();
        assert_eq!(
            (found.url.as_str(), found.relation.as_str()),
            ("postgres://me@db.local:5432/shop", "sales.orders")
        );
        assert_eq!(place("mysql://me@h/shop").unwrap_err().code, "database-url");
        assert_eq!(place("https://h/x#t").unwrap_err().code, "database-url");
        let refusal = place("postgres://me:secret@h/shop#t").unwrap_err();
        assert_eq!(refusal.code, "database-password");
        assert!(!refusal.to_string().contains("secret"));
        for hidden in [
            "postgres://me@h/shop?password=secret",
            "postgres://me@h/shop?password=secret#t",
            "postgres://me:se/secret@h/shop#t",
            "mysql://me:secret@h",
        ] {
            let refusal = place(hidden).unwrap_err();
            assert!(!format!("{refusal:?}").contains("secret"), "{refusal:?}");
        }
    }
}
