//! `holdfast survival`: recurrent churn, accuracy on unseen rows, churn from now on.

use std::fs;

use serde_json::Value;

use crate::support::{err, holdfast, out};

const ROSSI: &str = include_str!("../../../stats/tests/reference/rossi.csv");
/// Spells of 24 customers and what R's coxph finds (`make_cox.R`).
const COX: &str = include_str!("../../../stats/tests/reference/cox.json");

pub fn run(table: &str, arguments: &[&str]) -> (Option<i32>, String, String, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), table).unwrap();
    let mut all = vec!["--lang", "en", "survival", "c.csv"];
    all.extend(arguments);
    let output = holdfast(folder.path(), &all);
    let predictions = fs::read_to_string(folder.path().join("study").join("predictions.csv")).ok();
    (output.status.code(), out(&output), err(&output), predictions)
}

pub fn study(table: &str, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let (code, shown, error, _) = run(table, &all);
    assert_eq!(code, Some(0), "{arguments:?}: {error}");
    serde_json::from_str(&shown).unwrap()
}

pub fn refused(table: &str, arguments: &[&str], words: &[&str]) {
    let (code, _, error, _) = run(table, arguments);
    assert_eq!(code, Some(3), "{arguments:?}: {error}");
    for word in words {
        assert!(error.contains(word), "no {word} in {error}");
    }
}

pub fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

pub fn column(study: &Value, field: &str) -> Vec<f64> {
    let rows = study["coefficients"].as_array().unwrap();
    rows.iter().map(|row| row[field].as_f64().unwrap()).collect()
}

pub fn close(found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs(),
        "{found} is not {expected}"
    );
}

