//! Rules about source files: names, lengths, what may not stand in them.

use super::Finding;
use super::files::TextFile;
use super::lexer;

/// Names that say nothing about what a file holds.
const EMPTY_NAMES: [&str; 8] = [
    "util", "utils", "helper", "helpers", "misc", "common", "stuff", "shared",
];
/// Macros of unfinished work.
const FORBIDDEN_MACROS: [&str; 3] = ["todo!", "unimplemented!", "dbg!"];
/// Words of unfinished work, in comments of Rust and anywhere in other sources.
const UNFINISHED_WORDS: [&str; 3] = ["TODO", "FIXME", "XXX"];
/// What ends the program; the lint that guards each names the exception.
const PANICS: [&str; 3] = [".unwrap()", ".expect(", "panic!("];
const PANIC_LINTS: [&str; 3] = ["clippy::unwrap_used", "clippy::expect_used", "clippy::panic"];
/// Lines above a panic in which its `#[expect]` or `#[allow]` is looked for.
const REASON_REACH_LINES: usize = 8;
const QUESTIONED_LINES: usize = 400;
const LONGEST_LINES: usize = 800;
const SOURCES: [&str; 8] = ["rs", "py", "ts", "tsx", "sql", "sh", "css", "js"];

/// Files, folders and modules are named after what they do.
pub fn forbidden_names(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| SOURCES.contains(&f.extension())) {
        let stems = file
            .path
            .split('/')
            .map(|part| part.split('.').next().unwrap_or_default());
        for stem in stems.filter(|stem| EMPTY_NAMES.contains(stem)) {
            findings.push(Finding::new(
                &file.path,
                0,
                format!("`{stem}` says nothing; name it after what it does"),
            ));
        }
        if file.extension() != "rs" {
            continue;
        }
        for (number, line) in numbered(&lexer::split(&file.text).code) {
            let inline = EMPTY_NAMES.iter().find(|name| line.contains(&format!("mod {name} {{")));
            if let Some(name) = inline {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!("module `{name}` says nothing; name it after what it does"),
                ));
            }
        }
    }
    findings
}

/// No macro of unfinished work.
pub fn forbidden_macros(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.extension() == "rs") {
        for (number, line) in numbered(&lexer::split(&file.text).code) {
            for name in FORBIDDEN_MACROS.iter().filter(|name| has_word(line, name)) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!("`{name}`: finish it or take it out"),
                ));
            }
        }
    }
    findings
}

/// No word of unfinished work: what is left to do is an issue.
pub fn unfinished_words(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|f| SOURCES.contains(&f.extension()) && !is_fixture(&f.path))
    {
        let comments = (file.extension() == "rs").then(|| lexer::split(&file.text).comments);
        for (number, line) in numbered(comments.as_deref().unwrap_or(&file.text)) {
            for word in UNFINISHED_WORDS.iter().filter(|word| has_word(line, word)) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!("`{word}`: do it now or file an issue"),
                ));
            }
        }
    }
    findings
}

/// Library code returns errors; an exception that cannot happen carries the lint's name and a reason.
pub fn can_panic(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| is_shipped(&f.path)) {
        let code = lexer::without_tests(&lexer::split(&file.text).code);
        let raw: Vec<&str> = file.text.lines().collect();
        for (number, line) in numbered(&code) {
            let Some(call) = PANICS.iter().find(|call| has_word(line, call)) else {
                continue;
            };
            let above = &raw[number.saturating_sub(1 + REASON_REACH_LINES)..number];
            if !above
                .iter()
                .any(|line| PANIC_LINTS.iter().any(|lint| line.contains(lint)))
            {
                let text = format!(
                    "`{call}` outside tests: return an error, or say in #[expect(…, reason)] why it cannot happen"
                );
                findings.push(Finding::new(&file.path, number, text));
            }
        }
    }
    findings
}

/// A file that is long does several things.
pub fn lengths(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|f| SOURCES.contains(&f.extension()) && !is_fixture(&f.path))
    {
        let lines = file.text.lines().count();
        if lines > LONGEST_LINES {
            findings.push(Finding::new(
                &file.path,
                0,
                format!("{lines} lines (at most {LONGEST_LINES}): split it by what it does"),
            ));
        } else if lines > QUESTIONED_LINES {
            findings.push(Finding::warning(
                &file.path,
                format!("{lines} lines: does it do one thing?"),
            ));
        }
    }
    findings
}

