//! Tables for spreadsheets: UTF-8 with BOM (so that Excel reads Chinese), CRLF, RFC 4180 quoting; a text that a
//! spreadsheet would take for a formula is preceded by an apostrophe.

/// Stands at the beginning of the file.
pub const BOM: &str = "\u{feff}";

/// Appends one cell; text from the data may be hostile.
pub fn push_cell(line: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if formula || text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        if formula {
            line.push('\'');
        }
        for c in text.chars() {
            if c == '"' {
                line.push('"');
            }
            line.push(c);
        }
        line.push('"');
    } else {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let shown = |text: &str| {
            let mut line = String::new();
            push_cell(&mut line, text);
            line
        };
        assert_eq!(shown("00123"), "00123");
        assert_eq!(shown("-5"), "-5");
        assert_eq!(shown("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(shown("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
    }
}