/// A table from columns of a JSON object; −1 as an upper end is an empty cell.
pub fn table(data: &Value, names: &[&str]) -> String {
    let columns: Vec<Vec<f64>> = names.iter().map(|name| numbers(&data[*name])).collect();
    let mut text = names.join(",") + "\n";
    for row in 0..columns[0].len() {
        let cell = |(name, column): (&&str, &Vec<f64>)| match (*name, column[row]) {
            ("upper", -1.0) => String::new(),
            (_, value) => value.to_string(),
        };
        let cells: Vec<String> = names.iter().zip(&columns).map(cell).collect();
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}

const SPELLS: [&str; 14] = [
    "--id",
    "customer",
    "--entry",
    "start",
    "--duration",
    "stop",
    "--event",
    "event",
    "--covariates",
    "a,b",
    "--model",
    "cox",
    "--recurrent",
    "ag",
];

fn spells(model: &str) -> Vec<&str> {
    let mut all = SPELLS.to_vec();
    *all.last_mut().unwrap() = model;
    all
}

#[test]
fn recurrent_churn_is_r_to_a_millionth() {
    let reference: Value = serde_json::from_str(COX).unwrap();
    let text = table(&reference["spells"], &["customer", "start", "stop", "event", "a", "b"]);
    let mut customers: Vec<u64> = numbers(&reference["spells"]["customer"])
        .iter()
        .map(|&c| c as u64)
        .collect();
    customers.sort_unstable();
    customers.dedup();
    for (model, name) in [
        ("ag", "andersen_gill"),
        ("pwp-total", "total_time"),
        ("pwp-gap", "gap_time"),
    ] {
        let found = study(&text, &spells(model));
        let expected = &reference["r"][name];
        let variance = numbers(&expected["var"]);
        for (i, (coef, se)) in column(&found, "coef").iter().zip(column(&found, "se")).enumerate() {
            close(*coef, numbers(&expected["coef"])[i], 1e-6);
            close(se, variance[3 * i].sqrt(), 1e-6);
        }
        close(
            found["log_likelihood"].as_f64().unwrap(),
            numbers(&expected["loglik"])[1],
            1e-6,
        );
        assert_eq!(found["recurrent"], model);
        assert_eq!(found["customers"], customers.len());
        assert!(found["accuracy"].is_null(), "late entry has no censoring weights");
    }
}

#[test]
fn spells_that_make_no_sense_are_refused() {
    let good = "customer,start,stop,event,a,b\n1,0,5,1,1,0\n1,7,9,0,1,1\n2,0,4,1,0,0\n2,4,6,1,2,1\n3,0,9,0,1,2\n";
    let overlap = good.replace("1,7,9", "1,4,9");
    for model in ["ag", "pwp-total", "pwp-gap"] {
        refused(&overlap, &spells(model), &["row 3", "\"start\"", "\"4\"", "ends at 5"]);
    }
    let no_id: Vec<&str> = spells("ag").into_iter().skip(2).collect();
    refused(good, &no_id, &["--id"]);
    let one_each = "customer,start,stop,event,a,b\n1,0,5,1,1,0\n2,0,4,1,0,1\n3,0,9,0,1,2\n4,2,6,1,2,1\n";
    refused(
        one_each,
        &spells("pwp-gap"),
        &["--recurrent", "--model cox", "--cluster customer"],
    );
    let mut doubled = spells("pwp-total");
    doubled.extend(["--strata", "b"]);
    refused(good, &doubled, &["pwp-total", "--strata"]);
    let backwards = good.replace("1,7,9", "1,9,7");
    refused(&backwards, &spells("ag"), &["row 3", "\"start\"", "\"9\""]);
    let curve = [
        "--recurrent",
        "ag",
        "--id",
        "customer",
        "--entry",
        "start",
        "--duration",
        "stop",
        "--event",
        "event",
    ];
    refused(good, &curve, &["km", "--recurrent"]);
}

#[test]
fn spells_between_dates_count_from_the_first_start_of_each_customer() {
    let text = "customer,start,stop,event,a\n1,2024-03-01,2024-03-06,1,0.5\n1,2024-03-08,2024-03-10,0,0.1\n\
        2,2023-01-01,2023-01-05,1,1.5\n2,2023-01-05,2023-01-08,1,0.4\n3,2022-06-01,2022-06-10,0,1\n4,2022-06-01,2022-06-08,1,0.7\n";
    let plain =
        "customer,start,stop,event,a\n1,0,5,1,0.5\n1,7,9,0,0.1\n2,0,4,1,1.5\n2,4,7,1,0.4\n3,0,9,0,1\n4,0,7,1,0.7\n";
    let mut arguments = spells("ag");
    arguments[9] = "a";
    let (dates, days) = (study(text, &arguments), study(plain, &arguments));
    assert_eq!(dates["coefficients"], days["coefficients"]);
    assert_eq!(dates["unit"]["en"], "days");
}

#[test]
fn accuracy_on_unseen_rows_stands_beside_the_curve_of_everybody() {
    let base = [
        "--duration",
        "week",
        "--event",
        "arrest",
        "--covariates",
        "fin,age,race,wexp,mar,paro,prio",
    ];
    let mut at26 = base.to_vec();
    at26.extend(["--horizon", "26"]);
    let found = study(ROSSI, &at26);
    let figure = |name: &str| found["accuracy"][name].as_f64().unwrap();
    // Nobody is censored before week 52, so that the score of the curve is S(1 − S) at every week of churn.
    let weeks = read_weeks();
    let still = |t: f64| weeks.iter().filter(|&&w| w > t).count() as f64 / weeks.len() as f64;
    let score = |t: f64| still(t) * (1.0 - still(t));
    close(figure("brier_kaplan_meier"), score(26.0), 1e-9);
    let mut times: Vec<f64> = weeks.iter().copied().filter(|&w| w < 52.0).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let area: f64 = times
        .windows(2)
        .map(|w| (w[1] - w[0]) * (score(w[0]) + score(w[1])) / 2.0)
        .sum();
    close(
        figure("integrated_brier_kaplan_meier"),
        area / (times[times.len() - 1] - times[0]),
        1e-9,
    );
    assert_eq!((figure("from"), figure("to")), (1.0, times[times.len() - 1]));
    assert!(figure("integrated_brier") < figure("integrated_brier_kaplan_meier"));
    for name in ["auc", "uno_concordance"] {
        assert!((0.55..0.75).contains(&figure(name)), "{name} {}", figure(name));
    }
    let test = &found["accuracy"]["d_calibration"];
    close(numbers(&test["bins"]).iter().sum(), 1.0, 1e-9);
    assert!(test["p"].as_f64().unwrap() > 0.01);
    // Nobody was observed past week 52.
    let whole = study(ROSSI, &base);
    assert!(whole["accuracy"]["brier"].is_null() && whole["accuracy"]["auc"].is_null());
    let mut strata: Vec<&str> = base.to_vec();
    strata[5] = "fin,age,wexp,mar,paro,prio";
    strata.extend(["--strata", "race"]);
    let strata = study(ROSSI, &strata);
    assert!(strata["accuracy"]["integrated_brier"].is_number() && strata["accuracy"]["uno_concordance"].is_null());
}

fn read_weeks() -> Vec<f64> {
    let mut lines = ROSSI.lines();
    let at = lines
        .next()
        .unwrap()
        .split(',')
        .position(|name| name == "week")
        .unwrap();
    lines
        .map(|line| line.split(',').nth(at).unwrap().parse().unwrap())
        .collect()
}

/// Columns of predictions.csv.
fn predicted(table: &str, arguments: &[&str]) -> (Vec<String>, Vec<Vec<Option<f64>>>) {
    let mut all = arguments.to_vec();
    all.extend(["--out", "study"]);
    let (code, _, error, predictions) = run(table, &all);
    assert_eq!(code, Some(0), "{error}");
    let text = predictions.unwrap();
    let mut lines = text.lines();
    let names = lines
        .next()
        .unwrap()
        .trim_start_matches('\u{feff}')
        .split(',')
        .map(str::to_owned);
    let row = |line: &str| line.split(',').map(|cell| cell.parse().ok()).collect();
    (names.collect(), lines.map(row).collect())
}

#[test]
fn churn_from_now_on_is_conditional_on_being_still_there() {
    let base = [
        "--duration",
        "week",
        "--event",
        "arrest",
        "--covariates",
        "fin,age",
        "--horizon",
        "26",
        "--model",
    ];
    for model in ["weibull-aft", "piecewise", "cure"] {
        let mut all = base.to_vec();
        all.extend([model, "--at", "52,78"]);
        let (names, rows) = predicted(ROSSI, &all);
        let of = |name: &str| names.iter().position(|n| n == name).unwrap();
        let (at52, at78, next) = (of("survival_at_52"), of("survival_at_78"), of("p_churn_next"));
        let mut there = 0;
        for (row, week) in rows.iter().zip(read_weeks()) {
            match row[next] {
                Some(p) => {
                    there += 1;
                    assert_eq!(week, 52.0);
                    let expected = 1.0 - row[at78].unwrap() / row[at52].unwrap();
                    assert!((p - expected).abs() < 1e-5, "{model}: {p} is not {expected}");
                }
                None => assert!(row[at52].is_some()),
            }
        }
        assert_eq!(there, 318, "{model}");
    }
    // Without columns all are alike: of five under observation in week 5 two leave by week 9.
    let text = "t,left\n5,0\n2,1\n6,1\n9,1\n20,0\n20,0\n20,0\n";
    for model in ["cox", "discrete", "weibull-aft", "piecewise"] {
        let all = [
            "--duration",
            "t",
            "--event",
            "left",
            "--model",
            model,
            "--at",
            "5,9",
            "--horizon",
            "4",
        ];
        let (names, rows) = predicted(text, &all);
        let of = |name: &str| rows[0][names.iter().position(|n| n == name).unwrap()].unwrap();
        let expected = 1.0 - of("survival_at_9") / of("survival_at_5");
        assert!((of("p_churn_next") - expected).abs() < 1e-5, "{model}");
        if model == "discrete" {
            assert!((expected - 0.4).abs() < 1e-5, "{expected}");
        }
    }
    // Cox and discrete say nothing beyond the data.
    let text = "t,left,x\n5,0,1\n2,1,3\n9,1,2\n4,1,5\n8,0,4\n12,0,1\n6,1,3\n11,1,6\n";
    for model in ["cox", "discrete"] {
        let all = [
            "--duration",
            "t",
            "--event",
            "left",
            "--covariates",
            "x",
            "--model",
            model,
            "--at",
            "5,9",
            "--horizon",
            "4",
        ];
        let (names, rows) = predicted(text, &all);
        let of = |name: &str| names.iter().position(|n| n == name).unwrap();
        let next = of("p_churn_next");
        let expected = 1.0 - rows[0][of("survival_at_9")].unwrap() / rows[0][of("survival_at_5")].unwrap();
        assert!((rows[0][next].unwrap() - expected).abs() < 1e-4, "{model}");
        assert!(rows[1][next].is_none() && rows[5][next].is_none(), "{model}");
    }
}

#[test]
fn of_a_customer_with_several_spells_only_the_last_is_now() {
    let text = "customer,start,stop,event,a,b\n1,0,5,1,1,0\n1,7,9,0,1,1\n2,0,4,0,0,0\n2,4,6,1,2,1\n3,0,9,0,1,2\n4,0,12,0,2,2\n5,0,11,1,1,1\n";
    let mut all = spells("ag");
    all.extend(["--horizon", "2", "--penalty", "0.1"]);
    let (names, rows) = predicted(text, &all);
    let next = names.iter().position(|n| n == "p_churn_next").unwrap();
    let there: Vec<bool> = rows.iter().map(|row| row[next].is_some()).collect();
    assert_eq!(there, [false, true, false, false, true, false, false]);
}