/// `lib.rs` and `mod.rs` are tables of contents.
pub fn only_declare(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|f| matches!(f.name(), "lib.rs" | "mod.rs") && is_shipped(&f.path))
    {
        let code = lexer::without_tests(&lexer::split(&file.text).code);
        for (number, line) in numbered(&code) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let holds = words
                .windows(2)
                .any(|pair| matches!(pair[0], "fn" | "struct" | "enum" | "trait" | "macro_rules!"))
                || words
                    .first()
                    .is_some_and(|word| *word == "impl" || word.starts_with("impl<"));
            if holds {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    "lib.rs and mod.rs only declare: move it into a file of its own",
                ));
            }
        }
    }
    findings
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// Whether `word` stands in `line` and is not the end of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let open = word.starts_with('.') || !line[..at].ends_with(part);
        let closed = !word.ends_with(part) || !line[at + word.len()..].starts_with(part);
        open && closed
    })
}

/// Data that tests read, as it came.
fn is_fixture(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "testdata" | "fixtures" | "snapshots" | "generated"))
}

/// Rust that users run: a room's `src`, but not the files that only tests are made of.
fn is_shipped(path: &str) -> bool {
    let inner = path
        .strip_prefix("crates/")
        .and_then(|rest| rest.split_once('/'))
        .map(|(_, inner)| inner);
    inner.is_some_and(|inner| {
        inner.starts_with("src/")
            && inner.ends_with(".rs")
            && !inner
                .split('/')
                .any(|part| matches!(part, "tests" | "tests.rs") || part.ends_with("_tests.rs"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::files::fixture;

    fn lines(findings: &[Finding]) -> Vec<usize> {
        findings.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn empty_names_are_found_in_paths_and_modules() {
        let files = [
            fixture("crates/a/src/utils.rs", ""),
            fixture("crates/a/src/helpers/read.rs", ""),
            fixture("crates/a/src/day.rs", "fn a() {}\nmod misc { }\n"),
            fixture("crates/a/src/commons.rs", ""),
        ];
        assert_eq!(lines(&forbidden_names(&files)), [0, 0, 2]);
    }

    #[test]
    fn unfinished_work_is_found_in_code_and_comments_but_not_in_literals() {
        let text = "fn a() { todo!() }\n// FIXME: later\nlet s = \"dbg! TODO\";\nlet method_todo = 1; // mastodon\n";
        let files = [fixture("crates/a/src/a.rs", text), fixture("bench/a.py", "# TODO\n")];
        assert_eq!(lines(&forbidden_macros(&files)), [1]);
        assert_eq!(lines(&unfinished_words(&files)), [2, 1]);
    }

    #[test]
    fn a_panic_is_found_where_users_run_it_and_nowhere_else() {
        let text = "fn a() { b.unwrap(); }\n#[cfg(test)]\nmod tests { fn c() { b.unwrap(); } }\n";
        assert_eq!(lines(&can_panic(&[fixture("crates/a/src/a.rs", text)])), [1]);
        for path in [
            "crates/a/tests/a.rs",
            "crates/a/examples/a.rs",
            "xtask/src/a.rs",
            "crates/a/src/tests.rs",
        ] {
            assert_eq!(can_panic(&[fixture(path, text)]), []);
        }
    }

    #[test]
    fn a_panic_with_a_reason_is_accepted_and_unwrap_or_is_no_panic() {
        let text =
            "#[expect(clippy::expect_used, reason = \"never empty\")]\nlet a = b.expect(\"one\");\nc.unwrap_or(1);\n";
        assert_eq!(can_panic(&[fixture("crates/a/src/a.rs", text)]), []);
    }

    #[test]
    fn long_files_warn_then_fail() {
        let file = |lines: usize| [fixture("crates/a/src/a.rs", &"\n".repeat(lines))];
        assert_eq!(lengths(&file(400)), []);
        assert!(!lengths(&file(401))[0].fatal);
        assert!(!lengths(&file(800))[0].fatal);
        assert!(lengths(&file(801))[0].fatal);
    }

    #[test]
    fn a_body_in_a_table_of_contents_is_found() {
        let text = "//! Doc with fn in it.\npub mod a;\npub use a::B;\n#[cfg(test)]\nmod tests { fn t() {} }\n";
        assert_eq!(only_declare(&[fixture("crates/a/src/lib.rs", text)]), []);
        let text = "pub mod a;\npub fn b() {}\nimpl A {}\n";
        assert_eq!(lines(&only_declare(&[fixture("crates/a/src/x/mod.rs", text)])), [2, 3]);
        assert_eq!(only_declare(&[fixture("crates/a/src/x/b.rs", text)]), []);
    }
}
