//! Runs the scripts in `tests/slt`: rows in, a question, the rows that must come out.
//!
//! A script is lines: settings (`zone`, `as_of`, `through`, `dims`, `churn`, `benchmark`), blocks of rows (`events` and the lines below
//! it up to a blank one; `-` is null), `metric` … `end` (a file of the user's own), `clear`, and questions:
//! `query METRIC [by a,b] [period month] [from P] [to P] [churn ID] [compare previous,last_year] [where a=x]`, `----`, the expected rows.
//! `refuse …` expects the code of a refusal instead.

use std::fs;
use std::path::{Path, PathBuf};

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_engine::error::EngineError;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Catalog;
use holdfast_engine::metrics::data::MemoryData;
use holdfast_engine::metrics::query::{Compare, Filter, MetricQuery};

use super::{fixture, show};

/// The scripts.
pub fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/slt");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "slt"));
    paths.sort();
    paths
}

fn empty() -> MemoryData {
    MemoryData::new(
        Zone::named("Asia/Shanghai").unwrap(),
        Day::parse_iso("2024-07-01").unwrap(),
    )
}

/// The question of a `query` line.
fn question(line: &str) -> MetricQuery {
    let mut words = line.split_whitespace();
    let mut query = MetricQuery::of(words.next().unwrap());
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} without a value"));
        match word {
            "by" => query.by = value.split(',').map(str::to_owned).collect(),
            "period" => query.grain = Grain::parse(value).unwrap(),
            "from" => query.from = Some(value.to_owned()),
            "to" => query.to = Some(value.to_owned()),
            "churn" => query.churn = Some(value.to_owned()),
            "ages" => query.max_ages = Some(value.parse().unwrap()),
            "compare" => query.compare = value.split(',').map(|name| Compare::parse(name).unwrap()).collect(),
            "where" => {
                let (dim, value) = value.split_once('=').unwrap();
                query.filters.push(Filter {
                    dim: dim.to_owned(),
                    value: (value != "null").then(|| value.to_owned()),
                });
            }
            other => panic!("no such word: {other}"),
        }
    }
    query
}

/// A script's failures, one text each.
fn run(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut lines = text.lines().enumerate().peekable();
    let mut data = empty();
    let mut catalog = Catalog::built_in().unwrap();
    let mut failures = Vec::new();
    let mut asked = 0;
    while let Some((number, line)) = lines.next() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') || fixture::set(&mut data, line) {
            continue;
        }
        let mut block = Vec::new();
        if line == "metric" {
            for (_, line) in lines.by_ref().take_while(|(_, line)| *line != "end") {
                block.push(line);
            }
            catalog
                .add(&format!("{name}:{}", number + 1), &block.join("\n"))
                .unwrap_or_else(|refusal| panic!("{refusal}"));
            continue;
        }
        for (_, line) in lines.by_ref().take_while(|(_, line)| !line.trim().is_empty()) {
            if !line.starts_with('#') {
                block.push(line.trim_end());
            }
        }
        if line == "clear" {
            data = empty();
            continue;
        }
        let (refused, rest) = match (line.strip_prefix("query "), line.strip_prefix("refuse ")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => {
                for row in &block {
                    fixture::add(&mut data, line, row);
                }
                continue;
            }
        };
        assert_eq!(block.first(), Some(&"----"), "{name}:{}", number + 1);
        asked += 1;
        let engine = MetricEngine::new(catalog.clone());
        let found = match engine.run(&question(rest), &data) {
            Ok(table) if !refused => show::lines(&table),
            Err(EngineError::Refused(refusal)) if refused => vec![refusal.code.to_owned()],
            Ok(_) => vec!["not refused".to_owned()],
            Err(error) => vec![format!("{error}")],
        };
        if found != block[1..] {
            let expected = block[1..].join("\n");
            failures.push(format!(
                "{name}:{} {line}\n--- expected\n{expected}\n--- found\n{}\n",
                number + 1,
                found.join("\n")
            ));
        }
    }
    assert!(asked > 0, "{name} asks nothing");
    failures
}

#[test]
fn every_script_gives_the_rows_it_says() {
    let failures: Vec<String> = scripts().iter().flat_map(|path| run(path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
