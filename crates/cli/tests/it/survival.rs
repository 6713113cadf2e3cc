//! `holdfast survival`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{err, holdfast, out};

/// Rossi, Berk & Lenihan (1980), 432 released prisoners, as it ships with lifelines.
const ROSSI: &str = include_str!("../../../stats/tests/reference/rossi.csv");
/// What lifelines 0.30.3 finds on it (`make_rossi.py`).
const LIFELINES: &str = include_str!("../../../stats/tests/reference/rossi.json");
const COLUMNS: &str = "fin,age,race,wexp,mar,paro,prio";

fn study(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rossi.csv"), ROSSI).unwrap();
    let mut all = vec![
        "survival",
        "rossi.csv",
        "--duration",
        "week",
        "--event",
        "arrest",
        "--json",
    ];
    all.extend(arguments);
    let output = holdfast(folder.path(), &all);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is written without --out"
    );
    serde_json::from_str(&out(&output)).unwrap()
}

fn column(study: &Value, list: &str, field: &str) -> Vec<f64> {
    let rows = study[list].as_array().unwrap();
    rows.iter().map(|row| row[field].as_f64().unwrap()).collect()
}

fn lifelines() -> Value {
    serde_json::from_str(LIFELINES).unwrap()
}

/// Coefficients, errors, log-likelihood and concordance of a Cox fit.
fn same_as_lifelines(found: &Value, name: &str) {
    let expected = &lifelines()[name];
    let list = |field: &str| -> Vec<f64> {
        let values = expected[field].as_array().unwrap();
        values.iter().map(|v| v.as_f64().unwrap()).collect()
    };
    assert_close(&column(found, "coefficients", "coef"), &list("coef"), 1e-6);
    assert_close(&column(found, "coefficients", "se"), &list("se"), 1e-6);
    for field in ["log_likelihood", "concordance"] {
        assert_close(
            &[found[field].as_f64().unwrap()],
            &[expected[field].as_f64().unwrap()],
            1e-6,
        );
    }
}

fn assert_close(found: &[f64], expected: &[f64], relative: f64) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }
}

#[test]
fn cox_on_rossi_is_lifelines_to_a_millionth() {
    let found = study(&["--covariates", COLUMNS]);
    assert_eq!(found["model"], "cox");
    assert_eq!((&found["n"], &found["events"]), (&432.into(), &114.into()));
    same_as_lifelines(&found, "cox");
    assert!(found["iterations"].as_u64().unwrap() > 0);
    for row in found["coefficients"].as_array().unwrap() {
        for field in ["name", "coef", "se", "z", "p", "ci_low", "ci_high"] {
            assert!(!row[field].is_null(), "{field}");
        }
    }
    assert_eq!(found["proportional_hazards"].as_array().unwrap().len(), 8);
}

#[test]
fn strata_and_breslow_reach_the_fit() {
    let strata = study(&["--covariates", "fin,age,wexp,mar,paro,prio", "--strata", "race"]);
    let printed = [-0.3788, -0.0576, -0.1427, -0.4388, -0.0858, 0.0922];
    for (found, printed) in column(&strata, "coefficients", "coef").iter().zip(printed) {
        assert!((found - printed).abs() < 5.1e-5, "{found} is not {printed}");
    }
    same_as_lifelines(&strata, "cox_strata_race");
    let efron = study(&["--covariates", COLUMNS]);
    let breslow = study(&["--covariates", COLUMNS, "--ties", "breslow"]);
    assert_eq!(breslow["ties"], "breslow");
    assert_ne!(efron["log_likelihood"], breslow["log_likelihood"]);
}

#[test]
fn every_model_answers_in_json() {
    let found = study(&["--covariates", COLUMNS, "--model", "weibull-aft"]);
    let log_likelihood = found["log_likelihood"].as_f64().unwrap();
    assert_close(
        &[log_likelihood],
        &[lifelines()["weibull_log_likelihood"].as_f64().unwrap()],
        1e-6,
    );
    for model in ["lognormal-aft", "loglogistic-aft", "gamma-aft", "piecewise", "discrete"] {
        let found = study(&["--covariates", COLUMNS, "--model", model]);
        assert_eq!(found["model"], model);
        assert!(
            found["log_likelihood"].is_number() && found["aic"].is_number(),
            "{model}"
        );
        let coefficients = found["coefficients"].as_array().unwrap();
        assert_eq!(coefficients[0]["name"], "fin", "{model}");
    }
    let cure = study(&["--covariates", "age", "--model", "cure"]);
    assert!((0.0..=1.0).contains(&cure["cure_share"].as_f64().unwrap()));
    let hazard = study(&["--model", "nelson-aalen"]);
    // 1/432 at week 1.
    assert!((hazard["hazards"][0]["hazard"].as_f64().unwrap() - 1.0 / 432.0).abs() < 1e-12);
}

