//! Whether a source's `database` can be read from, and keeps its password to itself.

use holdfast_domain::bilingual;
use holdfast_domain::source::{DatabaseSpec, SourceSpec};

use super::places::Places;

/// Checks the database of the source at `path`.
pub(crate) fn database(spec: &DatabaseSpec, source: &SourceSpec, path: &str, places: &mut Places) {
    let path = format!("{path}.database");
    let known = ["postgres://", "postgresql://", "mysql://", "mariadb://"];
    let rest = known.iter().find_map(|scheme| spec.url.strip_prefix(scheme));
    match rest {
        None => places.add(
            &format!("{path}.url"),
            "config-bad-url",
            // Not shown: an address of another kind may hold a password.
            None,
            bilingual!(
                "不是 PostgreSQL 或 MySQL 的地址",
                "not the address of a PostgreSQL or MySQL server"
            ),
            bilingual!(
                "写 postgres://用户@主机:5432/库 或 mysql://用户@主机:3306/库",
                "write postgres://user@host:5432/database or mysql://user@host:3306/database"
            ),
        ),
        Some(rest) => {
            if holds_password(rest) {
                places.add(
                    &format!("{path}.url"),
                    "config-password",
                    None,
                    bilingual!("地址里写了密码", "there is a password in the address"),
                    bilingual!(
                        "从地址中删去密码，放进环境变量，并写 password_env = \"变量名\"",
                        "remove it, put it into an environment variable and name that with password_env = \"NAME\""
                    ),
                );
            }
        }
    }
    if spec.relation.is_some() == spec.query.is_some() {
        places.add(
            &path,
            "config-relation-or-query",
            None,
            bilingual!(
                "relation 和 query 要有且只有一个",
                "there must be either a relation or a query"
            ),
            bilingual!(
                "写 relation = \"orders\" 或 query = \"SELECT …\"",
                "write relation = \"orders\" or query = \"SELECT …\""
            ),
        );
    }
    let begins = |query: &str| {
        let first = query.split_whitespace().next().unwrap_or_default();
        first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with")
    };
    if let Some(query) = spec.query.as_deref().filter(|query| !begins(query)) {
        places.add(
            &format!("{path}.query"),
            "config-not-a-select",
            Some(query),
            bilingual!(
                "只能读：查询应以 SELECT 或 WITH 开头",
                "a query only reads: it begins with SELECT or WITH"
            ),
            bilingual!("改写为 SELECT", "write a SELECT"),
        );
    }
    let is_variable = |name: &str| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && name.bytes().next().is_some_and(|b| !b.is_ascii_digit())
    };
    if spec.password_env.as_deref().is_some_and(|name| !is_variable(name)) {
        places.add(
            &format!("{path}.password_env"),
            "config-bad-variable",
            // Not shown: it may be the password itself.
            None,
            bilingual!(
                "应是环境变量的名字，不是密码本身",
                "this should be the name of an environment variable, not the password"
            ),
            bilingual!("写变量名，如 SHOP_DB_PASSWORD", "write a name such as SHOP_DB_PASSWORD"),
        );
    }
    let file_only = [
        ("encoding", source.encoding.is_some()),
        ("delimiter", source.delimiter.is_some()),
        ("sheet", source.sheet.is_some()),
    ];
    let parent = path.trim_end_matches(".database");
    for (key, _) in file_only.into_iter().filter(|(_, given)| *given) {
        places.add(
            &format!("{parent}.{key}"),
            "config-file-only",
            None,
            bilingual!("{key} 只用于文件", "{key} is about files"),
            bilingual!("删去它", "remove it"),
        );
    }
}

/// Whether an address, its scheme taken off, has a password in it: before the last `@`, or as a parameter.
pub(crate) fn holds_password(rest: &str) -> bool {
    let place = rest.split(['?', '#']).next().unwrap_or_default();
    let login = place.rsplit_once('@').map_or("", |(login, _)| login);
    login.contains(':') || rest.contains("password=")
}
