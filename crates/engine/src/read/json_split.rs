//! Finds the JSON objects in a text: one a line, one after another, or the elements of an array.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

/// How the objects stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One a line (JSON lines, NDJSON).
    Lines,
    /// One after another, over as many lines as they like.
    Sequence,
    /// In an array; the part says what comes next.
    Array(Part),
}

/// What comes next in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Open,
    FirstOrClose,
    CommaOrClose,
    Element,
    Closed,
}

/// What was found from a position on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// An object from `start` to `end`, which begins `lines` below the position.
    Object { start: usize, end: usize, lines: u64 },
    /// The text ends before the object does; up to `at`, with `lines`, nothing is left to read.
    Incomplete { at: usize, lines: u64 },
    /// Nothing but white space is left.
    End,
}

impl Layout {
    /// The layout of a text by its beginning.
    pub(crate) fn of(text: &[u8]) -> Self {
        let begun = text.trim_ascii_start();
        if begun.first() == Some(&b'[') {
            return Self::Array(Part::Open);
        }
        let line = begun.split(|&byte| byte == b'\n').next().unwrap_or_default();
        // A line that holds a whole value is a record; one that does not begins a record over several lines.
        if line.len() < begun.len() && serde_json::from_slice::<&serde_json::value::RawValue>(line).is_err() {
            let is_open =
                serde_json::from_slice::<&serde_json::value::RawValue>(line).is_err_and(|error| error.is_eof());
            if is_open && line.trim_ascii() == b"{" {
                return Self::Sequence;
            }
        }
        Self::Lines
    }

    /// Finds the next object from `from` on.
    ///
    /// # Errors
    /// `bad-json` when something else than an object stands there, with the row relative to `from` (1 = its own).
    pub(crate) fn next(&mut self, text: &[u8], from: usize, at_end: bool) -> Result<Split, Refusal> {
        let (mut at, mut lines) = (from, 0);
        loop {
            let blank = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace());
            for &byte in blank {
                lines += u64::from(byte == b'\n');
                at += 1;
            }
            let Some(&byte) = text.get(at) else {
                return match self {
                    Self::Array(part) if at_end && *part != Part::Closed => Err(unfinished(lines)),
                    _ if at_end => Ok(Split::End),
                    _ => Ok(Split::Incomplete { at, lines }),
                };
            };
            let Self::Array(part) = self else { break };
            *part = match (*part, byte) {
                (Part::Open, b'[') => Part::FirstOrClose,
                (Part::FirstOrClose | Part::CommaOrClose, b']') => Part::Closed,
                (Part::CommaOrClose, b',') => Part::Element,
                (Part::FirstOrClose | Part::Element, b'{') => break,
                _ => return Err(unexpected(&text[at..], lines)),
            };
            at += 1;
        }
        let end = match self {
            Self::Lines => text[at..]
                .iter()
                .position(|&byte| byte == b'\n')
                .map(|length| at + length),
            _ if text[at] != b'{' => return Err(unexpected(&text[at..], lines)),
            _ => object_end(text, at),
        };
        let end = match end {
            Some(end) => end,
            // Parsing it will say what is missing.
            None if at_end => text.len(),
            None => return Ok(Split::Incomplete { at, lines }),
        };
        if let Self::Array(part) = self {
            *part = Part::CommaOrClose;
        }
        Ok(Split::Object { start: at, end, lines })
    }
}

/// Where the object that begins at `start` ends.
fn object_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (index, &byte) in text.iter().enumerate().skip(start) {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn unexpected(rest: &[u8], lines: u64) -> Refusal {
    let shown = &rest[..rest.len().min(200)];
    bad_json(Bilingual::new(
        "这里应该是 JSON 对象（{…}）、逗号或数组的结尾",
        "a JSON object ({…}), a comma or the end of the array was expected here",
    ))
    .at_row(lines + 1)
    .with_value(&String::from_utf8_lossy(shown))
}

fn unfinished(lines: u64) -> Refusal {
    bad_json(Bilingual::new(
        "JSON 数组没有结束，文件可能不完整",
        "the JSON array does not end: the file may be cut off",
    ))
    .at_row(lines + 1)
}

/// A refusal of JSON that cannot be read.
pub(crate) fn bad_json(problem: Bilingual) -> Refusal {
    Refusal::new(
        "bad-json",
        problem,
        Bilingual::new(
            "每行写一个 JSON 对象，或全部放进一个数组；改正该处，或重新导出",
            "write one JSON object a line, or all in one array; correct this place or export it again",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Result<Vec<(String, u64)>, &'static str> {
        let mut layout = Layout::of(text.as_bytes());
        let (mut at, mut row, mut found) = (0, 1, Vec::new());
        loop {
            match layout.next(text.as_bytes(), at, true).map_err(|refusal| refusal.code)? {
                Split::Object { start, end, lines } => {
                    row += lines;
                    found.push((text[start..end].trim_end().to_owned(), row));
                    row += text[start..end].matches('\n').count() as u64;
                    at = end;
                }
                _ => return Ok(found),
            }
        }
    }

    fn of(pairs: &[(&str, u64)]) -> Result<Vec<(String, u64)>, &'static str> {
        Ok(pairs.iter().map(|&(text, row)| (text.to_owned(), row)).collect())
    }

    #[test]
    fn objects_are_found_in_every_layout() {
        assert_eq!(
            objects("{\"a\":1}\n\n{\"a\":2}\r\n"),
            of(&[("{\"a\":1}", 1), ("{\"a\":2}", 3)])
        );
        assert_eq!(
            objects("[\n{\"a\":\"}\\\"\"},\n{\"a\":{}}]\n"),
            of(&[("{\"a\":\"}\\\"\"}", 2), ("{\"a\":{}}", 3)])
        );
        assert_eq!(objects("{\n\"a\":1\n}\n{\n}"), of(&[("{\n\"a\":1\n}", 1), ("{\n}", 4)]));
        assert_eq!(objects("[]"), of(&[]));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["[{},1]", "[{}", "[{} {}]", "[{}] x", "[,{}]", "[1]"] {
            assert_eq!(objects(text), Err("bad-json"), "{text}");
        }
    }
}
