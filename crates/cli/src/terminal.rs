//! What the terminal and its environment say.

use std::io::{self, Write};

use holdfast_domain::lang::Lang;

/// The language of the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`, in this order).
pub fn locale() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"))
        .unwrap_or_default();
    Lang::from_locale(&locale)
}

/// Writes to standard output; a reader that has gone away (`| head`) ends the program quietly.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Columns that a text takes in a terminal: CJK characters take two.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD)
}

/// Marks that turn the direction of the text that follows.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Pads or cuts a text to `columns` columns; control characters become blanks.
pub fn fit(text: &str, columns: usize) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c })
        .collect();
    let mut out = String::new();
    let mut used = 0;
    let whole = width(&clean) <= columns;
    for c in clean.chars() {
        let next = used + if is_wide(c) { 2 } else { 1 };
        if !whole && next > columns.saturating_sub(1) {
            out.push('…');
            used += 1;
            break;
        }
        out.push(c);
        used = next;
    }
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(width("流失a"), 5);
        assert_eq!(fit("流失率", 4), "流… ");
        assert_eq!(fit("ab", 4), "ab  ");
    }
}
