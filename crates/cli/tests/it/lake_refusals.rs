//! Bad input ends with exit code 3 and says file, row, column and value.

use std::fs;

use serde_json::{Value, json as value};

use crate::lake_support::{NOW, json, refused, workspace};

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
