//! Batches of events into the lake, many as one commit, and the many small files that they leave.

use std::fs;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use holdfast_domain::zone::Zone;
use holdfast_engine::ingest::live::{LiveBatch, LiveWriter, Place, stored_ids};
use holdfast_engine::lake::{LakeView, compact};

use crate::lake_support::{Shop, events, lines, noon};

fn writer(shop: &Shop) -> LiveWriter {
    LiveWriter::new(Place {
        lake: shop.lake(),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        currency: "CNY".to_owned(),
    })
}

fn batch(id: &str, lines: &str) -> LiveBatch {
    LiveBatch {
        id: id.to_owned(),
        received_us: noon("2024-03-01"),
        lines: lines.as_bytes().to_vec(),
    }
}

fn one(id: &str, customer: &str, amount: i64) -> LiveBatch {
    batch(
        id,
        &format!("{{\"customer_id\":\"{customer}\",\"occurred_at\":\"2024-02-03 10:00:00\",\"amount\":{amount}}}\n"),
    )
}

/// Row numbers in the order in which they are read.
fn numbers(view: &LakeView, table: &str) -> Vec<i64> {
    let batches = view.read(table, &["row_no"]).unwrap();
    let values = batches
        .iter()
        .flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec());
    values.collect()
}

#[test]
fn batches_of_any_columns_become_one_commit_and_an_id_counts_once() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\na,2024-01-01,buy,1\n");
    shop.one(&events(&["o.csv"]), "2024-02-01");
    let before = shop.view().head().commit;
    let mut live = writer(&shop);
    let given = [
        one("1", "a", 5),
        batch(
            "2",
            "{\"customer_id\":7,\"occurred_at\":1706900400,\"kind\":\"visit\",\"product\":\"p\",\"colour\":\"red\"}",
        ),
        one("1", "a", 6),
        batch(
            "3",
            "[{\"occurred_at\":\"2024-02-05\",\"customer_id\":\"b\",\"amount\":\"x\"},\n\
             {\"occurred_at\":\"2024-02-06\",\"customer_id\":\"b\",\"amount\":\"1,200.5\"},\n\
             {\"occurred_at\":\"2024-02-07\",\"customer_id\":\"b\",\"quantity\":2.5,\"amount\":2}]",
        ),
    ];
    let done = live.commit(&given, noon("2024-03-01")).unwrap();
    assert_eq!((done.head.commit, done.rows), (before + 1, 4));
    let added = done.added.unwrap();
    assert_eq!(
        (added.follows, added.events.len(), added.events.customers),
        (before, 4, 3)
    );
    let view = shop.view();
    assert_eq!(
        lines(
            &view,
            "SELECT customer_id, occurred_at, kind, amount_minor, product, e.batch_id, e.known_at FROM events e \
             JOIN customers USING (customer_key) WHERE e.source = 'live' ORDER BY e.batch_id, occurred_at",
        ),
        [
            "a|2024-02-03T02:00:00+00:00|∅|500|∅|1|2024-03-01T04:00:00+00:00",
            "7|2024-02-02T19:00:00+00:00|visit|∅|p|2|2024-03-01T04:00:00+00:00",
            "b|2024-02-05T16:00:00+00:00|∅|120050|∅|3|2024-03-01T04:00:00+00:00",
            "b|2024-02-06T16:00:00+00:00|∅|200|∅|3|2024-03-01T04:00:00+00:00",
        ]
    );
    assert_eq!(
        lines(&view, "SELECT batch_id, \"row\", reason FROM rejects"),
        ["3|1|unreadable-value"]
    );
    assert_eq!(stored_ids(&view).unwrap(), ["1", "2", "3"]);
    // Given again, also by a writer that has just begun: nothing happens.
    for mut live in [live, writer(&shop)] {
        let again = live.commit(&given, noon("2024-03-02")).unwrap();
        assert!(again.added.is_none());
        assert_eq!(again.head.commit, before + 1);
    }
}

#[test]
fn small_files_become_one_and_nothing_else_changes() {
    let shop = Shop::new();
    let mut live = writer(&shop);
    for turn in 0..20 {
        live.commit(
            &[one(&turn.to_string(), &format!("c{}", turn % 7), turn)],
            noon("2024-03-01"),
        )
        .unwrap();
    }
    let log = shop.path("lake/events/_delta_log");
    let files = |ending: &str| {
        let entries = fs::read_dir(shop.path("lake/events"))
            .unwrap()
            .chain(fs::read_dir(&log).unwrap());
        entries
            .filter(|entry| entry.as_ref().unwrap().path().to_string_lossy().ends_with(ending))
            .count()
    };
    let all = "SELECT customer_id, amount_minor, e.batch_id FROM events e JOIN customers USING (customer_key) ORDER BY e.batch_id";
    let (before, rows) = (shop.view(), lines(&shop.view(), all));
    assert_eq!(files(".json"), 20);
    let head = compact(&shop.lake(), noon("2024-03-01")).unwrap().unwrap();
    live.follow(before.head().commit, head.commit);
    let view = shop.view();
    assert_eq!(
        (lines(&view, all), numbers(&view, "events")),
        (rows.clone(), numbers(&before, "events"))
    );
    assert_eq!(stored_ids(&view).unwrap(), stored_ids(&before).unwrap());
    // There is nothing to do a second time, and what readers may still hold is there.
    assert!(compact(&shop.lake(), noon("2024-03-01")).unwrap().is_none());
    assert_eq!(lines(&before, all), rows);
    // Years later nobody reads the old files and logs any more.
    for turn in 20..40 {
        live.commit(&[one(&turn.to_string(), "late", turn)], noon("2024-03-01"))
            .unwrap();
    }
    compact(&shop.lake(), noon("2094-03-01")).unwrap().unwrap();
    assert_eq!(
        (files(".parquet"), files(".json")),
        (2, 1),
        "one file of rows and one checkpoint"
    );
    assert_eq!(
        lines(&shop.view(), "SELECT count(*), count(DISTINCT batch_id) FROM events"),
        ["40|40"]
    );
    live.commit(&[one("last", "late", 1)], noon("2024-03-01")).unwrap();
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["41"]);
}

#[test]
fn an_import_between_a_commit_and_its_compaction_takes_no_customers_key() {
    let shop = Shop::new();
    let mut live = writer(&shop);
    for turn in 0..20 {
        live.commit(&[one(&turn.to_string(), "a", turn)], noon("2024-03-01"))
            .unwrap();
    }
    let from = shop.view().head().commit;
    // Somebody else brings customers in, and then small files are put together.
    shop.write("o.csv", "id,at,kind,amount\nb,2024-01-01,buy,1\nc,2024-01-02,buy,2\n");
    shop.one(&events(&["o.csv"]), "2024-03-01");
    let head = compact(&shop.lake(), noon("2024-03-01")).unwrap().unwrap();
    assert_eq!(head.commit, from + 2);
    live.follow(from, head.commit);
    live.commit(&[one("x", "d", 7), one("y", "b", 8)], noon("2024-03-02"))
        .unwrap();
    let view = shop.view();
    assert_eq!(
        lines(
            &view,
            "SELECT customer_id, count(*), sum(amount_minor) FROM events JOIN customers USING (customer_key) GROUP BY 1 ORDER BY 1"
        ),
        ["a|20|19000", "b|2|900", "c|1|200", "d|1|700"]
    );
    assert_eq!(
        lines(&view, "SELECT count(DISTINCT customer_key) FROM customers"),
        ["4"]
    );
    assert_eq!(view.head().customers, 4);
}
