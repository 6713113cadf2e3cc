//! What `train`, `score` and `watch` refuse: with a code, a remedy and exit code 3, before anything is written.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::lake_support::{NOW, done, json, refused, workspace};

/// Orders of `customers` customers, every `apart` days of 2025 up to `days`; every third customer stops at `stop`.
fn orders(folder: &Path, customers: usize, days: usize, apart: usize, stop: usize) {
    let mut text = String::from("id,at,kind,amount\n");
    for customer in 0..customers {
        for day in (customer % apart..days).step_by(apart) {
            if customer % 3 == 0 && day >= stop {
                break;
            }
            let (month, date) = (1 + day / 28, 1 + day % 28);
            let _ = writeln!(
                text,
                "c{customer:04},2025-{month:02}-{date:02},order,{}.00",
                10 + customer % 7
            );
        }
    }
    fs::write(folder.join("orders.csv"), text).unwrap();
}

fn code(folder: &Path, arguments: &[&str]) -> String {
    let refusal = refused(folder, arguments);
    assert!(!refusal["remedy"].as_str().unwrap().is_empty(), "{refusal}");
    assert!(!folder.join("models/m0001").exists(), "{arguments:?} left a model");
    refusal["code"].as_str().unwrap().to_owned()
}

#[test]
fn nothing_to_learn_from() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    for command in ["train", "score", "watch"] {
        assert_eq!(code(ws, &[command]), "no-workspace");
    }
    workspace(ws, &[("orders", "orders.csv")], false);
    assert_eq!(code(ws, &["train"]), "no-data");
    assert_eq!(code(ws, &["score"]), "no-model");
    assert_eq!(code(ws, &["watch"]), "no-model");

    // A history of three weeks, then of a year in which nobody stops.
    orders(ws, 200, 21, 5, 1_000);
    done(ws, &["refresh", "--now", NOW]);
    assert_eq!(code(ws, &["train", "--horizon", "30"]), "too-little-history");
    orders(ws, 200, 330, 5, 1_000);
    done(ws, &["refresh", "--now", NOW]);
    assert_eq!(code(ws, &["train"]), "too-few-lost");

    for (arguments, expected, value) in [
        (&["train", "--definition", "gone"][..], "no-such-definition", "gone"),
        (&["train", "--horizon", "0"], "out-of-range", "0"),
        (&["train", "--horizon=-5"], "out-of-range", "-5"),
        (&["train", "--horizon", "99999"], "out-of-range", "99999"),
        (&["train", "--gap=-1"], "out-of-range", "-1"),
        (&["train", "--cutoffs", "0"], "out-of-range", "0"),
        (&["train", "--minutes=-1"], "out-of-range", "-1"),
        (&["train", "--minutes", "NaN"], "out-of-range", "NaN"),
        (&["train", "--candidates", "oracle"], "unknown-candidate", "oracle"),
        (&["train", "--candidates", "logistic,"], "unknown-candidate", ""),
        (&["train", "--as-known-at", "lately"], "not-an-instant", "lately"),
    ] {
        let refusal = refused(ws, arguments);
        assert_eq!(
            (refusal["code"].as_str(), refusal["value"].as_str()),
            (Some(expected), Some(value)),
            "{arguments:?}"
        );
    }
    assert_eq!(code(ws, &["train", "--horizon", "3000"]), "too-little-history");
    for (day, expected) in [
        ("1990-01-01", "no-data"),
        ("2025-01-01", "no-data"),
        ("2025-01-05", "too-little-history"),
    ] {
        assert_eq!(code(ws, &["train", "--as-of", day]), expected, "{day}");
    }
    // The blend alone has nothing to blend.
    orders(ws, 400, 330, 5, 150);
    done(ws, &["refresh", "--now", NOW]);
    assert_eq!(code(ws, &["train", "--candidates", "blend"]), "nothing-to-blend");
}

