//! Lets one SELECT through, and nothing else.

use datafusion::sql::sqlparser::ast::{Query, SetExpr, Statement};
use datafusion::sql::sqlparser::dialect::{Dialect as ParserDialect, MySqlDialect, PostgreSqlDialect};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::dialect::Dialect;

/// The query without the semicolon at its end, ready to stand in `FROM (…) AS source`.
///
/// # Errors
/// `not-one-select` when it is anything else than one SELECT (also within WITH), `query-syntax` when it cannot be
/// understood.
pub(crate) fn check_query(query: &str, dialect: Dialect) -> Result<&str, Refusal> {
    let parser: &dyn ParserDialect = match dialect {
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::MySql => &MySqlDialect {},
    };
    let bare = query.trim();
    let bare = bare.strip_suffix(';').unwrap_or(bare).trim_end();
    let statements = Parser::parse_sql(parser, bare).map_err(|error| syntax(&error.to_string()))?;
    let tokens = Tokenizer::new(parser, bare)
        .tokenize()
        .map_err(|error| syntax(&error.to_string()))?;
    match statements.as_slice() {
        [] => Err(not_one_select("空的", "empty")),
        [Statement::Query(query)] => {
            if tokens.iter().any(|token| matches!(token, Token::SemiColon)) {
                return Err(not_one_select("分号之后还有内容", "something after the semicolon"));
            }
            check_body(query)?;
            Ok(bare)
        }
        [other] => {
            let verb = verb(other);
            Err(not_one_select(&verb, &verb))
        }
        several => {
            let count = several.len();
            Err(not_one_select(
                &format!("{count} 条语句"),
                &format!("{count} statements"),
            ))
        }
    }
}

fn check_body(query: &Query) -> Result<(), Refusal> {
    for table in query.with.iter().flat_map(|with| &with.cte_tables) {
        check_body(&table.query)?;
    }
    if !query.locks.is_empty() {
        return Err(not_one_select("FOR UPDATE/SHARE", "FOR UPDATE/SHARE"));
    }
    check_set(&query.body)
}

fn check_set(body: &SetExpr) -> Result<(), Refusal> {
    match body {
        SetExpr::Select(select) if select.into.is_some() => Err(not_one_select("SELECT INTO", "SELECT INTO")),
        SetExpr::Select(_) | SetExpr::Values(_) | SetExpr::Table(_) => Ok(()),
        SetExpr::Query(query) => check_body(query),
        SetExpr::SetOperation { left, right, .. } => {
            check_set(left)?;
            check_set(right)
        }
        SetExpr::Insert(statement)
        | SetExpr::Update(statement)
        | SetExpr::Delete(statement)
        | SetExpr::Merge(statement) => {
            let verb = verb(statement);
            Err(not_one_select(&verb, &verb))
        }
    }
}

/// The first word of a statement.
fn verb(statement: &Statement) -> String {
    let text = statement.to_string();
    text.split_whitespace().next().unwrap_or_default().to_uppercase()
}

fn not_one_select(zh: &str, en: &str) -> Refusal {
    Refusal::new(
        "not-one-select",
        bilingual!(
            "query 只能是一条 SELECT，这里是：{zh}",
            "query must be one SELECT, and this is: {en}"
        ),
        Bilingual::new(
            "只留一条 SELECT；Holdfast 从不改动源数据库",
            "keep one SELECT; Holdfast never changes a source database",
        ),
    )
}

fn syntax(message: &str) -> Refusal {
    Refusal::new(
        "query-syntax",
        bilingual!("看不懂 query：{message}", "query cannot be understood: {message}"),
        Bilingual::new(
            "改正语法；若用了服务器特有的写法，在数据库里建一个视图，再用 relation 读取",
            "correct it; if it uses something only this server understands, make a view of it there and read that with \
             relation",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_select_passes() {
        for query in [
            "SELECT 1",
            " SELECT \"a;b\", 'x;y' FROM t WHERE c > 1 ; ",
            "WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT 2",
            "SELECT * FROM t -- all; of them",
            "(SELECT 1) UNION (SELECT 2)",
        ] {
            let kept = check_query(query, Dialect::Postgres).unwrap();
            assert!(!kept.ends_with(';'), "{kept}");
        }
        assert!(check_query("SELECT `a` FROM `t` WHERE b = \"x\"", Dialect::MySql).is_ok());
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        for (query, word) in [
            ("", "empty"),
            ("DELETE FROM t", "DELETE"),
            ("DROP TABLE t", "DROP"),
            ("SELECT 1; DROP TABLE t", "2 statements"),
            ("SELECT 1; -- and", "semicolon"),
            ("WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", "DELETE"),
            ("SELECT * INTO copy FROM t", "INTO"),
            ("SELECT * FROM t FOR UPDATE", "FOR UPDATE"),
            ("COPY t TO STDOUT", "COPY"),
            ("EXPLAIN SELECT 1", "EXPLAIN"),
        ] {
            let refusal = check_query(query, Dialect::Postgres).unwrap_err();
            assert!(
                refusal.code == "not-one-select" && refusal.problem.en.contains(word),
                "{query}: {refusal}"
            );
        }
        assert_eq!(check_query("SELEC 1", Dialect::MySql).unwrap_err().code, "query-syntax");
    }
}
