//! `cargo xtask bench fuzz`: hostile files against the reader for a while. Never in CI: it has no end of its own.

use anyhow::{Context, Result, bail};

use crate::process;

const SECONDS: u64 = 60;
const SEED: u64 = 1;

pub fn run(arguments: &[String]) -> Result<()> {
    let (seconds, seed) = parse(arguments)?;
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

fn parse(arguments: &[String]) -> Result<(u64, u64)> {
    let (mut seconds, mut seed) = (SECONDS, SEED);
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let value = rest.next().with_context(|| format!("`{flag}` needs a number"))?;
        let number = value
            .parse()
            .with_context(|| format!("`{flag} {value}`: not a whole number"))?;
        match flag.as_str() {
            "--seconds" => seconds = number,
            "--seed" => seed = number,
            _ => bail!("`fuzz` knows --seconds and --seed, not `{flag}`"),
        }
    }
    Ok((seconds, seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_wrong_ones_refused() {
        let parse = |line: &str| parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(parse("").unwrap(), (60, 1));
        assert_eq!(parse("--seed 9 --seconds 5").unwrap(), (5, 9));
        assert!(parse("--seconds").is_err() && parse("--seconds x").is_err() && parse("--minutes 1").is_err());
    }
}
