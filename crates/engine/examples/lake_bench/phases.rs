//! Seconds and peak memory of the phases of a case.

use std::fs;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::Fallible;

/// What was measured.
#[derive(Default)]
pub struct Phases {
    phases: Map<String, Value>,
}

impl Phases {
    /// Runs something and keeps its wall time, the rows it went through and the most memory held meanwhile.
    pub fn phase<T>(&mut self, name: &str, rows: usize, work: impl FnOnce() -> Fallible<T>) -> Fallible<T> {
        forget_peak();
        let started = Instant::now();
        let result = work()?;
        let seconds = started.elapsed().as_secs_f64();
        let line = json!({"seconds": seconds, "rows": rows, "peak_mib": peak_mib()});
        self.phases.insert(name.to_owned(), line);
        Ok(result)
    }

    /// Runs something several times: the first is the cold one, the median of the others the warm one.
    pub fn repeated<T>(
        &mut self,
        name: &str,
        runs: usize,
        mut work: impl FnMut() -> Fallible<(usize, T)>,
    ) -> Fallible<T> {
        let started = Instant::now();
        let (rows, first) = work()?;
        let cold_seconds = started.elapsed().as_secs_f64();
        let mut warm = Vec::with_capacity(runs);
        for _ in 0..runs {
            let started = Instant::now();
            std::hint::black_box(work()?);
            warm.push(started.elapsed().as_secs_f64());
        }
        warm.sort_by(f64::total_cmp);
        let seconds = warm.get(runs / 2).copied().unwrap_or(cold_seconds);
        let line = json!({"seconds": seconds, "cold_seconds": cold_seconds, "rows": rows, "peak_mib": peak_mib()});
        self.phases.insert(name.to_owned(), line);
        Ok(first)
    }

    /// Says how many rows a phase went through where that is known only afterwards.
    pub fn rows(&mut self, name: &str, rows: u64) {
        if let Some(phase) = self.phases.get_mut(name) {
            phase["rows"] = json!(rows);
        }
    }

    /// The line that the bench reads.
    pub fn print(self, figures: &Map<String, Value>) {
        let library = format!("holdfast {}", env!("CARGO_PKG_VERSION"));
        println!(
            "{}",
            json!({"library": library, "phases": self.phases, "figures": figures})
        );
    }
}

/// Linux forgets the peak on request (proc(5), clear_refs 5); elsewhere the peak is that of the whole run.
fn forget_peak() {
    // Where it cannot be done the peak is that of the run so far, which is what the documentation says.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Most memory that this process has held since; 0 where the system does not tell.
fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    kib / 1024.0
}
