//! Programs that time their own phases: run alternately, medians, whether the figures agree, and tables of phases.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::measure::{self, Sample, Series};

/// Largest difference of a figure that both sides print, relative to the larger of the two and 1.
pub const TOLERANCE: f64 = 1e-9;

/// A program on a case.
pub struct Side {
    pub name: String,
    pub program: PathBuf,
    pub arguments: Vec<String>,
    pub runs: usize,
}

impl Side {
    /// Runs it once.
    pub fn once(&self) -> Result<Sample> {
        measure::measure(&self.program, &self.arguments)
    }
}

/// A phase over several runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Phase {
    /// Median wall time.
    pub seconds: f64,
    /// Median wall time of the first of several repetitions within a run, where there were any.
    pub cold_seconds: Option<f64>,
    /// What it went through.
    pub rows: f64,
    /// Median of the most memory held during it.
    pub peak_mib: f64,
}

/// What a side did.
pub struct Measured {
    pub name: String,
    pub library: String,
    pub phases: BTreeMap<String, Phase>,
    pub figures: Value,
    series: Series,
}

impl Measured {
    /// Several phases as one: times added up, the higher peak.
    pub fn sum(&self, names: &[&str]) -> Result<Phase> {
        let mut sum = Phase::default();
        for name in names {
            let phase = self.phases.get(*name);
            let phase = phase.with_context(|| format!("{} has no phase `{name}`", self.name))?;
            sum.seconds += phase.seconds;
            sum.rows = phase.rows;
            sum.peak_mib = sum.peak_mib.max(phase.peak_mib);
        }
        Ok(sum)
    }

    /// For the record.
    pub fn json(&self) -> Value {
        let phase = |(name, phase): (&String, &Phase)| {
            let line = json!({
                "seconds": phase.seconds, "cold_seconds": phase.cold_seconds, "rows": phase.rows, "peak_mib": phase.peak_mib,
            });
            (name.clone(), line)
        };
        let phases: Map<String, Value> = self.phases.iter().map(phase).collect();
        json!({"name": self.name, "library": self.library, "phases": phases, "process": self.series.json()})
    }
}

/// Runs the sides in turn, so that whatever slows the machine down for a while slows all of them.
pub fn alternately(sides: &[Side]) -> Result<Vec<Measured>> {
    let mut samples: Vec<Vec<Sample>> = sides.iter().map(|_| Vec::new()).collect();
    let rounds = sides.iter().map(|side| side.runs).max().unwrap_or(0);
    for round in 0..rounds {
        for (side, samples) in sides.iter().zip(&mut samples) {
            if round < side.runs {
                samples.push(side.once()?);
            }
        }
    }
    sides
        .iter()
        .zip(samples)
        .map(|(side, samples)| measured(&side.name, samples))
        .collect()
}

fn measured(name: &str, samples: Vec<Sample>) -> Result<Measured> {
    let printed = samples.iter().map(Sample::last_json).collect::<Result<Vec<Value>>>()?;
    let last = printed.last().with_context(|| format!("no run of {name}"))?;
    let names = last["phases"].as_object().into_iter().flat_map(Map::keys);
    let median = |phase: &str, what: &str| {
        let found: Vec<f64> = printed
            .iter()
            .filter_map(|line| line["phases"][phase][what].as_f64())
            .collect();
        (!found.is_empty()).then(|| measure::median(found))
    };
    let phase = |phase: &String| {
        let measured = Phase {
            seconds: median(phase, "seconds").unwrap_or(f64::NAN),
            cold_seconds: median(phase, "cold_seconds"),
            rows: median(phase, "rows").unwrap_or(f64::NAN),
            peak_mib: median(phase, "peak_mib").unwrap_or(f64::NAN),
        };
        (phase.clone(), measured)
    };
    Ok(Measured {
        name: name.to_owned(),
        library: last["library"].as_str().unwrap_or_default().to_owned(),
        phases: names.map(phase).collect(),
        figures: last["figures"].clone(),
        series: Series { samples },
    })
}

/// A line of a table: what it is called, who did it, and in which phases.
pub struct Line<'a> {
    pub name: String,
    pub side: &'a Measured,
    pub phases: &'a [&'a str],
}

