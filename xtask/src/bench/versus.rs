//! Ours against other libraries on the same data, case by case: alternately, medians, memory, and whether the results agree.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::measure::{self, Sample, Series};
use crate::process;

/// Largest relative difference of a figure that both sides print.
const TOLERANCE: f64 = 1e-6;
/// `--quick` takes this part of the rows, once: to see that the bench works, not to measure.
const QUICK: u64 = 20;
const SEED: &str = "1";

/// Data of one kind and size, and what is done with them.
pub struct Case {
    /// What is done, as the programs know it.
    pub task: &'static str,
    /// Which data the program generates.
    pub data: &'static str,
    pub rows: u64,
    /// What is measured, for people.
    pub title: &'static str,
    pub runs: usize,
    pub opponents: &'static [Opponent],
}

/// The other side of a case.
pub struct Opponent {
    pub library: &'static str,
    pub runs: usize,
    /// How many times faster ours was promised to be.
    pub goal: Option<f64>,
}

impl Opponent {
    pub const fn new(library: &'static str, runs: usize, goal: Option<f64>) -> Self {
        Self { library, runs, goal }
    }
}

/// `--quick` and `--case DATA`.
#[derive(Debug, Default, PartialEq)]
struct Options {
    quick: bool,
    only: Option<String>,
}

/// Runs the cases of `name`: our example `{name}_bench` of holdfast-stats and `bench/{name}.py`.
pub fn run(name: &str, cases: &[Case], arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    let chosen = |case: &&Case| options.only.as_ref().is_none_or(|only| only == case.data);
    let chosen: Vec<&Case> = cases.iter().filter(chosen).collect();
    let known: Vec<&str> = cases.iter().map(|case| case.data).collect();
    ensure!(!chosen.is_empty(), "`--case` knows {}", known.join(", "));
    let sides = Sides {
        ours: example(&format!("{name}_bench"))?,
        python: measure::virtual_environment()?,
        script: process::root()?.join(format!("bench/{name}.py")),
        data: super::folder()?.join(format!("{name}-data")),
    };
    let load = measure::load_average();
    let results: Result<Vec<Value>> = chosen.into_iter().map(|case| sides.case(case, options.quick)).collect();
    // Swept away whether or not all went well: gigabytes in no one's way.
    fs::remove_dir_all(&sides.data).with_context(|| format!("cannot remove {}", sides.data.display()))?;
    let results = results?;
    super::keep(
        &format!("{name}.json"),
        &json!({"threads": measure::THREADS, "load_average_before": load, "quick": options.quick, "cases": results}),
    )?;
    let differ = results.iter().filter(|case| case["agrees"] == false).count();
    ensure!(differ == 0, "{differ} cases differ by more than {TOLERANCE:e}");
    Ok(())
}

/// Builds an example of holdfast-stats in release and says where it is.
pub fn example(name: &str) -> Result<PathBuf> {
    process::run(process::cargo()?.args(["build", "--release", "--package", "holdfast-stats", "--example", name]))?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(process::target_folder()?.join("release/examples").join(file))
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        match flag.as_str() {
            "--quick" => options.quick = true,
            "--case" => options.only = Some(rest.next().context("`--case` needs a name")?.clone()),
            _ => bail!("known are --quick and --case NAME, not `{flag}`"),
        }
    }
    Ok(options)
}

/// The programs of both sides and where the data lie.
struct Sides {
    ours: PathBuf,
    python: PathBuf,
    script: PathBuf,
    data: PathBuf,
}

/// What one side did in several runs.
struct Side {
    seconds: f64,
    peak_mib: f64,
    printed: Value,
    series: Series,
}

impl Sides {
    fn case(&self, case: &Case, quick: bool) -> Result<Value> {
        let rows = if quick { case.rows / QUICK } else { case.rows };
        println!("\n==> {} ({rows} rows)", case.title);
        fs::create_dir_all(&self.data).with_context(|| format!("cannot make {}", self.data.display()))?;
        let folder = self.data.display().to_string();
        let generate = ["generate", case.data, &rows.to_string(), SEED, &folder];
        process::run(std::process::Command::new(&self.ours).args(generate))?;
        let data_mib = data_mib(&self.data)?;

        let ours = [case.task.to_owned(), folder.clone()];
        let script = self.script.display().to_string();
        let theirs = |library: &str| [script.clone(), case.task.to_owned(), library.to_owned(), folder.clone()];
        let mut runs: Vec<Vec<Sample>> = (0..=case.opponents.len()).map(|_| Vec::new()).collect();
        let wanted = |runs: usize| if quick { 1 } else { runs };
        let rounds = case.opponents.iter().map(|o| o.runs).fold(case.runs, usize::max);
        for round in 0..wanted(rounds) {
            if round < wanted(case.runs) {
                runs[0].push(measure::measure(&self.ours, &ours)?);
            }
            for (opponent, samples) in case.opponents.iter().zip(&mut runs[1..]) {
                if round < wanted(opponent.runs) {
                    samples.push(measure::measure(&self.python, theirs(opponent.library))?);
                }
            }
        }
        let sides = runs.into_iter().map(side).collect::<Result<Vec<Side>>>()?;
        fs::remove_dir_all(&self.data).with_context(|| format!("cannot remove {}", self.data.display()))?;
        fs::create_dir_all(&self.data)?;
        report(case, rows, data_mib, &sides)
    }
}

