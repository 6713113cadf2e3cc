//! Seconds and peak memory of a command, through `bench/measure.py`; the virtual environment of the Python side.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::process;

/// Threads that both sides may use.
pub const THREADS: &str = "2";
/// What numeric libraries on either side read to learn how many threads they may use.
const THREAD_VARIABLES: [&str; 4] = [
    "RAYON_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
];
const MIB: f64 = (1 << 20) as f64;

/// One run of a command.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Wall time from start to exit.
    pub seconds: f64,
    /// Processor time over all threads, in user and system mode.
    pub cpu_seconds: f64,
    /// Largest resident set, in bytes.
    pub peak_bytes: f64,
    /// What it printed.
    pub stdout: String,
}

impl Sample {
    /// The last line that it printed, as JSON.
    pub fn last_json(&self) -> Result<Value> {
        let line = self
            .stdout
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))
    }
}

/// Runs a program on [`THREADS`] threads under `bench/measure.py`; an error when it fails.
pub fn measure<I: AsRef<OsStr>>(program: &Path, arguments: impl IntoIterator<Item = I>) -> Result<Sample> {
    let mut command = Command::new(system_python());
    command
        .arg(process::root()?.join("bench/measure.py"))
        .arg(program)
        .args(arguments);
    command.envs(THREAD_VARIABLES.map(|name| (name, THREADS)));
    let printed: Value =
        serde_json::from_str(&process::capture(&mut command)?).context("measure.py printed no JSON")?;
    let words = process::words(&command);
    ensure!(
        printed["exit_code"] == 0,
        "`{words}` exited with {}",
        printed["exit_code"]
    );
    Ok(Sample {
        seconds: printed["seconds"].as_f64().context("measure.py names no seconds")?,
        cpu_seconds: printed["cpu_seconds"]
            .as_f64()
            .context("measure.py names no cpu_seconds")?,
        peak_bytes: printed["peak_rss_bytes"]
            .as_f64()
            .context("measure.py names no peak_rss_bytes")?,
        stdout: printed["stdout"].as_str().unwrap_or_default().to_owned(),
    })
}

/// Several runs of one thing.
pub struct Series {
    pub samples: Vec<Sample>,
}

impl Series {
    /// Median wall time in seconds.
    pub fn seconds(&self) -> f64 {
        median(self.samples.iter().map(|s| s.seconds).collect())
    }

    /// Median processor time in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        median(self.samples.iter().map(|s| s.cpu_seconds).collect())
    }

    /// Median peak memory in MiB.
    pub fn peak_mib(&self) -> f64 {
        median(self.samples.iter().map(|s| s.peak_bytes / MIB).collect())
    }

    /// Every sample, for the record.
    pub fn json(&self) -> Value {
        let run =
            |s: &Sample| json!({"seconds": s.seconds, "cpu_seconds": s.cpu_seconds, "peak_rss_bytes": s.peak_bytes});
        json!({
            "median_seconds": self.seconds(),
            "median_cpu_seconds": self.cpu_seconds(),
            "median_peak_mib": self.peak_mib(),
            "runs": self.samples.iter().map(run).collect::<Vec<_>>(),
        })
    }
}

/// The middle value, or the mean of the two middle ones; NaN of nothing.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[middle],
        _ => (values[middle - 1] + values[middle]) / 2.0,
    }
}

/// Load above which somebody else is using the machine.
const BUSY_LOAD: f64 = 1.0;

/// One-minute load of the machine before a bench, where the system tells it. Says so aloud when the machine is busy:
/// threads that spin while they wait (OpenMP's do) then lose far more time than others, and a comparison means nothing.
pub fn load_average() -> Option<f64> {
    let load = fs::read_to_string("/proc/loadavg")
        .ok()?
        .split(' ')
        .next()?
        .parse()
        .ok()?;
    if load > BUSY_LOAD {
        println!(
            "WARNING: the machine is or was just busy (load {load}); for figures to quote, run again when it is idle"
        );
    }
    Some(load)
}

/// The Python of `target/bench-venv` with `bench/requirements.txt`, made when it is not there or the file has changed.
pub fn virtual_environment() -> Result<PathBuf> {
    let folder = process::target_folder()?.join("bench-venv");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let wanted = process::root()?.join("bench/requirements.txt");
    let text = fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|done| done == text) {
        return Ok(python);
    }
    println!("==> making {}", folder.display());
    process::run(
        Command::new(system_python())
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )
    .context("the bench needs Python 3.11 or later with its venv module (Debian: python3-venv)")?;
    process::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--requirement"])
            .arg(&wanted),
    )?;
    fs::write(&installed, text).with_context(|| format!("cannot write {}", installed.display()))?;
    Ok(python)
}

fn system_python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn the_last_line_is_read_as_json() {
        let sample = |stdout: &str| Sample {
            seconds: 1.0,
            cpu_seconds: 1.0,
            peak_bytes: 1.0,
            stdout: stdout.to_owned(),
        };
        assert_eq!(sample("hello\n{\"auc\": 0.5}\n\n").last_json().unwrap()["auc"], 0.5);
        assert!(sample("").last_json().is_err());
    }
}