#[test]
fn without_a_definition_or_with_one_that_cannot_be_asked() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    workspace(ws, &[("orders", "orders.csv")], false);
    orders(ws, 300, 330, 5, 150);
    let text = fs::read_to_string(ws.join("holdfast.toml")).unwrap();
    fs::write(
        ws.join("holdfast.toml"),
        text.split("[[churn]]").next().unwrap().to_owned() + &text[text.find("[[source]]").unwrap()..],
    )
    .unwrap();
    done(ws, &["refresh", "--now", NOW]);
    assert_eq!(code(ws, &["train"]), "no-churn-definition");

    // A label in one snapshot: nobody is known to have been there before.
    let label = dir.path().join("label");
    fs::create_dir_all(&label).unwrap();
    fs::write(
        label.join("holdfast.toml"),
        "format = 1
name = \"bank\"
time_zone = \"Asia/Shanghai\"
currency = \"CNY\"

[[source]]
id = \"snapshot\"
table = \"snapshots\"
files = [\"snapshot.csv\"]

[source.columns]
customer_id = \"id\"
as_of = \"on\"
churned = \"churned\"

[[churn]]
id = \"label\"
kind = \"label\"
",
    )
    .unwrap();
    let mut text = String::from("id,on,plan,churned\n");
    for customer in 0..300 {
        let _ = writeln!(
            text,
            "{customer},2025-06-30,p{},{}",
            customer % 3,
            if customer % 4 == 0 { "yes" } else { "no" }
        );
    }
    fs::write(label.join("snapshot.csv"), text).unwrap();
    done(&label, &["refresh", "--now", NOW]);
    assert_eq!(code(&label, &["train"]), "too-little-history");
}

#[test]
fn a_model_that_does_not_fit_its_data_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    done(
        ws,
        &["simulate", "shop", "--customers", "700", "--seed", "9", "--out", "."],
    );
    done(ws, &["refresh", "--now", NOW]);
    done(
        ws,
        &["train", "--candidates", "logistic", "--cutoffs", "3", "--now", NOW],
    );
    for day in ["1990-01-01", "2024-01-01"] {
        assert_eq!(refused(ws, &["score", "--as-of", day])["code"], "nobody-there", "{day}");
    }
    // Long after the last day with data nobody knows who is still there.
    assert_eq!(
        refused(ws, &["score", "--as-of", "2031-01-01"])["code"],
        "after-the-data"
    );

    // The definition has another name now.
    let toml = fs::read_to_string(ws.join("holdfast.toml")).unwrap();
    fs::write(
        ws.join("holdfast.toml"),
        toml.replace("id = \"inactivity\"", "id = \"silent\""),
    )
    .unwrap();
    for command in ["score", "watch"] {
        let refusal = refused(ws, &[command]);
        assert_eq!(
            (refusal["code"].as_str(), refusal["value"].as_str()),
            (Some("no-such-definition"), Some("inactivity"))
        );
    }
    // It says something else.
    fs::write(ws.join("holdfast.toml"), toml.replace("days = 90", "days = 60")).unwrap();
    for command in ["score", "watch"] {
        assert_eq!(refused(ws, &[command])["code"], "definition-changed");
    }
    // A source no longer brings an attribute.
    let run: Value = serde_json::from_slice(&fs::read(ws.join("models/m0001/run.json")).unwrap()).unwrap();
    assert!(
        run["features"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["name"] == "attribute_paid_member")
    );
    fs::write(ws.join("holdfast.toml"), toml.replace("\"paid_member\", ", "")).unwrap();
    fs::remove_dir_all(ws.join("lake")).unwrap();
    done(ws, &["refresh", "--now", NOW]);
    for command in ["score", "watch"] {
        let refusal = refused(ws, &[command]);
        assert_eq!(
            (refusal["code"].as_str(), refusal["column"].as_str()),
            (Some("missing-attribute"), Some("paid_member"))
        );
    }
    let count = json(ws, &["sql", "SELECT count(*) AS n FROM scores", "--json"]);
    assert_eq!(count[0]["n"], 0, "nothing was written");
}
