//! The overrides file: roles of columns as text, so that a decision can be reviewed and kept.
//!
//! ```toml
//! [columns]
//! "客户编号" = "id"
//! tenure = "tenure"
//! note = "ignored"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;

/// Reads the roles of columns.
///
/// # Errors
/// Refused: a file that cannot be read or is not TOML, a key other than `columns`, a role that does not exist.
pub fn read(path: &Path) -> Result<BTreeMap<String, Role>, Refusal> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| {
        let reason = e.to_string();
        Refusal::new(
            "overrides-unreadable",
            bilingual!(
                "读不了配置文件：{reason}",
                "the overrides file cannot be read: {reason}"
            ),
            bilingual!("检查路径和权限", "check the path and its permissions"),
        )
        .in_file(file.as_str())
    })?;
    parse(&text).map_err(|refusal| refusal.in_file(file.as_str()))
}

fn parse(text: &str) -> Result<BTreeMap<String, Role>, Refusal> {
    let remedy = || {
        bilingual!(
            "格式：[columns] 之后每行 \"列名\" = \"角色\"",
            "write [columns], then a line \"column\" = \"role\" each"
        )
    };
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let reason = e.message().to_owned();
        let line = e.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() as u64 + 1
        });
        Refusal::new(
            "overrides-not-toml",
            bilingual!("不是合法的 TOML：{reason}", "not valid TOML: {reason}"),
            remedy(),
        )
        .at_row(line)
    })?;
    if let Some(other) = table.keys().find(|k| *k != "columns") {
        return Err(Refusal::new(
            "overrides-unknown-key",
            bilingual!("不认识的键“{other}”", "there is no key \"{other}\""),
            remedy(),
        ));
    }
    let Some(columns) = table.get("columns").and_then(toml::Value::as_table) else {
        return Ok(BTreeMap::new());
    };
    columns
        .iter()
        .map(|(column, value)| {
            let role = value.as_str().and_then(Role::parse).ok_or_else(|| {
                let known = "id, target, time, amount, quantity, unit_price, tenure, numeric, category, date, personal, product, order, ignored";
                Refusal::new(
                    "overrides-unknown-role",
                    bilingual!("没有这个角色", "there is no such role"),
                    bilingual!("可用的角色：{known}", "the roles are: {known}"),
                )
                .in_column(column.as_str())
                .with_value(&value.to_string())
            })?;
            Ok((column.clone(), role))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_and_mistakes_are_named() {
        let roles = parse("[columns]\n\"客户编号\" = \"id\"\nnote = \"ignored\"\n").unwrap();
        assert_eq!(roles["客户编号"], Role::Id);
        assert_eq!(roles["note"], Role::Ignored);
        let unknown = parse("[columns]\nx = \"king\"\n").unwrap_err();
        assert_eq!(
            (unknown.code, unknown.column.as_deref()),
            ("overrides-unknown-role", Some("x"))
        );
        assert_eq!(parse("[columns]\nx = \n").unwrap_err().row, Some(2));
        assert_eq!(parse("[colums]\n").unwrap_err().code, "overrides-unknown-key");
    }
}
