//! Finds the byte between the fields.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::csv_scan::{Messes, Scan, Scanner};

/// In order of preference.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that are looked at.
const SAMPLE_RECORDS: usize = 100;

/// The candidate under which most records have as many fields as the first, at least two; among equals the one that
/// gives more fields. When none splits anything, runs of spaces under which every record has the same two fields or
/// more (a table aligned for the eye); else comma: the file has one column.
pub(crate) fn find_delimiter(text: &[u8], at_end: bool) -> u8 {
    let mut best = (0, 0, b',');
    for candidate in CANDIDATES {
        let counts = field_counts(text, at_end, candidate);
        let Some(&first) = counts.first() else { continue };
        if first < 2 {
            continue;
        }
        // A trailing delimiter in every row but the header is tolerated, so it counts as agreement.
        let agreeing = counts
            .iter()
            .filter(|&&count| count == first || count == first + 1)
            .count();
        let score = (agreeing * 1000 / counts.len(), first);
        if score > (best.0, best.1) {
            best = (score.0, score.1, candidate);
        }
    }
    if best.0 == 0 && is_aligned(text, at_end) {
        return b' ';
    }
    best.2
}

fn is_aligned(text: &[u8], at_end: bool) -> bool {
    let mut counts = field_counts(text, at_end, b' ');
    if !at_end && counts.len() < SAMPLE_RECORDS {
        return false;
    }
    counts.dedup();
    matches!(counts[..], [fields] if fields >= 2) && text.windows(2).any(|pair| pair == b"  ")
}

/// Fields in each of the first records that are not blank.
fn field_counts(text: &[u8], at_end: bool, delimiter: u8) -> Vec<usize> {
    let scanner = Scanner::new(delimiter);
    let (mut cells, mut messes) = (Vec::new(), Messes::default());
    let mut counts = Vec::new();
    let mut at = 0;
    while at < text.len() && counts.len() < SAMPLE_RECORDS {
        cells.clear();
        let Scan::Record { next, .. } = scanner.record(text, at, at_end, &mut cells, &mut messes) else {
            break;
        };
        if !text[at..next].trim_ascii().is_empty() {
            counts.push(cells.len());
        }
        at = next;
    }
    counts
}

/// Refuses a delimiter that could not be told from the text: part of a character, a quote, a line end.
pub(crate) fn check(delimiter: u8) -> Result<(), Refusal> {
    if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n' | 0) {
        return Ok(());
    }
    Err(Refusal::new(
        "bad-delimiter",
        Bilingual::new("这个字符不能作分隔符", "this character cannot be a delimiter"),
        Bilingual::new(
            "用一个 ASCII 字符，不能是引号或换行，如 , ; | 或制表符",
            "use one ASCII character that is no quote and no line break, such as , ; | or a tab",
        ),
    )
    .with_value(&char::from(delimiter).to_string()))
}

/// A delimiter as a person reads it.
pub(crate) fn show(delimiter: u8) -> (String, String) {
    match delimiter {
        b'\t' => ("制表符".into(), "tab".into()),
        b' ' => ("空格".into(), "space".into()),
        other => {
            let char = char::from(other).escape_debug();
            (format!("“{char}”"), format!("\"{char}\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consistent_candidate_wins() {
        assert_eq!(find_delimiter(b"a,b\n1,2\n", true), b',');
        assert_eq!(find_delimiter(b"a;b;c\n1,5;2,5;3\n1;2;3\n", true), b';');
        assert_eq!(find_delimiter(b"a\tb\n1,2,3\t4\n", true), b'\t');
        assert_eq!(find_delimiter(b"a|b\n\"x,y\"|2\n", true), b'|');
        assert_eq!(find_delimiter(b"text\nhello, world\n", true), b',');
        assert_eq!(find_delimiter("a;b,c\n\"1;2\n\",x\n3;4,y\n".as_bytes(), true), b',');
        assert_eq!(find_delimiter(b"", true), b',');
        assert_eq!(find_delimiter(b" id  date\n 1   2\n", true), b' ');
        assert_eq!(find_delimiter(b"first name\nAnn Lee\n", true), b',');
        assert_eq!(find_delimiter(b"note\nsays  hello\n", true), b',');
    }
}
