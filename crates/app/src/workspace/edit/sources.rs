//! A source more, or a file more of a source that there is.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use toml_edit::{Array, DocumentMut, Item};

use crate::error::AppError;
use crate::workspace::init::churn::Definition;
use crate::workspace::init::suggest::Suggestion;
use crate::workspace::init::write;

/// Dimensions that are suggested at most.
const MOST_DIMENSIONS: usize = 24;

/// Adds sources, and definitions of churn, at the end of the text.
pub(crate) fn add_sources(text: &str, suggestions: &[Suggestion], definitions: &[Definition]) -> String {
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    for suggestion in suggestions {
        write::source(&mut out, suggestion);
    }
    for definition in definitions {
        write::churn(&mut out, definition);
    }
    out
}

/// Adds a path to a source's files.
///
/// # Errors
/// `no-such-source` for an id that no source with files has.
pub(crate) fn add_file(text: &str, source: &str, path: &str) -> Result<String, AppError> {
    let mut document = read(text)?;
    let files = document
        .get_mut("source")
        .and_then(Item::as_array_of_tables_mut)
        .into_iter()
        .flat_map(|tables| tables.iter_mut())
        .find(|table| table.get("id").and_then(Item::as_str) == Some(source))
        .and_then(|table| table.get_mut("files"))
        .and_then(Item::as_array_mut);
    let Some(files) = files else {
        return Err(Refusal::new(
            "no-such-source",
            bilingual!(
                "没有这个以文件为来源的 [[source]]",
                "there is no [[source]] with files of this id"
            ),
            bilingual!(
                "换一个来源编号，或新建一个来源",
                "choose another source, or make a new one"
            ),
        )
        .with_value(source)
        .into());
    };
    push(files, path);
    Ok(document.to_string())
}

/// Adds columns to `dimensions`, those that are not there, while there are few.
///
/// # Errors
/// A text that is no TOML.
pub(crate) fn add_dimensions<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Result<String, AppError> {
    let mut document = read(text)?;
    let Some(list) = document.get_mut("dimensions").and_then(Item::as_array_mut) else {
        return Ok(text.to_owned());
    };
    for name in names {
        let known = list.iter().any(|item| item.as_str() == Some(name));
        if !known && list.len() < MOST_DIMENSIONS {
            push(list, name);
        }
    }
    Ok(document.to_string())
}

/// In the style of the last item: lists over several lines stay so.
fn push(list: &mut Array, text: &str) {
    let last = list.len().checked_sub(1).and_then(|last| list.get(last)).cloned();
    list.push(text);
    let new = list.len() - 1;
    if let (Some(last), Some(item)) = (last, list.get_mut(new)) {
        let prefix = last.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("");
        // A remark behind the item before stands in it too, and is not said again; the first of a list on one line has nothing before it.
        let prefix = prefix.rfind('\n').map_or(" ", |at| &prefix[at..]);
        item.decor_mut().set_prefix(prefix);
    }
}

/// The document, its byte-order mark left out.
pub(super) fn read(text: &str) -> Result<DocumentMut, AppError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.parse::<DocumentMut>().map_err(|error| {
        let reason = error.message();
        Refusal::new(
            "config-not-toml",
            bilingual!("不是合法的 TOML：{reason}", "not valid TOML: {reason}"),
            bilingual!("先在编辑器中改正", "correct it in an editor first"),
        )
        .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# 我们的\nformat = 1\nname = \"x\"\ndimensions = [\"region\"] # by these\n\n# orders\n[[source]]\nid = \"orders\"\ntable = \"events\"\nfiles = [\n  \"a.csv\", # first\n  \"b.csv\",\n]\n[source.columns]\ncustomer_id = \"id\"\n";

    #[test]
    fn a_file_more_keeps_comments_and_form() {
        let text = add_file(TEXT, "orders", "sources/c.csv").unwrap();
        assert!(
            text.contains("\"a.csv\", # first\n  \"b.csv\",\n  \"sources/c.csv\""),
            "{text}"
        );
        assert!(text.starts_with("# 我们的\n") && text.contains("# by these"));
        assert!(add_file(TEXT, "visits", "x").is_err());
    }

    #[test]
    fn a_dimension_is_added_once() {
        let text = add_dimensions(TEXT, ["plan", "region"].into_iter()).unwrap();
        assert!(
            text.contains("dimensions = [\"region\", \"plan\"] # by these"),
            "{text}"
        );
    }
}