impl<'a> Line<'a> {
    pub fn new(name: impl Into<String>, side: &'a Measured, phases: &'a [&'a str]) -> Self {
        Self {
            name: name.into(),
            side,
            phases,
        }
    }
}

/// Prints lines against the first one, which is ours, and gives them for the record.
pub fn table(title: &str, rows: &str, lines: &[Line<'_>]) -> Result<Value> {
    let first = lines.first().context("a table without lines")?;
    let ours = first.side.sum(first.phases)?;
    println!("\n{title}");
    println!(
        "{:<34} {:>9} {:>13} {:>9} {:>12} {:>12}",
        "", "seconds", rows, "peak MiB", "time ÷ ours", "peak ÷ ours"
    );
    let mut record = Vec::new();
    for line in lines {
        let phase = line.side.sum(line.phases)?;
        let (time, memory) = (phase.seconds / ours.seconds, phase.peak_mib / ours.peak_mib);
        let rate = phase.rows / phase.seconds;
        println!(
            "{:<34} {:>9.3} {:>13} {:>9.0} {time:>12.2} {memory:>12.2}",
            line.name,
            phase.seconds,
            thousands(rate),
            phase.peak_mib
        );
        record.push(json!({
            "name": line.name, "seconds": phase.seconds, "rows_per_second": rate, "peak_mib": phase.peak_mib,
            "time_to_ours": time, "peak_to_ours": memory,
        }));
    }
    Ok(json!({"title": title, "lines": record}))
}

/// `12,345,678`.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Prints by how much the other sides differ from the first; whether all agree. Every figure of theirs must be among ours.
pub fn agreement(sides: &[Measured]) -> Result<bool> {
    let (ours, theirs) = sides.split_first().context("no run of ours")?;
    let mut agree = true;
    for side in theirs {
        let (figures, largest, name) = largest_difference(&ours.figures, &side.figures)?;
        let verdict = if largest <= TOLERANCE { "agrees" } else { "DIFFERS" };
        println!(
            "{:<34} {verdict}: {figures} figures, largest difference {largest:.1e} ({name})",
            side.name
        );
        agree &= largest <= TOLERANCE;
    }
    Ok(agree)
}

/// How many numbers were compared, the largest difference, and in which figure.
fn largest_difference(ours: &Value, theirs: &Value) -> Result<(usize, f64, String)> {
    let mut largest = (0, -1.0, "nothing compared".to_owned());
    for (name, their) in theirs.as_object().into_iter().flatten() {
        let (left, right) = (numbers(&ours[name]), numbers(their));
        ensure!(
            left.len() == right.len() && !left.is_empty(),
            "{name}: {} numbers of ours, {} of theirs",
            left.len(),
            right.len()
        );
        largest.0 += left.len();
        for (l, r) in left.iter().zip(&right) {
            let difference = difference(l, r);
            if difference > largest.1 {
                (largest.1, largest.2) = (difference, name.clone());
            }
        }
    }
    if largest.0 == 0 {
        largest.1 = f64::INFINITY;
    }
    Ok(largest)
}

fn numbers(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        Value::Null => Vec::new(),
        value => vec![value],
    }
}

/// |l − r| ÷ the largest of |l|, |r| and 1; what is no number (an undefined feature) equals only itself.
fn difference(left: &Value, right: &Value) -> f64 {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => (left - right).abs() / left.abs().max(right.abs()).max(1.0),
        _ if left == right => 0.0,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_difference_has_a_name() {
        let ours = json!({"a": 8.0, "b": [2.0, "NaN"], "c": 9.0});
        let (figures, largest, name) = largest_difference(&ours, &json!({"a": 10.0, "b": [2.0, "NaN"]})).unwrap();
        assert_eq!((figures, largest, name.as_str()), (3, 0.2, "a"));
        let undefined = largest_difference(&ours, &json!({"b": [2.0, 0.0]})).unwrap();
        assert!(undefined.1.is_infinite());
        assert!(largest_difference(&ours, &json!({})).unwrap().1.is_infinite());
        assert!(largest_difference(&ours, &json!({"b": [2.0]})).is_err());
        assert!(largest_difference(&ours, &json!({"d": 1.0})).is_err());
    }

    #[test]
    fn medians_are_of_each_phase() {
        let run = |seconds: f64, peak: f64| Sample {
            seconds: 1.0,
            cpu_seconds: 1.0,
            peak_bytes: 1.0,
            stdout: json!({"library": "x", "phases": {"a": {"seconds": seconds, "rows": 10, "peak_mib": peak}}})
                .to_string(),
        };
        let side = measured("x", vec![run(3.0, 1.0), run(1.0, 2.0), run(2.0, 9.0)]).unwrap();
        let twice = side.sum(&["a", "a"]).unwrap();
        assert_eq!((twice.seconds, twice.peak_mib, twice.rows), (4.0, 2.0, 10.0));
        assert!(side.sum(&["b"]).is_err());
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(thousands(1_234_567.4), "1,234,567");
        assert_eq!(thousands(999.0), "999");
    }
}
