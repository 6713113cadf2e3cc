//! Fills the placeholders of a metric's SQL.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;

/// What goes into the placeholders.
#[derive(Clone, Debug)]
pub(crate) struct Blanks<'a> {
    /// Names of the dimensions asked for.
    pub dims: &'a [String],
    /// Length of the periods.
    pub grain: Grain,
    /// First day of the first period that is computed.
    pub from: Day,
    /// Last day of the last one.
    pub to: Day,
    /// The day up to which the data go.
    pub through: Day,
    /// IANA name of the time zone.
    pub zone: &'a str,
}

impl Blanks<'_> {
    /// Values with which a file is checked before anybody asks.
    pub fn trial(grain: Grain) -> Self {
        let day = Day::from_number(0);
        Self {
            dims: &[],
            grain,
            from: day,
            to: day,
            through: day,
            zone: "UTC",
        }
    }
}

/// `sql` with `{dims}` (`, "region", "channel"` or nothing), `{dims:alias}` (`, alias."region"`), `{grain}` (`month`), `{from}`, `{to}`,
/// `{through}` (`DATE '2024-01-01'`) and `{zone}` filled in. Gives the name of a placeholder that does not exist as error.
pub(crate) fn fill(sql: &str, blanks: &Blanks<'_>) -> Result<String, String> {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| after.chars().take(20).collect::<String>())?;
        match name {
            "dims" => push_dims(&mut out, blanks.dims, None),
            "grain" => out.push_str(blanks.grain.id()),
            "from" => push_date(&mut out, blanks.from),
            "to" => push_date(&mut out, blanks.to),
            "through" => push_date(&mut out, blanks.through),
            "zone" => out.push_str(&format!("'{}'", blanks.zone.replace('\'', "''"))),
            _ => match name.strip_prefix("dims:") {
                Some(alias) if is_alias(alias) => push_dims(&mut out, blanks.dims, Some(alias)),
                _ => return Err(name.to_owned()),
            },
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn push_dims(out: &mut String, dims: &[String], alias: Option<&str>) {
    for dim in dims {
        out.push_str(", ");
        if let Some(alias) = alias {
            out.push_str(alias);
            out.push('.');
        }
        out.push_str(&quoted(dim));
    }
}

fn push_date(out: &mut String, day: Day) {
    out.push_str(&format!("DATE '{day}'"));
}

/// A name as SQL identifier: `a"b` is `"a""b"`.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn is_alias(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_quoted_and_unknown_names_refused() {
        let dims = ["region".to_owned(), "od\"d".to_owned()];
        let blanks = Blanks {
            dims: &dims,
            ..Blanks::trial(Grain::Week)
        };
        assert_eq!(
            fill(
                "SELECT period{dims} FROM x GROUP BY 1{dims:c}, '{grain}' < {through}",
                &blanks
            )
            .unwrap(),
            "SELECT period, \"region\", \"od\"\"d\" FROM x GROUP BY 1, c.\"region\", c.\"od\"\"d\", 'week' < DATE '1970-01-01'"
        );
        assert_eq!(fill("SELECT {dim}", &blanks), Err("dim".to_owned()));
        assert_eq!(fill("SELECT {dims:a b}", &blanks), Err("dims:a b".to_owned()));
    }
}
