//! Questions that are bounded, and stop.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use holdfast_engine::error::EngineError;
use holdfast_engine::lake::LakeView;
use holdfast_engine::query::{
    Answer, ExportFormat, ExportLimits, Limits, SessionSettings, TextEncoding, ask, export_sql,
};
use serde_json::json;

use crate::lake_support::{Shop, events, refusal};

fn lake() -> (Shop, Arc<LakeView>) {
    let shop = Shop::new();
    let mut text = "id,at,kind,amount\n".to_owned();
    for row in 0..2000 {
        text.push_str(&format!(
            "c{},2024-01-{:02} 08:00:00,=1+1退款,{row}\n",
            row % 50,
            1 + row % 28
        ));
    }
    shop.write("o.csv", text);
    shop.one(&events(&["o.csv"]), "2024-02-01");
    let view = Arc::new(shop.view());
    (shop, view)
}

const LIMITS: Limits = Limits {
    rows: 100,
    bytes: 8 << 20,
    time: Duration::from_secs(20),
};

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
        .block_on(future)
}

fn small() -> SessionSettings {
    SessionSettings {
        memory_bytes: 32 << 20,
        ..SessionSettings::default()
    }
}

fn answer(view: &Arc<LakeView>, text: &str, limits: Limits) -> Result<Answer, EngineError> {
    wait(ask(Arc::clone(view), small(), text.to_owned(), limits))
}

#[test]
fn an_answer_has_types_and_rows_as_arrays_and_says_what_it_left_out() {
    let (_shop, view) = lake();
    let text = "SELECT kind, amount_minor, occurred_at, occurred_at::DATE AS day, 0.5 AS half, true AS yes, 1.5::DECIMAL(5,2) AS exact \
                FROM events ORDER BY amount_minor";
    let found = answer(&view, text, Limits { rows: 1, ..LIMITS }).unwrap();
    let types: Vec<&str> = found.columns.iter().map(|column| column.kind).collect();
    assert_eq!(
        types,
        ["text", "integer", "instant", "date", "number", "boolean", "other"]
    );
    let row = json!([
        "=1+1退款",
        0,
        "2024-01-01T00:00:00+00:00",
        "2024-01-01",
        0.5,
        true,
        "1.50"
    ]);
    assert_eq!(json!(found.rows), json!([row]));
    assert!(found.truncated);
    let all = answer(&view, "SELECT 1 FROM events", Limits { rows: 2000, ..LIMITS }).unwrap();
    assert_eq!((all.rows.len(), all.truncated), (2000, false));
    let none = answer(&view, "SELECT kind FROM events WHERE false", LIMITS).unwrap();
    assert_eq!((none.rows.len(), none.columns.len(), none.truncated), (0, 1, false));
    let few = answer(&view, "SELECT kind FROM events", Limits { bytes: 1, ..LIMITS }).unwrap();
    assert_eq!((few.rows.len(), few.truncated), (0, true));
}

#[test]
fn what_asks_for_more_than_rows_is_refused() {
    let (_shop, view) = lake();
    for text in [
        "EXPLAIN SELECT * FROM events",
        "EXPLAIN ANALYZE SELECT * FROM events",
        "SHOW TABLES",
        "SHOW ALL",
        "DESCRIBE events",
        "COPY events TO '/tmp/x.csv'",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "SET datafusion.execution.batch_size = 1",
        "PREPARE p AS SELECT 1",
        "SELECT 1 INTO t",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT input_file_name() FROM events",
        "SELECT range(1, 1000000000000)",
        "SELECT generate_series(1, 1000000000000)",
        "SELECT array_repeat('x', 1000000000000)",
        "SELECT 1; SELECT 2",
    ] {
        assert_eq!(refusal(answer(&view, text, LIMITS)).code, "sql-refused", "{text}");
    }
    let long = format!("SELECT '{}'", "x".repeat(70_000));
    assert_eq!(refusal(answer(&view, &long, LIMITS)).code, "sql-refused");
    for text in [
        "SELECT repeat('x', 1000000000)",
        "SELECT lpad('x', 2000000000, 'y') FROM events",
        "SELECT count(*) FROM generate_series(1, 20000000) a JOIN generate_series(1, 20000000) b ON a.value = b.value",
    ] {
        assert_eq!(
            refusal(answer(&view, text, LIMITS)).code,
            "sql-too-much-memory",
            "{text}"
        );
    }
    assert_eq!(
        json!(
            answer(&view, "SELECT lpad('7', 2, '0'), repeat('ab', 2)", LIMITS)
                .unwrap()
                .rows
        ),
        json!([["07", "abab"]])
    );
}

