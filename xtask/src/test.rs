//! `cargo xtask test`: what CI runs. Every step runs, also after a failed one, so that one run tells everything.

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::{codegen, process, system, tidy, web};

struct Step {
    name: &'static str,
    remedy: &'static str,
    work: fn() -> Result<()>,
}

const STEPS: [Step; 8] = [
    Step {
        name: "formatting",
        remedy: "run `cargo fmt --all`",
        work: || process::run(process::cargo()?.args(["fmt", "--all", "--check"])),
    },
    Step {
        name: "tidy",
        remedy: "each finding above says what to do; `cargo xtask tidy` runs this step alone",
        work: tidy::check,
    },
    Step {
        name: "pages",
        remedy: "in web/: `npm run check` says what is wrong, `npm run format` mends what can be mended",
        work: web::check,
    },
    Step {
        name: "lints",
        remedy: "mend what clippy names; an #[expect] needs a reason that a reader accepts",
        work: || {
            process::run(process::cargo()?.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
        },
    },
    Step {
        name: "tests",
        remedy: "run the failing one alone: `cargo test --package ROOM NAME`",
        work: tests,
    },
    Step {
        name: "pages in a browser",
        remedy: "in web/: `npm run e2e -- PAGE` runs the tests of one page; screenshots are in web/e2e/out",
        work: web::browse,
    },
    Step {
        name: "sequence network",
        remedy: "it is a workspace of its own (docs/adr/0009): `cargo test --manifest-path crates/sequence/Cargo.toml`",
        work: sequence,
    },
    Step {
        name: "published schema",
        remedy: "run `cargo xtask codegen`, look at the difference, and raise SCHEMA_VERSION where a reader would break",
        work: codegen::check,
    },
];

/// Properties draw from a fixed seed, so that the same tree passes or fails everywhere; whoever looks for new
/// counterexamples sets another one (CONTRIBUTING.md).
const PROPERTY_SEED: &str = "20261123";

fn tests() -> Result<()> {
    let mut command = process::cargo()?;
    command.args(["test", "--workspace", "--no-fail-fast"]);
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        command.env("PROPTEST_RNG_SEED", PROPERTY_SEED);
    }
    process::run(&mut command)
}

/// Format, lints and tests of the workspace that keeps the tensor library apart.
fn sequence() -> Result<()> {
    const MANIFEST: [&str; 2] = ["--manifest-path", "crates/sequence/Cargo.toml"];
    const TARGET: [&str; 2] = ["--target-dir", "target/sequence"];
    process::run(process::cargo()?.arg("fmt").args(MANIFEST).arg("--check"))?;
    process::run(
        process::cargo()?
            .args(["clippy", "--locked", "--all-targets"])
            .args(MANIFEST)
            .args(TARGET)
            .args(["--", "--deny", "warnings"]),
    )?;
    process::run(process::cargo()?.args(["test", "--locked"]).args(MANIFEST).args(TARGET))
}

pub fn run(arguments: &[String]) -> Result<()> {
    ensure!(arguments.is_empty(), "`test` takes no arguments");
    system::prepare()?;
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        println!("==> [{}/{}] {}", index + 1, STEPS.len(), step.name);
        let started = Instant::now();
        let outcome = (step.work)();
        let time = seconds(started.elapsed());
        match outcome {
            Ok(()) => lines.push(format!("  ok      {time:>8}  {}", step.name)),
            Err(error) => {
                println!("FAILED: {error:#}\nwhat to do: {}", step.remedy);
                lines.push(format!("  FAILED  {time:>8}  {}: {}", step.name, step.remedy));
                failed.push(step.name);
            }
        }
    }
    println!("\n{}", lines.join("\n"));
    if !failed.is_empty() {
        bail!(
            "{} of {} steps failed: {}",
            failed.len(),
            STEPS.len(),
            failed.join(", ")
        );
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
