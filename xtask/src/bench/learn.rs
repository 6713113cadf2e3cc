//! `cargo xtask bench learn`: our learners against scikit-learn, LightGBM, CatBoost and InterpretML, on the same folds in the same minutes.

mod cases;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use self::cases::{CASES, Case};
use super::measure;
use crate::process;

/// `--quick`, `--case NAME` and `--only NAME,NAME` (learners of either side).
#[derive(Debug, Default, PartialEq)]
struct Options {
    quick: bool,
    case: Option<String>,
    only: Option<Vec<String>>,
}

pub fn run(arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    let chosen: Vec<&Case> = CASES.iter().filter(|case| options.takes(case)).collect();
    let known: Vec<&str> = CASES.iter().map(|case| case.name).collect();
    ensure!(!chosen.is_empty(), "`--case` knows {}", known.join(", "));
    let bench = Bench {
        python: measure::virtual_environment()?,
        script: process::root()?.join("bench/learn.py").display().to_string(),
        ours: example()?,
    };
    let load = measure::load_average();
    let mut results = Vec::new();
    for case in chosen {
        if let Some(result) = bench.case(case, &options)? {
            results.push(result);
        }
    }
    super::keep(
        "learn.json",
        &json!({"threads": measure::THREADS, "load_average_before": load, "quick": options.quick, "cases": results}),
    )
}

/// Builds the program of our side.
fn example() -> Result<PathBuf> {
    process::run(process::cargo()?.args([
        "build",
        "--release",
        "--package",
        "holdfast-learn",
        "--example",
        "learn_bench",
    ]))?;
    let file = format!("learn_bench{}", std::env::consts::EXE_SUFFIX);
    Ok(process::target_folder()?.join("release/examples").join(file))
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        match flag.as_str() {
            "--quick" => options.quick = true,
            "--case" => options.case = Some(rest.next().context("`--case` needs a name")?.clone()),
            "--only" => {
                let names = rest.next().context("`--only` needs names with commas between them")?;
                options.only = Some(names.split(',').map(str::to_owned).collect());
            }
            _ => bail!("known are --quick, --case NAME and --only NAME,NAME, not `{flag}`"),
        }
    }
    Ok(options)
}

impl Options {
    fn takes(&self, case: &Case) -> bool {
        self.case
            .as_ref()
            .map_or(!self.quick || case.quick, |name| name == case.name)
    }

    fn wants(&self, name: &str, quick: bool) -> bool {
        self.only
            .as_ref()
            .map_or(!self.quick || quick, |names| names.iter().any(|wanted| wanted == name))
    }
}

/// The programs of both sides.
struct Bench {
    python: PathBuf,
    script: String,
    ours: PathBuf,
}

impl Bench {
    /// Runs one case; `None` where its table is not on this machine.
    fn case(&self, case: &Case, options: &Options) -> Result<Option<Value>> {
        println!("\n==> {}", case.title);
        let Some(folder) = self.generate(case)? else {
            println!("SKIPPED: {} is not here", super::analyze::data_folder()?.display());
            return Ok(None);
        };
        let load = measure::load_average();
        let path = folder.display().to_string();
        let mut sides = Vec::new();
        for learner in cases::learners(case) {
            if !options.wants(learner.name, learner.quick) {
                continue;
            }
            println!("    {} ({} folds)", learner.name, learner.folds);
            let words = ["fit", &path, learner.name, &learner.folds.to_string()].map(str::to_owned);
            let sample = if learner.ours {
                measure::measure(&self.ours, &words[1..])?
            } else {
                measure::measure(&self.python, [&[self.script.clone()][..], &words].concat())?
            };
            sides.push(sample.last_json()?);
        }
        ensure!(!sides.is_empty(), "`--only` names no learner of {}", case.name);
        let names: Vec<&str> = sides.iter().filter_map(|side| side["name"].as_str()).collect();
        let judged: Value = serde_json::from_str(&process::capture(
            std::process::Command::new(&self.python)
                .args([self.script.as_str(), "judge", &path])
                .args(&names),
        )?)?;
        table::print(&sides, &judged);
        Ok(Some(
            json!({"case": case.name, "title": case.title, "load_average_before": load, "learners": sides, "judged": judged}),
        ))
    }

    /// The folder of a case's table, made when it is not there.
    fn generate(&self, case: &Case) -> Result<Option<PathBuf>> {
        let folder = super::folder()?.join("learn").join(case.name);
        if folder.join("table.json").is_file() {
            return Ok(Some(folder));
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let path = folder.display().to_string();
        let mut command = std::process::Command::new(&self.python);
        match case.rows {
            Some(rows) => command.args([&self.script, "generate", "simulated", &path, &rows.to_string(), "1"]),
            None => {
                let file = super::analyze::data_folder()?.join("telco_customer_churn.csv");
                if !Path::new(&file).is_file() {
                    return Ok(None);
                }
                command.args([&self.script, "generate", "telco", &path]).arg(&file)
            }
        };
        process::run(&mut command)?;
        Ok(Some(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_wrong_ones_refused() {
        let parse = |line: &str| parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let options = parse("--quick --case telco --only boosting,lightgbm").unwrap();
        assert!(options.wants("lightgbm", false) && !options.wants("ebm", true));
        assert_eq!(options.case.as_deref(), Some("telco"));
        assert!(parse("--case").is_err() && parse("--slow").is_err() && parse("--only").is_err());
    }

    #[test]
    fn quick_runs_take_the_quick_cases_and_learners_only() {
        let quick = parse(&["--quick".to_owned()]).unwrap();
        let taken: Vec<&str> = CASES
            .iter()
            .filter(|case| quick.takes(case))
            .map(|case| case.name)
            .collect();
        assert_eq!(taken, ["telco", "simulated-10k"]);
        assert!(quick.wants("boosting", true) && !quick.wants("catboost", false));
    }
}
