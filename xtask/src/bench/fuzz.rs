//! `cargo xtask bench fuzz`: hostile files against the reader for a while. Never in CI: it has no end of its own.

use anyhow::Result;

use crate::process;

const SECONDS: u64 = 60;
const SEED: u64 = 1;

pub fn run(arguments: &[String]) -> Result<()> {
    let [seconds, seed] = super::whole_numbers(arguments, [("--seconds", SECONDS), ("--seed", SEED)])?;
    println!("==> {seconds} s of hostile files from seed {seed}");
    process::run(
        process::cargo()?
            .args([
                "run",
                "--release",
                "--package",
                "holdfast-engine",
                "--example",
                "fuzz_read",
                "--",
            ])
            .args([seconds.to_string(), seed.to_string()]),
    )
}
