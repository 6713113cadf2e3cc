//! The project's tasks: `cargo xtask VERB`. One file a verb; to add one, write its file and name it in `VERBS`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task runner talks to the person who runs it"
)]

mod bench;
mod codegen;
mod demo;
mod process;
mod system;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

type Run = fn(&[String]) -> anyhow::Result<()>;

/// Name, what it does, and the function that does it.
const VERBS: [(&str, &str, Run); 6] = [
    (
        "demo",
        "build, simulate two companies, analyse them, serve one (--no-serve: reports alone)",
        demo::run,
    ),
    (
        "test",
        "everything that CI checks: formatting, tidy, lints, tests, published schema",
        test::run,
    ),
    (
        "tidy",
        "dependency directions, forbidden names and texts, file lengths, links, both languages",
        tidy::run,
    ),
    (
        "codegen",
        "write docs/report.schema.json (--check: compare only)",
        codegen::run,
    ),
    ("web", "build the pages that the program carries (web/dist)", web::run),
    ("bench", bench::USAGE, bench::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verb = arguments.first().map(String::as_str).unwrap_or_default();
    let Some((_, _, run)) = VERBS.iter().find(|(name, ..)| *name == verb) else {
        eprintln!("usage: cargo xtask VERB");
        for (name, purpose, _) in VERBS {
            eprintln!("  {name:<8} {purpose}");
        }
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {verb}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
