//! A commit is there whole or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use holdfast_engine::error::EngineError;
use holdfast_engine::lake::{Lake, Moment};

use crate::lake_support::{Shop, counts, events, lines, refusal};

const COUNT: &str = "SELECT count(*), min(customer_key), max(customer_key) FROM events";

fn shop() -> Shop {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\na,2024-01-01,buy,1\nb,2024-01-02,buy,2\n");
    shop.one(&events(&["o.csv"]), "2024-02-01");
    shop
}

/// An event as a commit under way would write it.
fn event(row_no: i64) -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("row_no", Arc::new(Int64Array::from(vec![row_no]))),
        ("customer_key", Arc::new(Int32Array::from(vec![0]))),
        (
            "occurred_at",
            Arc::new(TimestampMicrosecondArray::from(vec![5]).with_timezone("UTC")),
        ),
        (
            "known_at",
            Arc::new(TimestampMicrosecondArray::from(vec![5]).with_timezone("UTC")),
        ),
        ("source", Arc::new(StringArray::from(vec!["x"]))),
        ("batch_id", Arc::new(StringArray::from(vec!["x"]))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let shop = shop();
    let before = shop.bytes();
    let mut writer = shop.lake().begin(|| {}).unwrap();
    writer.append("events", vec![event(90)], 0).unwrap();
    writer.append("interactions", vec![event(91)], 0).unwrap();
    assert!(shop.bytes().len() > before.len());
    assert_eq!(lines(&shop.view(), COUNT), ["2|0|1"]);
    drop(writer);
    assert_eq!(shop.bytes(), before);
}

#[test]
fn what_is_staged_is_seen_all_at_once() {
    let shop = shop();
    let mut writer = shop.lake().begin(|| {}).unwrap();
    writer.append("events", vec![event(90)], 0).unwrap();
    writer.append("events", vec![event(91)], 0).unwrap();
    writer.head.next_row = 92;
    let old = shop.view();
    let head = writer.publish().unwrap();
    assert_eq!((head.commit, shop.view().head()), (2, &head));
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["4"]);
    // A reader goes on with the commit that it began with.
    assert_eq!(lines(&old, "SELECT count(*) FROM events"), ["2"]);
}

/// A commit that died at any point: its files, the logs of some of its tables, not the head.
#[test]
fn the_remains_of_a_commit_that_died_are_taken_back_and_never_seen() {
    let shop = shop();
    let base = shop.bytes();
    let head = std::fs::read(shop.path("lake/head.json")).unwrap();
    shop.write("p.csv", "id,at,kind,amount\nz,2024-01-05,buy,5\n?,never,buy,5\n");
    shop.one(&events(&["p.csv"]), "2024-02-02");
    let whole = shop.bytes();
    let new: Vec<_> = whole.keys().filter(|path| !base.contains_key(*path)).cloned().collect();
    assert!(new.len() >= 8, "{new:?}");
    // Every prefix of what the commit wrote, data before logs, as the disk would show it.
    let (mut order, logs): (Vec<_>, Vec<_>) = new
        .iter()
        .partition(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    order.extend(logs);
    for written in 0..=order.len() {
        std::fs::write(shop.path("lake/head.json"), &head).unwrap();
        for (index, path) in order.iter().enumerate() {
            if index < written {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, &whole[*path]).unwrap();
            } else {
                let _ = std::fs::remove_file(path);
            }
        }
        std::fs::write(shop.path("lake/head.json.next"), b"{").unwrap();
        std::fs::write(shop.path("lake/events/_delta_log/00000000000000000001.json#1"), b"half").unwrap();
        // Readers see the last whole commit.
        assert_eq!(lines(&shop.view(), COUNT), ["2|0|1"]);
        drop(shop.lake().begin(|| {}).unwrap());
        std::fs::remove_file(shop.path("lake/head.json.next")).unwrap();
        assert_eq!(shop.bytes(), base, "{written} of {order:?}");
        // And the import works as if nothing had been.
        assert_eq!(counts(&shop.one(&events(&["p.csv"]), "2024-02-02")), [1, 0, 0, 0, 1]);
        assert_eq!(lines(&shop.view(), COUNT), ["3|0|2"]);
    }
}

/// The first commit of all died: there is no head yet.
#[test]
fn a_lake_whose_first_commit_died_is_empty() {
    let shop = shop();
    std::fs::remove_file(shop.path("lake/head.json")).unwrap();
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["0"]);
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-01")), [2, 0, 0, 0, 0]);
    assert_eq!(lines(&shop.view(), COUNT), ["2|0|1"]);
}