/// Sizes of the files of a folder.
fn data_mib(folder: &Path) -> Result<f64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes as f64 / f64::from(1 << 20))
}

fn side(samples: Vec<Sample>) -> Result<Side> {
    let printed = samples.iter().map(Sample::last_json).collect::<Result<Vec<Value>>>()?;
    let seconds: Option<Vec<f64>> = printed.iter().map(|line| line["seconds"].as_f64()).collect();
    let series = Series { samples };
    Ok(Side {
        seconds: measure::median(seconds.context("a program printed no seconds")?),
        peak_mib: series.peak_mib(),
        printed: printed.into_iter().next_back().context("no run")?,
        series,
    })
}

/// Prints a case and gives it for the record.
fn report(case: &Case, rows: u64, data_mib: f64, sides: &[Side]) -> Result<Value> {
    let (ours, theirs) = sides.split_first().context("no run of ours")?;
    println!(
        "{:<24} {:>10} {:>9} {:>9} {:>13} {:>8}  largest difference",
        "", "seconds", "peak MiB", "÷ data", "times faster", "promised"
    );
    let row = |name: &str, side: &Side| {
        let (seconds, peak) = (side.seconds, side.peak_mib);
        format!("{name:<24} {seconds:>10.4} {peak:>9.0} {:>9.1}", peak / data_mib)
    };
    println!("{}", row("holdfast", ours));
    let mut agrees = true;
    let mut opponents = Vec::new();
    for (opponent, side) in case.opponents.iter().zip(theirs) {
        let name = side.printed["library"].as_str().unwrap_or(opponent.library);
        let faster = side.seconds / ours.seconds;
        let (figure, difference) = largest_difference(&ours.printed["figures"], &side.printed["figures"])?;
        agrees &= difference <= TOLERANCE;
        let promised = opponent.goal.map_or_else(|| "-".to_owned(), |goal| format!("{goal}"));
        let verdict = if difference <= TOLERANCE { "" } else { " DIFFERS" };
        println!(
            "{} {faster:>13.1} {promised:>8}  {difference:.1e} ({figure}){verdict}",
            row(name, side)
        );
        opponents.push(json!({
            "library": name, "seconds": side.seconds, "times_faster": faster, "goal": opponent.goal,
            "largest_difference": difference, "figure": figure, "process": side.series.json(),
        }));
    }
    Ok(json!({
        "case": case.data, "task": case.task, "rows": rows, "data_mib": data_mib, "agrees": agrees,
        "seconds": ours.seconds, "peak_mib": ours.peak_mib, "process": ours.series.json(),
        "figures": ours.printed["figures"], "opponents": opponents,
    }))
}

/// The largest relative difference over the figures of the other side, and the figure's name; all of them must be among ours.
fn largest_difference(ours: &Value, theirs: &Value) -> Result<(String, f64)> {
    let none = Map::new();
    let mut largest = ("nothing compared".to_owned(), f64::INFINITY);
    for (name, their) in theirs.as_object().unwrap_or(&none) {
        let (left, right) = (numbers(&ours[name]), numbers(their));
        ensure!(
            left.len() == right.len() && !left.is_empty(),
            "{name}: {} numbers of ours, {} of theirs",
            left.len(),
            right.len()
        );
        let difference = left
            .iter()
            .zip(&right)
            .map(|(&l, &r)| relative(l, r))
            .fold(0.0, f64::max);
        if largest.1.is_infinite() || difference > largest.1 {
            largest = (name.clone(), difference);
        }
    }
    Ok(largest)
}

/// A number or a list of numbers; what is no number becomes NaN and so differs from everything.
fn numbers(value: &Value) -> Vec<f64> {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    match value {
        Value::Array(values) => values.iter().map(number).collect(),
        Value::Null => Vec::new(),
        value => vec![number(value)],
    }
}

/// |l − r| ÷ the larger; infinite where one is no number.
fn relative(left: f64, right: f64) -> f64 {
    if left == right {
        return 0.0;
    }
    let relative = (left - right).abs() / left.abs().max(right.abs());
    if relative.is_nan() { f64::INFINITY } else { relative }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_difference_has_a_name() {
        let ours = json!({"a": 1.0, "b": [2.0, 4.0], "c": 9.0});
        let (name, difference) = largest_difference(&ours, &json!({"a": 1.0, "b": [2.0, 5.0]})).unwrap();
        assert_eq!((name.as_str(), difference), ("b", 0.2));
        assert!(largest_difference(&ours, &json!({"d": 1.0})).is_err());
        assert!(largest_difference(&ours, &json!({"b": [2.0]})).is_err());
        assert!(largest_difference(&ours, &json!({"a": "NaN"})).unwrap().1.is_infinite());
        assert!(largest_difference(&ours, &json!({})).unwrap().1.is_infinite());
    }

    #[test]
    fn options_are_read_and_wrong_ones_refused() {
        let parse = |line: &str| parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let options = Options {
            quick: true,
            only: Some("km".to_owned()),
        };
        assert_eq!(parse("--quick --case km").unwrap(), options);
        assert!(parse("--case").is_err() && parse("--slow").is_err());
    }
}
