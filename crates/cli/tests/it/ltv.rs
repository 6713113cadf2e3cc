//! `holdfast ltv`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{data, err, holdfast, out};

fn json(file: &Path, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = file.to_str().unwrap();
    let all: Vec<&str> = ["ltv", file, "--json"].iter().chain(arguments).copied().collect();
    let output = holdfast(folder.path(), &all);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

fn close(found: &Value, expected: f64, tolerance: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

fn parameters(report: &Value, expected: &[(&str, f64)], tolerance: f64) {
    for (name, value) in expected {
        close(&report["parameters"][name]["value"], *value, tolerance * value.abs());
        assert!(report["parameters"][name]["se"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn published_figures_of_cdnow() {
    let Some(file) = data("cdnow_customers_summary.csv") else {
        return;
    };
    // Fader & Hardie's figures are for exact days; the file has weeks at two decimals.
    let report = json(&file, &["--summary"]);
    parameters(
        &report,
        &[("r", 0.24259), ("alpha", 4.4136), ("a", 0.79292), ("b", 2.42589)],
        1e-4,
    );
    close(&report["log_likelihood"], -9582.429, 0.01);
    assert_eq!(report["n"], 2357.0);
    let report = json(&file, &["--summary", "--model", "mbg-nbd"]);
    parameters(
        &report,
        &[("r", 0.525), ("alpha", 6.183), ("a", 0.891), ("b", 1.614)],
        1e-3,
    );
    let report = json(&file, &["--summary", "--model", "pareto-nbd"]);
    parameters(
        &report,
        &[("r", 0.55315), ("alpha", 10.57633), ("s", 0.60625), ("beta", 11.6715)],
        1e-3,
    );
    close(&report["log_likelihood"], -9594.976, 0.01);
}

#[test]
fn published_figures_of_the_donations() {
    let Some(file) = data("donations.csv") else { return };
    let report = json(&file, &["--summary"]);
    assert_eq!(report["model"], "bg-bb");
    parameters(
        &report,
        &[("alpha", 1.204), ("beta", 0.750), ("gamma", 0.657), ("delta", 2.783)],
        1e-3,
    );
    close(&report["log_likelihood"], -33225.581, 5e-4);
}

/// Orders of 400 customers with their own pace, over two years; some stop. No randomness: arithmetic of the numbers.
fn orders() -> String {
    let mut text = String::from("客户编号,下单时间,金额\n");
    for customer in 0..400_u32 {
        let start = customer * 37 % 365;
        let pace = 9 + customer * 53 % 70;
        let stop = if customer % 3 == 0 {
            start + 40 + customer * 29 % 300
        } else {
            730
        };
        let mut day = start;
        let mut k = 0;
        while day < stop.min(730) {
            let month = day / 28 % 12 + 1;
            let (year, of_month) = (2022 + day / 336, day % 28 + 1);
            text.push_str(&format!(
                "{customer:05},{year}-{month:02}-{of_month:02},{}.50\n",
                20 + customer * 7 % 90 + k % 5
            ));
            k += 1;
            day += 1 + pace * (1 + (customer + k) * 7 % 11) / 6;
        }
    }
    text
}

#[test]
fn an_event_log_becomes_three_files_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.csv"), orders()).unwrap();
    for lang in ["zh", "en"] {
        let output = holdfast(
            folder.path(),
            &[
                "--lang",
                lang,
                "ltv",
                "orders.csv",
                "--unit",
                "week",
                "--discount",
                "0.1",
                "--out",
                lang,
            ],
        );
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        insta::with_settings!({ filters => vec![(r"-?\d[\d,]*(\.\d+)?%?", "N"), (r" +", " ")] }, {
            insta::assert_snapshot!(format!("ltv_{lang}"), out(&output));
        });
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    // The page opens in the language asked for; everything else does not depend on it.
    assert_eq!(read("zh/ltv.json"), read("en/ltv.json"));
    assert_eq!(read("zh/customers.csv"), read("en/customers.csv"));
    let report: Value = serde_json::from_str(&read("en/ltv.json")).unwrap();
    let customers = read("en/customers.csv");
    let mut rows = csv::Reader::from_reader(customers.trim_start_matches('\u{feff}').as_bytes());
    let heads = rows.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (mut count, mut alive, mut value) = (0, 0.0, 0.0);
    for row in rows.records() {
        let row = row.unwrap();
        let number = |name: &str| row[at(name)].parse::<f64>().unwrap();
        let p = number("p_alive");
        assert!((0.0..=1.0).contains(&p));
        assert!(number("p_alive_low") <= p && p <= number("p_alive_high"));
        assert!(number("expected_value_low") <= number("expected_value"));
        assert!(number("residual_value") >= 0.0);
        assert_eq!(row[at("id")].len(), 5, "leading zeros stay");
        count += 1;
        alive += p;
        value += number("expected_value");
    }
    assert_eq!(count, 400);
    close(&report["totals"]["alive"], alive, 1e-3);
    close(&report["totals"]["potential_minor"], value * 100.0, 0.5);
    let holdout = &report["holdout"];
    let (expected, actual) = (
        holdout["expected"].as_f64().unwrap(),
        holdout["actual"].as_f64().unwrap(),
    );
    assert!(
        (expected / actual - 1.0).abs() < 0.3,
        "{expected} expected, {actual} made"
    );
}

#[test]
fn each_family_refuses_the_other_setting_and_says_what_fits() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.csv"), orders()).unwrap();
    let mut contracts = String::from("id,tenure,churned\n");
    let mut id = 0;
    let mut row = |period: usize, lost: u8, customers: usize| {
        for _ in 0..customers {
            id += 1;
            contracts.push_str(&format!("c{id},{period},{lost}\n"));
        }
    };
    for (period, lost) in [40, 20, 12, 8, 6, 5, 4, 3].into_iter().enumerate() {
        row(period + 1, 1, lost);
    }
    row(8, 0, 102);
    fs::write(folder.path().join("contracts.csv"), contracts).unwrap();
    for (arguments, instead) in [
        (["orders.csv", "--model", "sbg"], "BG/NBD"),
        (["contracts.csv", "--model", "bg-nbd"], "sBG"),
    ] {
        let output = holdfast(folder.path(), &[&["ltv"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(3), "{}", out(&output));
        let message = err(&output);
        assert!(message.contains(arguments[0]), "{message}");
        assert!(
            message.to_lowercase().contains(&instead.to_lowercase()) || message.contains("beta-geometric"),
            "{message}"
        );
    }
    let report = json(&folder.path().join("contracts.csv"), &[]);
    assert_eq!(report["model"], "sbg");
    assert!(report["renewals"].as_array().unwrap().len() > 12);
}

#[test]
fn a_row_that_contradicts_itself_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "id,frequency,recency,T\na,1,5,10\nb,2,12.5,10\nc,0,0,10\n";
    fs::write(folder.path().join("bad.csv"), bad).unwrap();
    for lang in ["zh", "en"] {
        let output = holdfast(
            folder.path(),
            &["--lang", lang, "ltv", "bad.csv", "--summary", "--out", "o"],
        );
        assert_eq!(output.status.code(), Some(3), "{}", out(&output));
        let row = if lang == "zh" { "第3行" } else { "row 3" };
        assert!(
            err(&output).contains("bad.csv") && err(&output).contains(row),
            "{}",
            err(&output)
        );
        assert!(!folder.path().join("o").exists());
    }
    fs::write(
        folder.path().join("none.csv"),
        "id,frequency,recency,T\na,0,0,10\nb,0,0,12\n",
    )
    .unwrap();
    let output = holdfast(folder.path(), &["ltv", "none.csv", "--summary"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
}

#[test]
fn contracts_with_a_column_and_a_penalty() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("contracts.csv");
    // Every fourth of the loyal and every second of the others leaves in a period, those who leave easily first.
    let mut text = String::from("id,months,left,plan\n");
    for i in 0..600_u32 {
        let long = i % 2 == 0;
        let pace = if long { 4 + i % 7 } else { 1 + i % 4 };
        let (months, left) = if pace > 6 { (6, 0) } else { (pace, 1) };
        text += &format!("{i},{months},{left},{}\n", if long { "long" } else { "short" });
    }
    fs::write(&file, text).unwrap();
    let base = ["--tenure", "months", "--event", "left", "--dropout-covariates", "plan"];
    let report = json(&file, &[&base[..], &["--penalty", "0.0001"]].concat());
    let effect = report["parameters"]["dropout:plan=short"]["value"].as_f64().unwrap();
    assert!(effect > 0.5, "{effect}");
    assert_eq!(report["n"], 600.0);
    let more = json(&file, &[&base[..], &["--penalty", "0.01"]].concat());
    let held = more["parameters"]["dropout:plan=short"]["value"].as_f64().unwrap();
    assert!(0.0 < held && held < effect, "{held} {effect}");
}