#[test]
fn what_does_not_end_is_ended() {
    let (_shop, view) = lake();
    let limits = Limits {
        time: Duration::from_millis(400),
        ..LIMITS
    };
    for text in [
        "SELECT count(*) FROM generate_series(1, 1000000000000)",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t) SELECT max(n) FROM t",
        "SELECT count(*) FROM events a, events b, events c WHERE a.amount_minor + b.amount_minor > c.amount_minor",
    ] {
        let begun = Instant::now();
        assert_eq!(refusal(answer(&view, text, limits)).code, "sql-too-slow", "{text}");
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{text}: {:?}",
            begun.elapsed()
        );
    }
    // Nothing of them goes on: the two threads for queries answer at once.
    let begun = Instant::now();
    answer(&view, "SELECT 1", LIMITS).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_question_that_nobody_waits_for_stops() {
    let (_shop, view) = lake();
    let endless = "SELECT count(*) FROM generate_series(1, 1000000000000)";
    for _ in 0..4 {
        let asked = ask(Arc::clone(&view), small(), endless.to_owned(), LIMITS);
        let dropped = wait(async move { tokio::time::timeout(Duration::from_millis(100), asked).await });
        assert!(dropped.is_err());
    }
    let begun = Instant::now();
    answer(&view, "SELECT count(*) FROM events", LIMITS).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

/// Bytes that a test looks at afterwards.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn exported(view: &Arc<LakeView>, format: ExportFormat, encoding: TextEncoding) -> (u64, Vec<u8>) {
    let out = Kept::default();
    let text = "SELECT kind AS 类型, amount_minor FROM events ORDER BY amount_minor";
    let limits = ExportLimits {
        rows: 10_000,
        time: Duration::from_secs(20),
    };
    let rows = wait(export_sql(
        Arc::clone(view),
        small(),
        text.to_owned(),
        (format, encoding),
        limits,
        out.clone(),
    ));
    let bytes = out.0.lock().unwrap().clone();
    (rows.unwrap(), bytes)
}

#[test]
fn exports_hold_all_rows_and_no_formula() {
    let (_shop, view) = lake();
    let (rows, bytes) = exported(&view, ExportFormat::Csv, TextEncoding::Utf8);
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.starts_with("\u{feff}类型,amount_minor\r\n'=1+1退款,0\r\n"),
        "{:?}",
        &text[..60]
    );
    assert_eq!((rows, text.lines().count()), (2000, 2001));
    let (_, bytes) = exported(&view, ExportFormat::Csv, TextEncoding::Gb18030);
    let (back, _, broken) = encoding_rs::GB18030.decode(&bytes);
    assert!(!broken);
    assert_eq!(back, text.trim_start_matches('\u{feff}'));
    let (_, bytes) = exported(&view, ExportFormat::Parquet, TextEncoding::Utf8);
    assert_eq!((&bytes[..4], &bytes[bytes.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
    let (_, bytes) = exported(&view, ExportFormat::Xlsx, TextEncoding::Utf8);
    assert_eq!(&bytes[..2], b"PK");
    let limits = ExportLimits {
        rows: 1999,
        time: Duration::from_secs(20),
    };
    let csv = (ExportFormat::Csv, TextEncoding::Utf8);
    let more = export_sql(
        view,
        small(),
        "SELECT 1 FROM events".to_owned(),
        csv,
        limits,
        Kept::default(),
    );
    assert_eq!(refusal(wait(more)).code, "export-too-large");
}
