//! Lets one SELECT through and nothing else, and finds what it reads.

use datafusion::common::TableReference;
use datafusion::sql::parser::DFParser;
use datafusion::sql::resolve::resolve_table_references;
use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::fill::{Blanks, fill};
use crate::query::is_select;

/// The tables and views that the SELECT of a metric reads, sorted; `line` is the line of the file it starts on.
///
/// # Errors
/// `bad-metric-sql` for what does not parse, is not one SELECT, writes, reads a table of a named schema, or names a
/// placeholder that does not exist.
pub(crate) fn tables(file: &str, line: u64, sql: &str, keys: &[String]) -> Result<Vec<String>, Refusal> {
    let refuse = |problem: Bilingual, remedy: Bilingual, value: &str| {
        Refusal::new("bad-metric-sql", problem, remedy)
            .in_file(file)
            .at_row(line)
            .with_value(value)
    };
    let one_select = || {
        Bilingual::new(
            "写一个 SELECT，给出 period、{dims}、numerator，比率还要 denominator",
            "write one SELECT that gives period, {dims}, numerator and, for a ratio, denominator",
        )
    };
    let filled = fill(sql, &Blanks::trial(Grain::Month)).map_err(|name| {
        refuse(
            bilingual!("没有占位符 {{{name}}}", "there is no placeholder {{{name}}}"),
            bilingual!(
                "可用的有 {{dims}}、{{dims:别名}}、{{grain}}、{{from}}、{{to}}、{{through}}、{{zone}}",
                "there are {{dims}}, {{dims:alias}}, {{grain}}, {{from}}, {{to}}, {{through}} and {{zone}}"
            ),
            &name,
        )
    })?;
    let mut statements = DFParser::parse_sql(&filled).map_err(|error| {
        let cause = error.to_string();
        refuse(
            bilingual!("SQL 读不懂：{cause}", "the SQL cannot be parsed: {cause}"),
            one_select(),
            first_line(sql),
        )
    })?;
    let statement = match (statements.pop_front(), statements.is_empty()) {
        (Some(statement), true) => statement,
        (None, _) => {
            return Err(refuse(
                Bilingual::new("没有 SELECT", "there is no SELECT"),
                one_select(),
                "",
            ));
        }
        (Some(_), false) => {
            return Err(refuse(
                Bilingual::new("有多条语句", "there is more than one statement"),
                one_select(),
                first_line(sql),
            ));
        }
    };
    if !is_select(&statement) {
        return Err(refuse(
            Bilingual::new("不是只读的 SELECT", "not a SELECT that only reads"),
            one_select(),
            first_line(sql),
        ));
    }
    let lacking = ["period", "numerator"]
        .into_iter()
        .chain(keys.iter().map(String::as_str));
    for name in lacking {
        if !sql.contains(name) {
            return Err(refuse(
                bilingual!("SELECT 没有给出 {name} 列", "the SELECT does not give a column {name}"),
                one_select(),
                first_line(sql),
            ));
        }
    }
    let (references, _) = resolve_table_references(&statement, true).map_err(|error| {
        let cause = error.to_string();
        refuse(
            bilingual!("读取的表有误：{cause}", "a table that it reads is wrong: {cause}"),
            one_select(),
            first_line(sql),
        )
    })?;
    let mut found = Vec::new();
    for reference in references {
        match &reference {
            TableReference::Bare { table } => found.push(table.to_string()),
            _ => {
                return Err(refuse(
                    Bilingual::new("表名不要带库名或模式名", "a table is named without catalog or schema"),
                    Bilingual::new("只写表名", "write the table's name alone"),
                    &reference.to_string(),
                ));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn first_line(sql: &str) -> &str {
    sql.lines().next().unwrap_or("")
}
