//! Where in the file a key stands, and what was found wrong there.

use std::collections::BTreeMap;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

/// The lines of all keys, and the problems found so far.
pub(crate) struct Places<'a> {
    file: &'a str,
    text: &'a str,
    lines: BTreeMap<String, u64>,
    problems: Vec<Refusal>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            lines: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// The line on which a byte stands, from 1.
    pub(crate) fn line_of(&self, byte: usize) -> u64 {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        before.iter().filter(|&&b| b == b'\n').count() as u64 + 1
    }

    /// The text as written.
    pub(crate) fn written(&self, span: std::ops::Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }

    /// Notes where a key stands. Paths are `source[0].columns.amount`.
    pub(crate) fn note(&mut self, path: &str, byte: usize) {
        let line = self.line_of(byte);
        self.lines.insert(path.to_owned(), line);
    }

    /// Adds a problem at a key; a key that is not there stands where its table does.
    pub(crate) fn add(
        &mut self,
        path: &str,
        code: &'static str,
        value: Option<&str>,
        problem: Bilingual,
        remedy: Bilingual,
    ) {
        let mut refusal = Refusal::new(code, problem, remedy);
        if let Some(value) = value {
            refusal = refusal.with_value(value);
        }
        self.push(path, refusal);
    }

    /// Adds a problem at a key.
    pub(crate) fn push(&mut self, path: &str, refusal: Refusal) {
        let mut refusal = refusal.in_file(self.file).in_column(without_numbers(path));
        if refusal.row.is_none() {
            refusal.row = Some(self.line_at(path));
        }
        self.problems.push(refusal);
    }

    fn line_at(&self, path: &str) -> u64 {
        let mut path = path;
        loop {
            if let Some(&line) = self.lines.get(path) {
                return line;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return 1,
            }
        }
    }

    /// Whether nothing was found wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// All problems by line.
    pub(crate) fn into_problems(mut self) -> Vec<Refusal> {
        self.problems.sort_by_key(|problem| problem.row);
        self.problems
    }
}

/// The key as a person writes it: the line says which of several tables it is.
fn without_numbers(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' if inside => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