#[test]
fn a_head_that_is_damaged_or_newer_is_refused_and_nothing_is_touched() {
    let shop = shop();
    let path = shop.path("lake/head.json");
    let good = std::fs::read_to_string(&path).unwrap();
    for (text, code) in [
        ("", "damaged-head"),
        ("{", "damaged-head"),
        ("[]", "damaged-head"),
        (&good[..good.len() / 2], "damaged-head"),
        (&good.replace("\"format\": 1", "\"format\": \"one\""), "damaged-head"),
        (&good.replace("\"format\": 1", "\"format\": 2"), "newer-lake"),
        (
            &good.replace("\"format\": 1", "\"format\": 2, \"more\": []"),
            "newer-lake",
        ),
    ] {
        std::fs::write(&path, text).unwrap();
        let before = shop.bytes();
        let refused = refusal(shop.lake().view(Moment::LATEST).map(|_| ()));
        assert_eq!((refused.code, refused.file.is_some()), (code, true), "{text}");
        assert_eq!(refusal(shop.import(&events(&["o.csv"]), "2024-02-02")).code, code);
        assert_eq!(shop.bytes(), before);
    }
}

#[test]
fn two_imports_at_once_are_both_in() {
    let shop = Shop::new();
    for file in 0..2 {
        let mut text = String::from("id,at,kind,amount\n");
        for row in 0..2_000 {
            text.push_str(&format!(
                "c{},2024-01-{:02},buy,{row}\n",
                row % 300 + file * 100,
                row % 28 + 1
            ));
        }
        shop.write(&format!("{file}.csv"), text);
    }
    std::thread::scope(|scope| {
        for file in 0..2 {
            let shop = &shop;
            scope.spawn(move || {
                let mut spec = events(&[&format!("{file}.csv")]);
                spec.id = format!("s{file}");
                for day in 1..4 {
                    shop.one(&spec, &format!("2024-02-0{day}"));
                }
            });
        }
    });
    assert_eq!(
        lines(
            &shop.view(),
            "SELECT source, count(*) FROM events GROUP BY 1 ORDER BY 1"
        ),
        ["s0|2000", "s1|2000"]
    );
    let customers =
        "SELECT count(*), count(DISTINCT customer_id), count(DISTINCT customer_key), max(customer_key) FROM customers";
    assert_eq!(lines(&shop.view(), customers), ["400|400|400|399"]);
    assert_eq!(shop.view().head().commit, 2);
}

#[test]
fn who_waits_is_told_once() {
    let shop = shop();
    let told = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let writer = shop.lake().begin(|| {}).unwrap();
        let waiter = scope.spawn(|| {
            shop.lake()
                .begin(|| {
                    told.fetch_add(1, Ordering::SeqCst);
                })
                .unwrap()
        });
        while told.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        drop(writer);
        waiter.join().unwrap();
    });
    assert_eq!(told.load(Ordering::SeqCst), 1);
}

fn failed<T: std::fmt::Debug>(outcome: Result<T, EngineError>) -> String {
    match outcome {
        Err(EngineError::Failed { doing, cause }) => format!("{doing}: {cause}"),
        other => panic!("did not fail: {other:?}"),
    }
}

/// What a full disk or a folder without permission does: a table's folder cannot be made.
#[test]
fn a_disk_that_refuses_is_an_error_and_the_lake_stays_as_it_was() {
    let shop = shop();
    std::fs::write(shop.path("lake/rejects"), b"in the way").unwrap();
    let before = shop.bytes();
    shop.write(
        "p.csv",
        "id,at,kind,amount\nz,2024-01-05,buy,5\ny,never,buy,5\nx,2024-01-05,buy,5\n",
    );
    let said = failed(shop.import(&events(&["p.csv"]), "2024-02-02"));
    assert!(said.contains("rejects"), "{said}");
    assert_eq!(shop.bytes(), before);
    assert_eq!(lines(&shop.view(), COUNT), ["2|0|1"]);
    std::fs::remove_file(shop.path("lake/rejects")).unwrap();
    assert_eq!(counts(&shop.one(&events(&["p.csv"]), "2024-02-02")), [2, 0, 0, 0, 1]);
    // The lake itself lies below a file.
    let lake = Lake::at(shop.path("o.csv/lake"));
    assert!(failed(lake.begin(|| {}).map(|_| ())).contains("lock"));
}

/// The head cannot be replaced at the very end.
#[test]
fn a_commit_whose_head_cannot_be_written_is_taken_back() {
    let shop = shop();
    std::fs::create_dir(shop.path("lake/head.json.next")).unwrap();
    let before = shop.bytes();
    shop.write("p.csv", "id,at,kind,amount\nz,2024-01-05,buy,5\n");
    assert!(failed(shop.import(&events(&["p.csv"]), "2024-02-02")).contains("head.json"));
    assert_eq!(shop.bytes(), before);
    std::fs::remove_dir(shop.path("lake/head.json.next")).unwrap();
    assert_eq!(counts(&shop.one(&events(&["p.csv"]), "2024-02-02")), [1, 0, 0, 0, 0]);
}
