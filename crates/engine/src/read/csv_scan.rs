//! Splits CSV text into records and fields. RFC 4180, and what is met beyond it: any of the three line ends, a quote
//! inside an unquoted field (literal), text after a closing quote (kept).

/// Finds the ends of fields and records. Where the delimiter is a space, columns are taken to be aligned with spaces: a
/// run of them is one delimiter, those at the ends of a line are none, and no field is empty.
#[derive(Clone)]
pub(crate) struct Scanner {
    delimiter: u8,
    /// The bytes that end an unquoted field.
    ends_field: [bool; 256],
}

/// What was found at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// A whole record.
    Record {
        /// Where the next one begins.
        next: usize,
        /// Line ends in it, its own included.
        lines: u64,
    },
    /// The text ends before the record does. `open_quote`: how many lines into the record a quote stands open.
    Incomplete { open_quote: Option<u64> },
}

/// A field whose text holds doubled quotes, or goes on after its closing quote.
#[derive(Clone, Copy, Debug)]
struct Messy(usize);

/// What is unusual about the record that is being scanned.
#[derive(Default)]
pub(crate) struct Messes {
    fields: Vec<Messy>,
    /// A quoted field reaches over lines, and text follows its closing quote: most likely its own closing quote is
    /// missing and it swallowed the rows up to the next one. How many lines into the record it opened.
    pub(crate) torn: Option<u64>,
}

impl Scanner {
    pub(crate) fn new(delimiter: u8) -> Self {
        let mut ends_field = [false; 256];
        for byte in [delimiter, b'\r', b'\n'] {
            ends_field[usize::from(byte)] = true;
        }
        Self { delimiter, ends_field }
    }

    /// Scans the record that begins at `at` (before the text's end) and appends its fields to `cells`. `at_end`: no
    /// text follows.
    pub(crate) fn record(
        &self,
        text: &[u8],
        at: usize,
        at_end: bool,
        cells: &mut Vec<(u32, u32)>,
        messes: &mut Messes,
    ) -> Scan {
        let mut position = at;
        let mut lines = 0;
        let first = cells.len();
        messes.fields.clear();
        messes.torn = None;
        loop {
            let start = self.field_start(text, position);
            let end;
            if start > position && cells.len() > first && matches!(text.get(start), None | Some(b'\r' | b'\n')) {
                end = start;
            } else if text.get(start) == Some(&b'"') {
                let opened = lines;
                match quoted(text, start + 1, at_end, &mut lines) {
                    Ok((close, doubled)) => {
                        end = self.field_end(text, close + 1);
                        let plain = end == close + 1;
                        if doubled || !plain {
                            messes.fields.push(Messy(cells.len()));
                        }
                        if !plain && lines > opened {
                            messes.torn.get_or_insert(opened);
                        }
                        let content_end = if doubled || !plain { end } else { close };
                        cells.push((start as u32 + 1, content_end as u32));
                    }
                    Err(open_quote) => return Scan::Incomplete { open_quote },
                }
            } else {
                end = self.field_end(text, start);
                cells.push((start as u32, end as u32));
            }
            match text.get(end) {
                Some(&byte) if byte == self.delimiter => position = if byte == b' ' { end } else { end + 1 },
                Some(b'\n') => {
                    return Scan::Record {
                        next: end + 1,
                        lines: lines + 1,
                    };
                }
                Some(_) => {
                    // A carriage return: the line feed that may follow belongs to it.
                    let next = match text.get(end + 1) {
                        Some(b'\n') => end + 2,
                        None if !at_end => return Scan::Incomplete { open_quote: None },
                        _ => end + 1,
                    };
                    return Scan::Record { next, lines: lines + 1 };
                }
                None if at_end => return Scan::Record { next: end, lines },
                None => return Scan::Incomplete { open_quote: None },
            }
        }
    }

    fn field_start(&self, text: &[u8], from: usize) -> usize {
        if self.delimiter != b' ' {
            return from;
        }
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().position(|&byte| byte != b' ').unwrap_or(rest.len())
    }

    fn field_end(&self, text: &[u8], from: usize) -> usize {
        let rest = text.get(from..).unwrap_or_default();
        let length = rest.iter().position(|&byte| self.ends_field[usize::from(byte)]);
        from + length.unwrap_or(rest.len())
    }
}

