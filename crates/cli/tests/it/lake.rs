//! A workspace from its first line to its upkeep, as its user sees it, in both languages; refusals; looking back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json as value};

use crate::lake_support::{NOW, done, json, refused, workspace};
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

fn place(refusal: &Value) -> (&str, Option<&str>, Option<u64>, Option<&str>, Option<&str>) {
    (
        refusal["code"].as_str().unwrap(),
        refusal["file"].as_str(),
        refusal["row"].as_u64(),
        refusal["column"].as_str(),
        refusal["value"].as_str(),
    )
}

#[test]
fn bad_input_is_refused_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    assert_eq!(place(&refused(ws, &["refresh"])).0, "no-workspace");
    fs::write(ws.join("holdfast.toml"), "format = 1\nname = \"x\"\n[[source]\n").unwrap();
    let toml = refused(ws, &["refresh"]);
    assert_eq!(
        (
            toml["row"].as_u64(),
            toml["file"].as_str().unwrap().ends_with("holdfast.toml")
        ),
        (Some(3), true),
        "{toml}"
    );

    workspace(ws, &[("orders", "orders.csv")], false);
    assert_eq!(place(&refused(ws, &["sql", "SELECT 1"])).0, "no-data");
    assert_eq!(place(&refused(ws, &["metric", "amount"])).0, "no-data");
    let missing = refused(ws, &["refresh"]);
    assert!(
        missing["file"].as_str().unwrap().ends_with("orders.csv") || missing["value"] == "orders.csv",
        "{missing}"
    );

    fs::write(ws.join("orders.csv"), "id,at,kind\na,2025-01-01,order\n").unwrap();
    let column = refused(ws, &["refresh"]);
    assert_eq!(
        column["column"].as_str().or(column["value"].as_str()),
        Some("amount"),
        "{column}"
    );

    // A column of something else, and a file of which not one row can be taken: nothing is imported.
    fs::write(
        ws.join("orders.csv"),
        "id,at,kind,amount\na,yesterday,order,1\nb,today,order,2\nc,tomorrow,order,3\n",
    )
    .unwrap();
    let wrong = refused(ws, &["refresh"]);
    assert_eq!(
        place(&wrong),
        (
            "wrong-kind-of-column",
            Some("orders.csv"),
            None,
            Some("at"),
            Some("yesterday")
        )
    );
    fs::write(
        ws.join("orders.csv"),
        "id,at,kind,amount\n,2025-01-01,order,1\n,2025-01-02,order,2\n",
    )
    .unwrap();
    let empty = refused(ws, &["refresh"]);
    assert_eq!(
        (empty["file"].as_str(), empty["row"].as_u64(), empty["column"].as_str()),
        (Some("orders.csv"), Some(2), Some("id")),
        "{empty}"
    );
    assert_eq!(place(&refused(ws, &["sql", "SELECT 1"])).0, "no-data");

    fs::write(
        ws.join("orders.csv"),
        "id,at,kind,amount\na,2025-01-01,order,1\nb,2025-13-45,order,2\nb,2025-01-03,order,zwei\nc,2025-01-04,order,3\nd,2025-01-05,order,4\n",
    )
    .unwrap();
    let report = json(ws, &["refresh", "--json", "--now", NOW]);
    let batch = &report["batches"][0];
    assert_eq!(
        (&batch["rows_new"], &batch["rows_rejected"], &batch["values_rejected"]),
        (&value!(3), &value!(2), &value!(0))
    );
    let rejects = json(
        ws,
        &[
            "sql",
            "SELECT file, \"row\", \"column\", value, row_kept FROM rejects ORDER BY \"row\"",
            "--json",
        ],
    );
    assert_eq!(
        rejects,
        value!([
            { "file": "orders.csv", "row": 3, "column": "at", "value": "2025-13-45", "row_kept": false },
            { "file": "orders.csv", "row": 4, "column": "amount", "value": "zwei", "row_kept": false },
        ])
    );

    for (arguments, value) in [
        (&["metric", "churn_rate"][..], "churn_rate"),
        (&["metric", "amount", "--by", "planet"], "planet"),
        (&["metric", "amount", "--where", "planet=Mars"], "planet"),
        (&["metric", "amount", "--definition", "gone"], "gone"),
        (&["metric", "amount", "--period", "fortnight"], "fortnight"),
        (&["metric", "amount", "--from", "last May"], "last May"),
        (&["metric", "amount", "--compare", "always"], "always"),
        (&["metric", "amount", "--as-known-at", "lately"], "lately"),
        (&["why", "amount", "--between", "2025-01,soon"], "soon"),
        (&["import", "--source", "nothing"], "nothing"),
    ] {
        let refusal = refused(ws, arguments);
        assert_eq!(refusal["value"].as_str(), Some(value), "{arguments:?}: {refusal}");
        assert!(!refusal["remedy"].as_str().unwrap().is_empty());
    }
    for query in [
        "DELETE FROM events",
        "CREATE TABLE t AS SELECT 1",
        "COPY events TO 'out.csv'",
        "INSERT INTO events VALUES (1)",
        "SET datafusion.execution.batch_size = 1",
        "SELECT * FROM 'orders.csv'",
        "SELECT nothing FROM events",
        "SELEC 1",
        "SELECT 1; SELECT 2",
    ] {
        assert_eq!(place(&refused(ws, &["sql", query])).0, "sql-refused", "{query}");
    }
    assert!(!ws.join("out.csv").exists());
    assert_eq!(
        place(&refused(ws, &["export", "events", "events.pdf"])).0,
        "unknown-format"
    );
    assert_eq!(
        place(&refused(ws, &["export", "no_such_table", "x.csv"])).0,
        "sql-refused"
    );
    assert!(!ws.join("x.csv").exists());
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

