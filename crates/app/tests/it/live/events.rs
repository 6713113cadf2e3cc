//! Batches of events: what is taken, what is not, what is there already.

use std::fs;

use holdfast_app::error::AppError;
use holdfast_app::live::{Accepted, Live};
use serde_json::json;

use super::support::{drained, line, now, rows, shop};

fn code(outcome: Result<Accepted, AppError>) -> &'static str {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn what_was_accepted_is_in_the_lake_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 10);
    let live = Live::open(&dir, now()).unwrap();
    let text =
        line("c1", "2026-02-27T10:00:00+08:00", "12.50", "a") + &line("new", "2026-02-28T09:00:00+08:00", "\"3\"", "b");
    let accepted = live.accept("批次-1", text.clone().into_bytes()).unwrap();
    assert_eq!(
        (accepted.accepted, accepted.rejected, accepted.duplicate),
        (2, 0, false)
    );
    for _ in 0..3 {
        let again = live.accept("批次-1", text.clone().into_bytes()).unwrap();
        assert!(again.duplicate);
    }
    drained(&live);
    assert!(live.accept("批次-1", text.clone().into_bytes()).unwrap().duplicate);
    let found = rows(
        &dir,
        "SELECT customer_id, amount_minor, occurred_at, event_id FROM events JOIN customers USING (customer_key) \
         WHERE events.source = 'live' ORDER BY event_id",
    );
    assert_eq!(
        json!(found),
        json!([
            {"customer_id": "c1", "amount_minor": 1250, "occurred_at": "2026-02-27T10:00:00+08:00", "event_id": "a"},
            {"customer_id": "new", "amount_minor": 300, "occurred_at": "2026-02-28T09:00:00+08:00", "event_id": "b"},
        ])
    );
    live.stop();
    // Also after a restart.
    let live = Live::open(&dir, now()).unwrap();
    assert!(live.accept("批次-1", text.into_bytes()).unwrap().duplicate);
    live.stop();
    assert_eq!(
        rows(&dir, "SELECT count(*) AS n FROM events WHERE source = 'live'")[0]["n"],
        2
    );
    assert_eq!(fs::read_dir(dir.join("lake-inbox")).unwrap().count(), 0);
}

#[test]
fn rows_that_cannot_be_taken_are_named_and_kept_as_rejects() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 3);
    let live = Live::open(&dir, now()).unwrap();
    let good = line("c1", "2026-02-27T10:00:00Z", "1", "good");
    let text = good.clone()
        + &line("c1", "2026-02-27T10:00:00Z", "\"many\"", "money")
        + &line("", "2026-02-27T10:00:00Z", "1", "nobody")
        + &line("c2", "2026-02-27T11:00:00Z", "2", "good too")
        + &line("c2", "2026-09-01T00:00:00Z", "1", "ahead");
    let accepted = live.accept("one", text.into_bytes()).unwrap();
    assert_eq!((accepted.accepted, accepted.rejected), (2, 3));
    let reasons: Vec<(u64, &str)> = accepted
        .rejects
        .iter()
        .map(|reject| (reject.row, reject.reason))
        .collect();
    assert_eq!(
        reasons,
        [(2, "unreadable-value"), (3, "missing-value"), (5, "in-the-future")]
    );
    drained(&live);
    let found = rows(
        &dir,
        "SELECT \"row\", reason FROM rejects WHERE source = 'live' ORDER BY 1",
    );
    assert_eq!(found.len(), 3);
    // As a whole.
    for (id, text, expected) in [
        ("x", "{\"customer_id\":", "bad-json"),
        ("x", "{\"customer_id\":\"a\"}", "missing-member"),
        ("x", "", "empty-file"),
        ("x", &line("c1", "2027-01-01T00:00:00Z", "1", "a"), "all-rows-rejected"),
        ("", &good, "bad-batch-id"),
        ("a\nb", &good, "bad-batch-id"),
    ] {
        assert_eq!(code(live.accept(id, text.as_bytes().to_vec())), expected);
    }
    assert_eq!(code(live.accept("x", vec![b' '; 9 << 20])), "batch-too-large");
    // An id of a batch that was refused is free.
    assert!(!live.accept("x", good.into_bytes()).unwrap().duplicate);
    live.stop();
}

#[test]
fn a_full_inbox_says_so_and_takes_again_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 3);
    let live = Live::open(&dir, now()).unwrap();
    // While another process commits, nothing goes into the lake.
    let lake = live.session().lake.clone();
    let other = lake.begin(|| {}).unwrap();
    let big = line("c1", "2026-02-27T10:00:00Z", "1", &"x".repeat(100)).repeat(30_000);
    let mut taken = 0;
    let refused = loop {
        match live.accept(&format!("b{taken}"), big.clone().into_bytes()) {
            Ok(_) => taken += 1,
            refused => break refused,
        }
    };
    assert_eq!(code(refused), "events-waiting");
    assert!(taken >= 8, "{taken}");
    drop(other);
    drained(&live);
    assert!(!live.accept(&format!("b{taken}"), big.into_bytes()).unwrap().duplicate);
    live.stop();
    let found = rows(
        &dir,
        "SELECT count(*) AS n, count(DISTINCT batch_id) AS b FROM events WHERE source = 'live'",
    );
    assert_eq!(json!(found), json!([{"n": (taken + 1) * 30_000, "b": taken + 1}]));
}
