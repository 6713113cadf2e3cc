//! The simulated events that `bench lake` and `bench panel` share, and the programs of both sides.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::measure;
use super::phases::Side;
use crate::process;

const SEED: &str = "1";
const USUAL: Size = Size {
    events: 10_000_000,
    customers: 500_000,
};
const QUICK: Size = Size {
    events: 1_000_000,
    customers: 50_000,
};

const MOST_CUSTOMERS: u64 = 1_000_000;

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub events: u64,
    pub customers: u64,
}

/// `--events N`, `--customers N`, `--runs N`, `--quick`, `--program PATH`.
#[derive(Debug, PartialEq)]
pub struct Options {
    pub size: Size,
    /// Runs of a case.
    pub runs: usize,
    /// Our program, where it is built already.
    pub program: Option<PathBuf>,
}

impl Options {
    /// Reads them.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let (mut events, mut customers, mut runs, mut quick, mut program) = (None, None, None, false, None);
        let mut rest = arguments.iter();
        while let Some(flag) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("`{flag}` needs a value"));
            let number = |text: &String| -> Result<u64> {
                let number = text.replace('_', "").parse();
                number.with_context(|| format!("`{flag} {text}`: not a whole number"))
            };
            match flag.as_str() {
                "--quick" => quick = true,
                "--events" => events = Some(number(value()?)?),
                "--customers" => customers = Some(number(value()?)?),
                "--runs" => runs = Some(number(value()?)?),
                "--program" => program = Some(PathBuf::from(value()?)),
                _ => bail!("known are --events, --customers, --runs, --quick and --program, not `{flag}`"),
            }
        }
        let usual = if quick { QUICK } else { USUAL };
        let events = events.unwrap_or(usual.events);
        // Twenty events a customer, as usual; beyond a million customers the features themselves are tens of gigabytes.
        let customers = customers.unwrap_or((events * usual.customers / usual.events).min(MOST_CUSTOMERS));
        ensure!(events > 0 && customers > 0, "there must be events and customers");
        Ok(Self {
            size: Size { events, customers },
            runs: runs.map_or(if quick { 1 } else { 3 }, |runs| runs as usize),
            program,
        })
    }
}

/// Both sides, and where the data lie.
pub struct Shop {
    pub folder: PathBuf,
    pub size: Size,
    ours: PathBuf,
    python: PathBuf,
    script: String,
}

impl Shop {
    /// Builds our program, makes the Python environment, and writes the events if they are not there.
    pub fn open(options: &Options) -> Result<Self> {
        let ours = match &options.program {
            Some(program) => program.clone(),
            None => build()?,
        };
        let size = options.size;
        let folder = process::target_folder()?.join(format!("bench-lake/{}-{}", size.events, size.customers));
        let python = measure::virtual_environment()?;
        generate(&python, &folder, size)?;
        let script = process::root()?.join("bench/lake.py").display().to_string();
        Ok(Self {
            folder,
            size,
            ours,
            python,
            script,
        })
    }

    /// Bytes of the events in a format.
    pub fn event_bytes(&self, form: &str) -> Result<u64> {
        let mut sum = 0;
        for entry in fs::read_dir(&self.folder).with_context(|| format!("cannot read {}", self.folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("events-") && name.ends_with(&format!(".{form}")) {
                sum += bytes(&path)?;
            }
        }
        Ok(sum)
    }

    /// Our program on a case; FOLDER comes last.
    pub fn ours(&self, name: &str, case: &[&str], runs: usize) -> Side {
        let mut arguments: Vec<String> = case.iter().map(|word| (*word).to_owned()).collect();
        arguments.push(self.folder.display().to_string());
        Side {
            name: name.to_owned(),
            program: self.ours.clone(),
            arguments,
            runs,
        }
    }

    /// DuckDB on a case; FOLDER comes after it and `more` after that.
    pub fn duckdb(&self, name: &str, case: &[&str], more: &[String], runs: usize) -> Side {
        let mut arguments = vec![self.script.clone()];
        arguments.extend(case.iter().map(|word| (*word).to_owned()));
        arguments.push(self.folder.display().to_string());
        arguments.extend_from_slice(more);
        Side {
            name: name.to_owned(),
            program: self.python.clone(),
            arguments,
            runs,
        }
    }

    /// The tables that the other cases start from, made where they are missing: our lake always, since its format is still moving.
    pub fn prepare(&self) -> Result<()> {
        println!("==> preparing the lake and DuckDB's tables");
        self.ours("", &["import", "parquet"], 1).once()?;
        if !self.folder.join("parquet.duckdb").is_file() {
            self.duckdb("", &["import", "parquet"], &[], 1).once()?;
        }
        self.duckdb("", &["prepare"], &[], 1).once()?;
        Ok(())
    }
}

/// Our program in release. Together with `holdfast`, so that the heavy dependencies are built once for both.
fn build() -> Result<PathBuf> {
    let packages = ["--package", "holdfast", "--package", "holdfast-engine"];
    process::run(
        process::cargo()?
            .args(["build", "--release"])
            .args(packages)
            .args(["--example", "lake_bench"]),
    )?;
    let file = format!("lake_bench{}", std::env::consts::EXE_SUFFIX);
    Ok(process::target_folder()?.join("release/examples").join(file))
}

/// The events, made anew when the script that makes them has changed; the old databases go with the old events.
fn generate(python: &Path, folder: &Path, size: Size) -> Result<()> {
    let script = process::root()?.join("bench/lake_events.py");
    let text = fs::read_to_string(&script).with_context(|| format!("cannot read {}", script.display()))?;
    let made_by = folder.join("made_by.py");
    if fs::read_to_string(&made_by).is_ok_and(|done| done == text) {
        return Ok(());
    }
    println!("==> writing {} events to {}", size.events, folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    process::run(Command::new(python).arg(&script).arg(folder).args([
        size.events.to_string(),
        size.customers.to_string(),
        SEED.to_owned(),
    ]))?;
    fs::write(&made_by, text).with_context(|| format!("cannot write {}", made_by.display()))
}

/// Bytes of a file, or of everything in a folder.
pub fn bytes(path: &Path) -> Result<u64> {
    let doing = || format!("cannot read {}", path.display());
    let metadata = fs::metadata(path).with_context(doing)?;
    if !metadata.is_dir() {
        return Ok(metadata.len());
    }
    let mut sum = 0;
    for entry in fs::read_dir(path).with_context(doing)? {
        sum += bytes(&entry?.path())?;
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_wrong_ones_refused() {
        let parse = |line: &str| Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let usual = parse("").unwrap();
        assert_eq!((usual.size, usual.runs, usual.program), (USUAL, 3, None));
        let large = parse("--events 100_000_000 --runs 1").unwrap();
        assert_eq!((large.size.customers, large.runs), (MOST_CUSTOMERS, 1));
        assert_eq!(parse("--quick").unwrap().size, QUICK);
        assert!(parse("--events").is_err() && parse("--events x").is_err() && parse("--events 0").is_err());
        assert!(parse("--slow").is_err());
    }
}
