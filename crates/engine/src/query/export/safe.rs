//! Texts that no spreadsheet runs, and how values are shown.

use arrow::datatypes::DataType;
use arrow::util::display::FormatOptions;

/// A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe in front.
pub(super) fn safe(text: &str) -> String {
    // The full-width forms, too: spreadsheets take them for the others.
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

pub(super) fn options() -> FormatOptions<'static> {
    FormatOptions::default()
        .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.f%:z"))
        .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"))
}

/// Whether values are written by a person or a source, and may be anything.
pub(super) fn is_text(kind: &DataType) -> bool {
    !(kind.is_numeric() || kind.is_temporal() || matches!(kind, DataType::Boolean | DataType::Null))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_formula_is_no_formula() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("-3"), "'-3");
        assert_eq!(safe("＝1"), "'＝1");
        assert_eq!(safe("张三"), "张三");
    }
}