#[test]
fn kaplan_meier_is_one_flat_list_of_steps() {
    let found = study(&["--group", "fin", "--at", "20,52"]);
    assert_eq!(found["model"], "km");
    let steps = found["curves"].as_array().unwrap();
    let first = &steps[0];
    assert_eq!((&first["stratum"], &first["time"]), (&"0".into(), &1.0.into()));
    assert_eq!((&first["at_risk"], &first["events"]), (&216.0.into(), &1.0.into()));
    assert!((first["survival"].as_f64().unwrap() - 215.0 / 216.0).abs() < 1e-15);
    assert!(first["ci_low"].as_f64().unwrap() < first["survival"].as_f64().unwrap());
    let test = &found["tests"][0];
    assert_eq!(
        (&test["name"], &test["degrees_of_freedom"]),
        (&"log_rank".into(), &1.into())
    );
    let chi_squared = lifelines()["log_rank_fin"].as_f64().unwrap();
    assert_close(&[test["chi_squared"].as_f64().unwrap()], &[chi_squared], 1e-6);
    assert_eq!(found["at"].as_array().unwrap().len(), 4);
    let alone = study(&[]);
    assert_eq!(alone["curves"][0]["stratum"], "all");
    for field in ["time", "survival", "ci_low", "ci_high"] {
        let expected = lifelines()["km"][field]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_f64().unwrap())
            .collect::<Vec<_>>();
        assert_close(&column(&alone, "curves", field), &expected, 1e-6);
    }
    assert_eq!(alone["tests"], serde_json::json!([]));
}

fn folder_with(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn a_folder_gets_page_study_and_predictions() {
    let (folder, _) = folder_with("rossi.csv", ROSSI);
    let mut all = vec!["survival", "rossi.csv", "--duration", "week", "--event", "arrest"];
    all.extend([
        "--covariates",
        COLUMNS,
        "--at",
        "26",
        "--horizon",
        "52",
        "--out",
        "studie",
    ]);
    let output = holdfast(folder.path(), &all);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("studie").join(name)).unwrap();
    let page = read("survival.html");
    assert!(page.contains("<svg") && page.contains("风险比") && page.contains("Hazard ratio"));
    assert!(!page.contains("http://") && !page.contains("https://"), "loads nothing");
    let again: Value = serde_json::from_str(&read("survival.json")).unwrap();
    assert!(again["calibration"]["bins"].as_array().unwrap().len() > 3);
    let predictions = read("predictions.csv");
    let mut lines = predictions.lines();
    assert_eq!(
        lines.next().unwrap(),
        "\u{feff}row,risk,survival_at_26,survival_at_52,median,p_churn_next"
    );
    let first: Vec<&str> = lines.next().unwrap().split(',').collect();
    let number = |i: usize| first[i].parse::<f64>().unwrap();
    assert_eq!(first[0], "2", "the row in the file");
    assert!((number(1) - (1.0 - number(3))).abs() < 2e-6 && number(2) > number(3));
    assert_eq!(predictions.lines().count(), 433);
}

/// Two plans, causes, dates, a blank line.
fn generated() -> String {
    let mut text = String::from("编号,套餐,开始,结束,月数,流失,原因\n\n");
    for i in 0..120_u32 {
        let plan = ["畅享", "基础"][i as usize % 2];
        let months = 1 + (i * 7) % 24;
        let churned = (i * 31) % 10 < if i % 2 == 0 { 6 } else { 3 };
        let cause = if churned {
            ["主动", "欠费"][i as usize % 3 % 2]
        } else {
            "在网"
        };
        let end = format!("{}-{:02}-15", 2022 + months / 12, 1 + months % 12);
        let label = if churned { "是" } else { "否" };
        text.push_str(&format!("{i:04},{plan},2022-01-15,{end},{months},{label},{cause}\n"));
    }
    text
}

#[test]
fn people_read_tables_in_both_languages() {
    let (folder, _) = folder_with("客户.csv", &generated());
    for lang in ["zh", "en"] {
        let run = |arguments: &[&str]| {
            let mut all = vec!["--lang", lang, "survival", "客户.csv", "--event", "流失"];
            all.extend(arguments);
            let output = holdfast(folder.path(), &all);
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            out(&output)
        };
        insta::assert_snapshot!(
            format!("km_{lang}"),
            run(&["--duration", "月数", "--group", "套餐", "--at", "12"])
        );
        insta::assert_snapshot!(
            format!("cox_{lang}"),
            run(&["--duration", "月数", "--covariates", "套餐"])
        );
    }
}

