//! Tells Rust code, comments and literals apart, so that a rule about code does not trip over a sentence about it.

/// A Rust source split in two texts of the same lines: what is left out of each is blank.
pub struct Split {
    /// Code without comments and without what stands inside string and character literals.
    pub code: String,
    /// Comments alone.
    pub comments: String,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    LineComment,
    BlockComment { depth: usize },
    Text,
    RawText { hashes: usize },
}

/// Splits a source. Positions are kept by line, not by byte.
pub fn split(source: &str) -> Split {
    let chars: Vec<char> = source.chars().collect();
    let (mut code, mut comments) = (String::with_capacity(source.len()), String::new());
    let mut state = State::Code;
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let (next, width) = step(state, rest, at.checked_sub(1).map(|before| chars[before]));
        for &c in &rest[..width] {
            let is_comment = |s| matches!(s, State::LineComment | State::BlockComment { .. });
            let in_comment = is_comment(state) || is_comment(next);
            let in_code = state == State::Code && next == State::Code;
            code.push(if in_code || c == '\n' { c } else { ' ' });
            comments.push(if in_comment || c == '\n' { c } else { ' ' });
        }
        at += width;
        state = next;
    }
    Split { code, comments }
}

/// The state after the next token, and how many characters that token has.
fn step(state: State, rest: &[char], before: Option<char>) -> (State, usize) {
    let starts = |text: &str| text.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c));
    match state {
        State::Code if starts("//") => (State::LineComment, 2),
        State::Code if starts("/*") => (State::BlockComment { depth: 1 }, 2),
        State::Code if rest[0] == '"' => (State::Text, 1),
        State::Code if rest[0] == '\'' => (State::Code, character_width(rest)),
        State::Code => match raw_opening(rest, before) {
            Some((hashes, width)) => (State::RawText { hashes }, width),
            None => (State::Code, 1),
        },
        State::LineComment => (if rest[0] == '\n' { State::Code } else { state }, 1),
        State::BlockComment { depth } if starts("/*") => (State::BlockComment { depth: depth + 1 }, 2),
        State::BlockComment { depth: 1 } if starts("*/") => (State::Code, 2),
        State::BlockComment { depth } if starts("*/") => (State::BlockComment { depth: depth - 1 }, 2),
        State::BlockComment { .. } => (state, 1),
        State::Text if rest[0] == '\\' => (state, rest.len().min(2)),
        State::Text => (if rest[0] == '"' { State::Code } else { state }, 1),
        State::RawText { hashes } => {
            let closes = rest[0] == '"' && rest.len() > hashes && rest[1..=hashes].iter().all(|&c| c == '#');
            if closes { (State::Code, 1 + hashes) } else { (state, 1) }
        }
    }
}

/// Characters of a character literal (`'x'`, `'\n'`, `'\u{1F600}'`), or 1 where the quote opens a lifetime.
fn character_width(rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', ..] => rest.iter().skip(3).position(|&c| c == '\'').map_or(1, |end| end + 4),
        ['\'', _, '\'', ..] => 3,
        _ => 1,
    }
}

/// `r"`, `r#"`, `br"`…: the number of hashes and the width of the opening.
fn raw_opening(rest: &[char], before: Option<char>) -> Option<(usize, usize)> {
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let prefix = match rest {
        ['r', ..] => 1,
        ['b' | 'c', 'r', ..] => 2,
        _ => return None,
    };
    let hashes = rest[prefix..].iter().take_while(|&&c| c == '#').count();
    (rest.get(prefix + hashes) == Some(&'"')).then_some((hashes, prefix + hashes + 1))
}

/// Blanks every item under `#[cfg(test)]` in text that [`split`] left as code.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        let after = start + MARK.len();
        let end = after + item_width(&rest[after..]);
        out.push_str(&rest[..start]);
        out.extend(rest[start..end].chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Bytes up to the end of the item that begins here: its `;`, or the brace that closes its first one.
fn item_width(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_no_code() {
        let source =
            "a(\"dbg!(\\\" //\"); // dbg!(1)\nb(r#\"x\" dbg!\"#, '\"', 'a'); /* /* dbg! */ */ c::<'a>('\\u{41}');\n";
        let split = split(source);
        assert!(!split.code.contains("dbg!"), "{}", split.code);
        assert!(
            split.code.contains("b(") && split.code.contains("c::<'a>("),
            "{}",
            split.code
        );
        assert_eq!(split.comments.matches("dbg!").count(), 2);
        assert_eq!(split.code.lines().count(), source.lines().count());
        assert_eq!(split.comments.lines().count(), source.lines().count());
    }

    #[test]
    fn tests_are_blanked_and_what_follows_them_is_not() {
        let code = "#[cfg(test)]\nmod tests {\n fn a() { b {} }\n}\nfn kept() {}\n#[cfg(test)]\nmod t;\nfn too() {}";
        let left = without_tests(code);
        assert!(!left.contains("mod"), "{left}");
        assert!(left.contains("fn kept() {}") && left.contains("fn too() {}"));
        assert_eq!(left.lines().count(), code.lines().count());
    }
}