/// Finds the quote that closes the field whose content begins at `at`, and whether quotes are doubled in it.
fn quoted(text: &[u8], at: usize, at_end: bool, lines: &mut u64) -> Result<(usize, bool), Option<u64>> {
    let opened = *lines;
    let mut doubled = false;
    let mut position = at;
    loop {
        let rest = &text[position..];
        let Some(length) = rest.iter().position(|&byte| matches!(byte, b'"' | b'\n' | b'\r')) else {
            return Err(Some(opened));
        };
        position += length;
        match (text[position], text.get(position + 1)) {
            (b'"', Some(b'"')) => {
                doubled = true;
                position += 2;
            }
            (b'"', None) if !at_end => return Err(Some(opened)),
            (b'"', _) => return Ok((position, doubled)),
            (b'\r', Some(b'\n')) => {
                *lines += 1;
                position += 2;
            }
            _ => {
                *lines += 1;
                position += 1;
            }
        }
    }
}

impl Messes {
    /// Rewrites the messy fields in place as they are meant; they only get shorter.
    pub(crate) fn clean(&self, text: &mut [u8], cells: &mut [(u32, u32)]) {
        for &Messy(cell) in &self.fields {
            let (start, end) = cells[cell];
            let mut write = start as usize;
            let mut read = start as usize;
            let mut inside = true;
            while read < end as usize {
                let byte = text[read];
                read += 1;
                if inside && byte == b'"' {
                    if read < end as usize && text[read] == b'"' {
                        read += 1;
                    } else {
                        inside = false;
                        continue;
                    }
                }
                text[write] = byte;
                write += 1;
            }
            cells[cell].1 = write as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        split(text, b',')
    }

    fn split(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let scanner = Scanner::new(delimiter);
        let mut text = text.as_bytes().to_vec();
        let (mut at, mut records) = (0, Vec::new());
        while at < text.len() {
            let (mut cells, mut messes) = (Vec::new(), Messes::default());
            let Scan::Record { next, .. } = scanner.record(&text, at, true, &mut cells, &mut messes) else {
                panic!("incomplete at {at}");
            };
            messes.clean(&mut text, &mut cells);
            let field =
                |&(start, end): &(u32, u32)| String::from_utf8_lossy(&text[start as usize..end as usize]).into();
            records.push(cells.iter().map(field).collect());
            at = next;
        }
        records
    }

    #[test]
    fn fields_and_records() {
        assert_eq!(all("a,b\n1,2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(all("a,b\r1,2\r\n3,\n"), [["a", "b"], ["1", "2"], ["3", ""]]);
        assert_eq!(all("\"a,1\",\"x\ny\"\n"), [["a,1", "x\ny"]]);
        assert_eq!(all("\"say \"\"hi\"\"\",b\n"), [["say \"hi\"", "b"]]);
        assert_eq!(all("5\" pipe,\"a\"bc\n"), [["5\" pipe", "abc"]]);
        assert_eq!(all("\"\",\"\"\"\""), [["", "\""]]);
    }

    #[test]
    fn spaces_align_columns() {
        assert_eq!(
            split(" id  date\n 1   2 \n\"a  b\"  3", b' '),
            [["id", "date"], ["1", "2"], ["a  b", "3"]]
        );
        assert_eq!(split("a b  \r\nc  d\r\n", b' '), [["a", "b"], ["c", "d"]]);
        assert_eq!(split("   \n", b' '), [[""]]);
    }

    #[test]
    fn an_unfinished_record_says_where_its_quote_opened() {
        let scan = |text: &str, at_end| {
            Scanner::new(b',').record(text.as_bytes(), 0, at_end, &mut Vec::new(), &mut Messes::default())
        };
        assert_eq!(scan("a,b", false), Scan::Incomplete { open_quote: None });
        assert_eq!(scan("a,b\r", false), Scan::Incomplete { open_quote: None });
        assert_eq!(scan("a,\"b\n", true), Scan::Incomplete { open_quote: Some(0) });
        assert_eq!(scan("\"x\ny\",\"b\n", true), Scan::Incomplete { open_quote: Some(1) });
        assert_eq!(scan("a,\"b\"", false), Scan::Incomplete { open_quote: Some(0) });
        assert_eq!(scan("a,\"b\"", true), Scan::Record { next: 5, lines: 0 });
    }
}