#[test]
fn as_of_and_as_known_at_look_back() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    workspace(ws, &[("orders", "orders.csv")], true);
    fs::write(
        ws.join("orders.csv"),
        "no,id,at,kind,amount\n1,a,2025-01-05 09:00:00,order,10.00\n2,b,2025-01-20 23:30:00,order,20.00\n3,a,2025-02-10 00:00:00,order,30.00\n",
    )
    .unwrap();
    done(ws, &["refresh", "--now", "2025-03-01T00:00:00Z"]);
    // A month later number 2 turns out to have been another amount, and there was a number 4 that nobody had told of.
    fs::write(
        ws.join("orders.csv"),
        "no,id,at,kind,amount\n1,a,2025-01-05 09:00:00,order,10.00\n2,b,2025-01-20 23:30:00,order,25.00\n3,a,2025-02-10 00:00:00,order,30.00\n4,c,2025-01-31 12:00:00,order,1.00\n",
    )
    .unwrap();
    done(ws, &["refresh", "--now", "2025-04-01T00:00:00Z"]);

    let january = |more: &[&str]| {
        let ask = ["metric", "amount", "--from", "2025-01", "--to", "2025-01", "--json"];
        let table = json(ws, &[&ask, more].concat());
        (
            table["rows"][0]["value"].as_i64().unwrap(),
            table["through"].as_str().unwrap().to_owned(),
            table["rows"][0]["period"]["status"].clone(),
        )
    };
    let complete = value!("complete");
    assert_eq!(january(&[]), (3600, "2025-02-10".to_owned(), complete.clone()));
    assert_eq!(
        january(&["--as-known-at", "2025-03-15"]),
        (3000, "2025-02-10".to_owned(), complete.clone())
    );
    // The end of the day on which the correction came, in Shanghai.
    assert_eq!(
        january(&["--as-known-at", "2025-04-01"]),
        (3600, "2025-02-10".to_owned(), complete.clone())
    );
    assert_eq!(january(&["--as-known-at", "2025-04-01T07:59:59"]).0, 3000);
    assert_eq!(january(&["--as-known-at", "2025-04-01T00:00:00Z"]).0, 3600);
    // Before the twentieth: the day itself is not in it.
    assert_eq!(
        january(&["--as-of", "2025-01-20"]),
        (1000, "2025-01-05".to_owned(), value!("partial"))
    );
    assert_eq!(january(&["--as-of", "2025-01-21"]).0, 3500);
    assert_eq!(
        january(&["--as-of", "2025-01-21", "--as-known-at", "2025-03-15"]).0,
        3000
    );

    let rows = |more: &[&str]| {
        let ask = [
            "sql",
            "SELECT count(*) AS n, sum(amount_minor) AS total FROM events",
            "--json",
        ];
        let rows = json(ws, &[&ask, more].concat());
        (rows[0]["n"].as_u64().unwrap(), rows[0]["total"].as_i64().unwrap())
    };
    assert_eq!(rows(&[]), (4, 6600));
    assert_eq!(rows(&["--as-known-at", "2025-03-15"]), (3, 6000));
    assert_eq!(rows(&["--as-of", "2025-02-10"]), (3, 3600));
    assert_eq!(rows(&["--as-of", "2025-02-11"]), (4, 6600));
    done(ws, &["export", "events", "then.csv", "--as-known-at", "2025-03-15"]);
    assert_eq!(fs::read_to_string(ws.join("then.csv")).unwrap().lines().count(), 4);

    // Customer a was silent from 2025-01-05 on and lost on 2025-02-04; whether that is so is known when an event of a later day is.
    let lost = |more: &[&str]| {
        let ask = [
            "metric",
            "customers_lost",
            "--from",
            "2025-02",
            "--to",
            "2025-02",
            "--json",
        ];
        json(ws, &[&ask, more].concat())["rows"][0]["value"].clone()
    };
    assert_eq!(lost(&[]), value!(1));
    assert_eq!(lost(&["--as-of", "2025-02-11"]), value!(1));
    assert_eq!(
        lost(&["--as-of", "2025-02-10"]),
        value!(null),
        "the data then ended in January"
    );
}