#[test]
fn dates_and_causes() {
    let (folder, _) = folder_with("c.csv", &generated());
    let run = |arguments: &[&str]| -> Value {
        let mut all = vec!["survival", "c.csv", "--json"];
        all.extend(arguments);
        let output = holdfast(folder.path(), &all);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_str(&out(&output)).unwrap()
    };
    let dates = run(&[
        "--start", "开始", "--stop", "结束", "--unit", "months", "--event", "流失",
    ]);
    assert_eq!(dates["unit"]["en"], "months");
    let first = dates["curves"][0]["time"].as_f64().unwrap();
    assert!((0.9..1.1).contains(&first), "{first}");
    let causes = run(&[
        "--duration",
        "月数",
        "--event",
        "原因",
        "--model",
        "competing",
        "--group",
        "套餐",
    ]);
    let names: Vec<&str> = causes["medians"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["stratum"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["基础 · 主动", "基础 · 欠费", "畅享 · 主动", "畅享 · 欠费"]);
    let last = |cause: &str| {
        let steps = causes["incidences"].as_array().unwrap();
        let of = |s: &&Value| s["stratum"] == "畅享" && s["cause"] == cause;
        steps.iter().rfind(of).unwrap()["incidence"].as_f64().unwrap()
    };
    assert!(last("主动") + last("欠费") <= 1.0 + 1e-12);
}

fn refused(folder: &Path, lang: &str, arguments: &[&str]) -> String {
    let mut all = vec!["--lang", lang, "survival", "c.csv", "--out", "report"];
    all.extend(arguments);
    let output = holdfast(folder, &all);
    assert_eq!(
        output.status.code(),
        Some(3),
        "{arguments:?}: {}{}",
        out(&output),
        err(&output)
    );
    assert!(!folder.join("report").exists(), "nothing is written");
    err(&output)
}

#[test]
fn what_cannot_be_studied_is_refused_by_column_row_and_value() {
    let text = "id,time,left,fee,same,plan\n\n1,5,1,10,7,a\n2,-3,0,20,7,b\n3,4,1,30,7,a\n4,6,0,x,7,b\n";
    let (folder, _) = folder_with("c.csv", text);
    let cases: [(&[&str], &[&str]); 8] = [
        (
            &["--duration", "id", "--event", "left", "--covariates", "fee,left"],
            &["\"left\"", "--covariates"],
        ),
        (
            &["--duration", "tme", "--event", "left"],
            &["\"tme\"", "nearest: time", "--duration"],
        ),
        (
            &["--duration", "time", "--event", "left"],
            &["row 4", "\"time\"", "\"-3\"", "negative"],
        ),
        (
            &["--duration", "plan", "--event", "left"],
            &["row 3", "\"plan\"", "\"a\"", "not a number"],
        ),
        (
            &["--duration", "id", "--event", "left", "--covariates", "same"],
            &["\"same\"", "leave the column out"],
        ),
        (&["--duration", "id", "--event", "plan"], &["\"plan\"", "--positive"]),
        (
            &["--duration", "id", "--event", "left", "--cluster", "plan"],
            &["km", "--cluster"],
        ),
        (
            &["--duration", "id", "--event", "plan", "--model", "competing"],
            &["--censored", "\"plan\""],
        ),
    ];
    for (arguments, words) in cases {
        let message = refused(folder.path(), "en", arguments);
        for word in words {
            assert!(message.contains(word), "no {word} in {message}");
        }
        let message = refused(folder.path(), "zh", arguments);
        assert!(message.contains("怎么办"), "{message}");
    }
    let all = ["survival", "c.csv", "--duration", "time", "--event", "left", "--json"];
    let output = holdfast(folder.path(), &all);
    let found: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(
        (&found["error"]["code"], &found["error"]["row"]),
        (&"negative-duration".into(), &4.into())
    );
    let missing = ["survival", "c.csv", "--duration", "time"];
    assert_eq!(holdfast(folder.path(), &missing).status.code(), Some(2));
}

#[test]
fn telco_by_contract() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("HOLDFAST_DATA").map_or(root, PathBuf::from);
    let path = data.join("telco_customer_churn.csv");
    if !path.is_file() {
        println!("skipped: {} is not there", path.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = path.display().to_string();
    let all = [
        "survival",
        &path,
        "--duration",
        "tenure",
        "--event",
        "Churn",
        "--group",
        "Contract",
        "--json",
    ];
    let output = holdfast(folder.path(), &all);
    let found: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((&found["n"], &found["events"]), (&7043.into(), &1869.into()));
    assert_eq!(found["medians"][0]["median"], 35.0);
    assert_eq!(found["tests"].as_array().unwrap().len(), 4, "one for all, three pairs");
}
