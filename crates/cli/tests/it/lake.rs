//! A workspace from its first line to its upkeep, as its user and programs see it, in both languages.

use std::fs;
use std::path::Path;

use serde_json::json as value;

use crate::lake_support::{NOW, done, json, workspace};
use crate::support::{err, holdfast, out};

/// A small shop and a workspace that `init` made of its files.
fn shop(folder: &Path) {
    done(
        folder,
        &[
            "simulate",
            "shop",
            "--customers",
            "80",
            "--seed",
            "3",
            "--months",
            "14",
            "--out",
            "data",
        ],
    );
}

/// What is the same on every machine and day.
fn filters() -> Vec<(&'static str, &'static str)> {
    vec![
        (r"\d+(\.\d+)? (GiB|MiB)", "[SIZE]"),
        // A machine whose disk is nearly full is warned; the rest of the story stays the same.
        (
            r"[✓!] (磁盘剩余 \[SIZE\]|\[SIZE\] of the disk are free)(\n    → .*)?",
            "✓ $1",
        ),
        (r"/tmp/[^ ]*?/ws", "[DIR]/ws"),
        // A digest of how a source is declared and what it holds.
        (r#""batch_id":"[0-9a-f]{16}""#, r#""batch_id":"[BATCH]""#),
        // The locale and time zone of the machine.
        (r"en_US\.UTF-8", "[LOCALE]"),
    ]
}

/// Runs commands and writes down what they print.
fn story(folder: &Path, lang: &str, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for command in commands {
        let output = holdfast(folder, &[*command, &["--lang", lang]].concat());
        text.push_str(&format!("$ holdfast {}\n{}", command.join(" "), out(&output)));
        if output.status.code() != Some(0) {
            text.push_str(&format!("[exit {:?}] {}", output.status.code(), err(&output)));
        }
        text.push('\n');
    }
    text
}

const STORY: &[&[&str]] = &[
    &[
        "init",
        "ws",
        "--from",
        "data/customers.csv",
        "data/events.csv",
        "data/interactions.csv",
    ],
    &["doctor", "-w", "ws"],
    &[
        "import",
        "-w",
        "ws",
        "--now",
        NOW,
        "--dry-run",
        "--source",
        "interactions",
    ],
    &["refresh", "-w", "ws", "--now", NOW],
    &["refresh", "-w", "ws", "--now", NOW],
    &[
        "metric",
        "churn_rate_start",
        "-w",
        "ws",
        "--from",
        "2025-07",
        "--compare",
        "previous,last_year",
    ],
    &[
        "metric",
        "customers_at_end",
        "-w",
        "ws",
        "--by",
        "region",
        "--from",
        "2025-Q3",
        "--to",
        "2025-Q4",
        "--period",
        "quarter",
    ],
    &[
        "metric",
        "amount",
        "-w",
        "ws",
        "--from",
        "2025-10",
        "--where",
        "region=城东",
    ],
    &["metric", "retention_calendar", "-w", "ws", "--from", "2025-10"],
    &["metric", "rfm_customers", "-w", "ws", "--from", "2025-12"],
    &["metrics", "-w", "ws"],
    &[
        "why",
        "churn_rate_start",
        "-w",
        "ws",
        "--between",
        "2025-09,2025-10",
        "--by",
        "region",
    ],
    &[
        "explain-metric",
        "churn_rate_start",
        "-w",
        "ws",
        "--against",
        "churn_rate_joined",
        "--of",
        "2025-10",
        "--limit",
        "3",
    ],
    &[
        "sql",
        "SELECT kind, count(*) AS n, sum(amount_minor) AS total FROM events GROUP BY kind ORDER BY kind",
        "-w",
        "ws",
    ],
    &[
        "sql",
        "SELECT customer_id, name, phone FROM customers ORDER BY customer_id LIMIT 2",
        "-w",
        "ws",
    ],
    &["maintain", "-w", "ws", "--now", NOW],
];

#[test]
fn the_story_of_a_workspace() {
    for lang in ["zh", "en"] {
        let dir = tempfile::tempdir().unwrap();
        shop(dir.path());
        let text = story(dir.path(), lang, STORY);
        insta::with_settings!({ filters => filters() }, {
            insta::assert_snapshot!(format!("story_{lang}"), text);
        });
    }
}

#[test]
fn what_programs_read() {
    let dir = tempfile::tempdir().unwrap();
    shop(dir.path());
    let ws = dir.path().join("data");
    let refresh = json(&ws, &["refresh", "--now", NOW, "--json"]);
    assert_eq!(refresh["batches"].as_array().unwrap().len(), 3);
    assert_eq!(refresh["panel"][0]["grain"], "month");

    let metric = json(
        &ws,
        &[
            "metric",
            "churn_rate_start",
            "--from",
            "2025-10",
            "--to",
            "2025-10",
            "--by",
            "region",
            "--json",
        ],
    );
    insta::assert_snapshot!("metric_json", format!("{metric:#}"));
    let list = json(&ws, &["metrics", "--json"]);
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .all(|m| m["id"].is_string() && m["name"]["zh"].is_string() && m["built_in"] == true)
    );
    assert_eq!(list.as_array().unwrap().len(), 51);

    // The same number everywhere: a metric, SQL, an export in every format.
    let events = json(
        &ws,
        &[
            "sql",
            "SELECT count(*) AS n, sum(amount_minor) AS total FROM events",
            "--json",
        ],
    );
    let n = events[0]["n"].as_u64().unwrap();
    let amounts = json(
        &ws,
        &[
            "metric", "amount", "--period", "year", "--from", "2024", "--to", "2025", "--json",
        ],
    );
    let total: i64 = amounts["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["value"].as_i64().unwrap())
        .sum();
    assert_eq!(events[0]["total"].as_i64(), Some(total));
    for ending in ["csv", "parquet", "xlsx"] {
        let file = format!("all.{ending}");
        let done = json(&ws, &["export", "events", &file, "--json"]);
        assert_eq!((&done["path"], done["rows"].as_u64()), (&value!(file), Some(n)));
        let bytes = fs::read(ws.join(&file)).unwrap();
        match ending {
            "parquet" => assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1")),
            "xlsx" => assert!(bytes.starts_with(b"PK")),
            _ => assert_eq!(String::from_utf8(bytes).unwrap().lines().count() as u64, n + 1),
        }
    }
    done(
        &ws,
        &[
            "export",
            "SELECT kind, count(*) AS n FROM events GROUP BY kind",
            "kinds.csv",
        ],
    );
    assert!(fs::read_to_string(ws.join("kinds.csv")).unwrap().contains("order,"));

    // Personal fields are masked unless asked for.
    let row = |more: &[&str]| {
        let query = [
            "sql",
            "SELECT phone FROM customers WHERE customer_id = '00000001'",
            "--json",
        ];
        json(&ws, &[&query, more].concat())[0]["phone"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (masked, shown) = (row(&[]), row(&["--personal"]));
    assert!(
        masked.contains('*') && shown.len() == 11 && shown.bytes().all(|b| b.is_ascii_digit()),
        "{masked} {shown}"
    );

    // A dry run writes nothing.
    let head = fs::read(ws.join("lake/head.json")).unwrap();
    fs::write(
        ws.join("events.csv"),
        fs::read_to_string(ws.join("events.csv")).unwrap() + "00000001,2025-12-31 10:00:00,order,1.00,1,APP,图书,\n",
    )
    .unwrap();
    let dry = json(
        &ws,
        &["import", "--dry-run", "--now", NOW, "--json", "--source", "events"],
    );
    assert_eq!(
        (&dry[0]["outcome"], &dry[0]["rows_new"]),
        (&value!("dry_run"), &value!(1))
    );
    assert!(
        dry[0]["mapping"]
            .as_array()
            .unwrap()
            .contains(&value!(["customer_id", "customer_id"]))
    );
    assert_eq!(fs::read(ws.join("lake/head.json")).unwrap(), head);

    let done = json(&ws, &["maintain", "--now", NOW, "--json"]);
    assert!(done["files_deleted"].is_number(), "{done:#}");
    assert_eq!(
        json(&ws, &["sql", "SELECT count(*) AS n FROM events", "--json"])[0]["n"].as_u64(),
        Some(n)
    );
}

#[test]
fn a_refusal_is_told_in_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    workspace(dir.path(), &[("orders", "orders.csv")], false);
    fs::write(
        dir.path().join("orders.csv"),
        "id,at,kind,amount\na,2025-01-01,order,1\n",
    )
    .unwrap();
    done(dir.path(), &["refresh", "--now", NOW]);
    for lang in ["zh", "en"] {
        let output = holdfast(dir.path(), &["metric", "churn_rate", "--lang", lang]);
        assert_eq!(output.status.code(), Some(3));
        assert!(out(&output).is_empty());
        insta::assert_snapshot!(format!("unknown_metric_{lang}"), err(&output));
    }
}
