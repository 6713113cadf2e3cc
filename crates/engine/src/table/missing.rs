//! What counts as no value.

/// Cuts white space off both ends: ASCII, the no-break space, the ideographic space, zero-width marks.
pub(crate) fn trim(mut bytes: &[u8]) -> &[u8] {
    // Nearly every value has nothing to cut.
    if let [first, .., last] | [first @ last] = bytes
        && (b'!'..0x80).contains(first)
        && (b'!'..0x80).contains(last)
    {
        return bytes;
    }
    loop {
        bytes = bytes.trim_ascii();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
            return bytes;
        };
        if first < 0x80 && last < 0x80 {
            return bytes;
        }
        let before = bytes.len();
        for space in WIDE_SPACES {
            bytes = bytes.strip_prefix(space).unwrap_or(bytes);
            bytes = bytes.strip_suffix(space).unwrap_or(bytes);
        }
        if bytes.len() == before {
            return bytes;
        }
    }
}

/// U+00A0, U+3000, U+FEFF, U+200B as UTF-8.
const WIDE_SPACES: [&[u8]; 4] = [b"\xC2\xA0", b"\xE3\x80\x80", b"\xEF\xBB\xBF", b"\xE2\x80\x8B"];

/// Whether a trimmed value means "no value" in every column.
pub(crate) fn is_missing(trimmed: &[u8]) -> bool {
    match trimmed.first() {
        None => true,
        Some(b'N' | b'n' | b'#' | b'\\' | b'<') => matches!(
            trimmed,
            b"NA"
                | b"N/A"
                | b"n/a"
                | b"#N/A"
                | b"NULL"
                | b"null"
                | b"NaN"
                | b"nan"
                | b"\\N"
                | b"<NA>"
                | b"#VALUE!"
                | b"#REF!"
                | b"#DIV/0!"
                | b"#NAME?"
                | b"#NUM!"
                | b"#NULL!"
        ),
        Some(_) => false,
    }
}

/// Whether a trimmed value means "no value" in a column that otherwise holds numbers or dates.
pub(crate) fn is_missing_among_typed(trimmed: &[u8]) -> bool {
    matches!(
        trimmed,
        b"None" | b"-" | b"--"
            // The zero dates of MySQL, of .NET and of SQL Server.
            | b"0000-00-00" | b"0000-00-00 00:00:00"
            | b"0001-01-01" | b"0001-01-01 00:00:00" | b"0001-01-01T00:00:00"
    ) || trimmed == "无".as_bytes()
        || trimmed == "—".as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_width_is_cut() {
        assert_eq!(trim(b"  a b\t"), b"a b");
        assert_eq!(trim("\u{3000}\u{a0} 北京 \u{3000}".as_bytes()), "北京".as_bytes());
        assert_eq!(trim("\u{feff}\u{3000} ".as_bytes()), b"");
        assert_eq!(trim("å".as_bytes()), "å".as_bytes());
    }

    #[test]
    fn missing_is_exactly_the_listed_words() {
        for word in [
            "", "NA", "N/A", "#N/A", "NULL", "null", "NaN", "nan", "\\N", "#VALUE!", "#REF!", "#DIV/0!",
        ] {
            assert!(is_missing(word.as_bytes()), "{word}");
        }
        for word in ["None", "无", "-", "NAN1", "0", "No", "Nan Jing"] {
            assert!(!is_missing(word.as_bytes()), "{word}");
        }
        assert!(is_missing_among_typed("无".as_bytes()) && is_missing_among_typed(b"-"));
        assert!(!is_missing_among_typed(b"-5"));
    }
}
