//! SQL over the lake.

use holdfast_engine::query::{SessionSettings, json_rows, session, sql};
use serde_json::json;

use crate::lake_support::{Shop, events, lines, refusal};

fn shop() -> Shop {
    let shop = Shop::new();
    shop.write(
        "o.csv",
        "id,at,kind,amount\na,2024-01-01,buy,1\nb,2024-01-02 08:30:00,buy,2\na,2024-01-03,退款,-3\n",
    );
    shop.one(&events(&["o.csv"]), "2024-02-01");
    shop
}

#[test]
fn nothing_but_one_select_runs() {
    let shop = shop();
    let context = session(&shop.view(), &SessionSettings::default()).unwrap();
    let out = shop.path("out.csv");
    let before = shop.bytes();
    for text in [
        "INSERT INTO events SELECT * FROM events",
        "UPDATE events SET kind = 'x'",
        "DELETE FROM events",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "DROP TABLE events",
        &format!("COPY events TO '{}'", out.display()),
        &format!(
            "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{}'",
            shop.path("o.csv").display()
        ),
        &format!("SELECT * FROM '{}'", shop.path("o.csv").display()),
        "SET datafusion.execution.batch_size = 1",
        "BEGIN",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE events",
        "SELECT * FROM nowhere",
        "SELECT row_no FROM events",
        "SELEKT 1",
        "",
    ] {
        let refused = refusal(sql(&context, text, None));
        assert_eq!(refused.code, "sql-refused", "{text}");
        assert!(!refused.problem.en.is_empty() && !refused.problem.zh.is_empty());
    }
    assert!(!out.exists());
    assert_eq!(shop.bytes(), before);
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["3"]);
}

#[test]
fn a_limit_says_whether_it_left_rows_out() {
    let shop = shop();
    let context = session(&shop.view(), &SessionSettings::default()).unwrap();
    for (limit, rows, truncated) in [
        (Some(0), 0, true),
        (Some(2), 2, true),
        (Some(3), 3, false),
        (Some(9), 3, false),
        (None, 3, false),
    ] {
        let found = sql(&context, "SELECT * FROM events ORDER BY occurred_at", limit).unwrap();
        let count: usize = found.batches.iter().map(arrow::array::RecordBatch::num_rows).sum();
        assert_eq!((count, found.truncated), (rows, truncated), "{limit:?}");
    }
    let many = sql(&context, "SELECT * FROM generate_series(1, 100000)", Some(70_000)).unwrap();
    assert_eq!(
        (json_rows(&many.batches).unwrap().len(), many.truncated),
        (70_000, true)
    );
    let none = sql(&context, "SELECT kind, amount_minor FROM events WHERE false", Some(5)).unwrap();
    assert_eq!(
        (none.schema.fields().len(), none.batches.len(), none.truncated),
        (2, 0, false)
    );
}

#[test]
fn rows_are_json_of_their_types() {
    let shop = shop();
    let context = session(&shop.view(), &SessionSettings::default()).unwrap();
    let text = "SELECT kind, amount_minor, occurred_at, occurred_at::DATE AS day, amount_minor / 7.0 > 0 AS up, 0.5 AS half, \
                NULL AS nothing, 0.0 / 0.0::DOUBLE AS nan, 1.5::DECIMAL(5, 2) AS exact, count(*) OVER () AS n, 18446744073709551615 AS big \
                FROM events ORDER BY occurred_at LIMIT 1";
    let found = json_rows(&sql(&context, text, None).unwrap().batches).unwrap();
    let expected = json!({
        "kind": "buy", "amount_minor": 100, "occurred_at": "2023-12-31T16:00:00+00:00", "day": "2023-12-31", "up": true, "half": 0.5,
        "nothing": null, "nan": null, "exact": "1.50", "n": 3, "big": 18_446_744_073_709_551_615_u64,
    });
    assert_eq!(found, [expected]);
    let empty = json_rows(&[]).unwrap();
    assert!(empty.is_empty());
}

#[test]
fn the_workspaces_zone_is_that_of_dates_in_sql() {
    let shop = shop();
    let settings = SessionSettings {
        time_zone: "Asia/Shanghai".to_owned(),
        ..SessionSettings::default()
    };
    let context = session(&shop.view(), &settings).unwrap();
    // 2023-12-31T16:00Z is the first of January there.
    for day in ["occurred_at AT TIME ZONE 'Asia/Shanghai'", "occurred_at"] {
        let text = format!(
            "SELECT ({day})::DATE AS day, count(*) AS n FROM events WHERE occurred_at < TIMESTAMPTZ '2024-01-02 00:00:00' GROUP BY 1"
        );
        let found = json_rows(&sql(&context, &text, None).unwrap().batches).unwrap();
        assert_eq!(found, [json!({"day": "2024-01-01", "n": 1})]);
    }
    let text = "SELECT occurred_at AS at, date_trunc('month', occurred_at) AS month, date_part('hour', occurred_at) AS hour FROM events \
                WHERE occurred_at >= '2024-01-01' AND occurred_at < '2024-01-02'";
    let found = json_rows(&sql(&context, text, None).unwrap().batches).unwrap();
    let midnight = "2024-01-01T00:00:00+08:00";
    assert_eq!(found, [json!({"at": midnight, "month": midnight, "hour": 0})]);
}

#[test]
fn every_table_is_there_from_the_start_and_named_in_the_information_schema() {
    let shop = Shop::new();
    let names = lines(
        &shop.view(),
        "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
    );
    for name in [
        "batches",
        "customers",
        "events",
        "interactions",
        "mentions",
        "panel",
        "rejects",
        "responses",
        "snapshots",
        "subscriptions",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        assert_eq!(lines(&shop.view(), &format!("SELECT count(*) FROM {name}")), ["0"]);
    }
    let columns = lines(
        &shop.view(),
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'events'",
    );
    assert!(
        !columns.contains(&"row_no".to_owned()) && columns.contains(&"amount_minor".to_owned()),
        "{columns:?}"
    );
}
