//! Looking back: `--as-of` (what had happened) and `--as-known-at` (what was known).

use std::fs;

use serde_json::json as value;

use crate::lake_support::{done, json, workspace};

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
