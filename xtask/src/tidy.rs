//! `cargo xtask tidy`: what the compiler cannot see. One file a family of rules, each over the same list of files;
//! to add a rule, write a function from files to findings, name it in `RULES`, and test that it finds a violation.

mod documents;
mod files;
mod lexer;
mod machine;
mod rooms;
mod source;

use anyhow::{Result, bail, ensure};

use crate::process;
use files::TextFile;

/// Something that breaks a rule of this project.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Path from the root, with `/`.
    path: String,
    /// Line, from 1; 0 when the whole file is meant.
    line: usize,
    /// What is wrong and what to do about it.
    text: String,
    /// A warning is shown and does not fail.
    fatal: bool,
}

impl Finding {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            text: text.into(),
            fatal: true,
        }
    }

    fn warning(path: &str, text: impl Into<String>) -> Self {
        Self {
            fatal: false,
            ..Self::new(path, 0, text)
        }
    }
}

type Rule = fn(&[TextFile]) -> Vec<Finding>;

const RULES: [Rule; 12] = [
    source::forbidden_names,
    source::forbidden_macros,
    source::unfinished_words,
    source::can_panic,
    source::lengths,
    source::only_declare,
    machine::paths,
    machine::registries,
    documents::links,
    documents::readme_in_both_languages,
    documents::flags_exist,
    documents::glossary_in_both_languages,
];

pub fn run(arguments: &[String]) -> Result<()> {
    ensure!(arguments.is_empty(), "`tidy` takes no arguments");
    check()
}

/// Runs every rule over the working tree.
pub fn check() -> Result<()> {
    let files = files::read_tree(&process::root()?)?;
    let mut findings = rooms::check(&process::metadata()?)?;
    findings.extend(RULES.iter().flat_map(|rule| rule(&files)));
    findings.sort_by(|a, b| (&a.path, a.line, &a.text).cmp(&(&b.path, b.line, &b.text)));
    for finding in &findings {
        let kind = if finding.fatal { "error" } else { "warning" };
        let place = if finding.line > 0 {
            format!("{}:{}", finding.path, finding.line)
        } else {
            finding.path.clone()
        };
        println!("{kind}: {place}: {}", finding.text);
    }
    let fatal = findings.iter().filter(|finding| finding.fatal).count();
    if fatal > 0 {
        bail!("{fatal} findings in {} files read", files.len());
    }
    println!("tidy: {} files, nothing to object", files.len());
    Ok(())
}
