//! The name of a table: `orders`, `sales.orders`, `"odd.name"`.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::dialect::Dialect;

/// A table or view, as the user named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
}

impl Relation {
    /// Reads a name. A dot parts schema and table, unless it stands in quotes (`"` or a backtick); letter case counts.
    ///
    /// # Errors
    /// `table-name` when it is empty or has more than two parts.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        loop {
            let (part, after) = next_part(rest);
            parts.push(part);
            match after.strip_prefix('.') {
                Some(after) => rest = after,
                None if after.is_empty() => break,
                None => return Err(bad(text)),
            }
        }
        if parts.iter().any(|part| part.is_empty() || part.contains('\0')) {
            return Err(bad(text));
        }
        let name = parts.pop().unwrap_or_default();
        match (parts.pop(), parts.pop()) {
            (schema, None) => Ok(Self { schema, name }),
            _ => Err(bad(text)),
        }
    }

    /// The name in the server's SQL.
    pub(crate) fn quoted(&self, dialect: Dialect) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", dialect.quote(schema), dialect.quote(&self.name)),
            None => dialect.quote(&self.name),
        }
    }
}

/// The first part of a name and what follows it. Quotes count only around a whole part.
fn next_part(text: &str) -> (String, &str) {
    if let Some(mark @ ('"' | '`')) = text.chars().next() {
        let mut name = String::new();
        let mut chars = text.char_indices().skip(1).peekable();
        while let Some((at, char)) = chars.next() {
            if char != mark {
                name.push(char);
            } else if chars.peek().is_some_and(|&(_, next)| next == mark) {
                chars.next();
                name.push(mark);
            } else {
                return (name, &text[at + 1..]);
            }
        }
    }
    let end = text.find('.').unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

fn bad(text: &str) -> Refusal {
    Refusal::new(
        "table-name",
        Bilingual::new("看不懂这个表名", "this name of a table cannot be understood"),
        Bilingual::new(
            "写成 表 或 模式.表；名字里有点时加双引号",
            "write table or schema.table; put a name with a dot in double quotes",
        ),
    )
    .with_value(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<(Option<String>, String)> {
        Relation::parse(text)
            .ok()
            .map(|relation| (relation.schema, relation.name))
    }

    #[test]
    fn names_with_and_without_quotes() {
        let plain = |schema: Option<&str>, name: &str| Some((schema.map(str::to_owned), name.to_owned()));
        assert_eq!(parse("orders"), plain(None, "orders"));
        assert_eq!(parse(" sales.订单 "), plain(Some("sales"), "订单"));
        assert_eq!(parse("\"a.b\".`c\"d`"), plain(Some("a.b"), "c\"d"));
        assert_eq!(parse("x\"; DROP TABLE y"), plain(None, "x\"; DROP TABLE y"));
        assert_eq!(parse("\"a\"\"b\""), plain(None, "a\"b"));
        for bad in ["", "a.", ".b", "a.b.c", "\"a\"b", "a\0"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
