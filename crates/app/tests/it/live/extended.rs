//! Facts that were extended answer as facts that were read anew.

use holdfast_app::lake::{Session, When};
use holdfast_app::live::Live;
use holdfast_engine::lake::Restriction;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::MetricQuery;

use super::support::{drained, line, now, shop, until};

/// Every metric by every dimension.
fn answers(engine: &MetricEngine, facts: &dyn MetricData) -> Vec<String> {
    let mut found = Vec::new();
    for metric in engine.catalog().iter() {
        for churn in ["silent", "contract", "orders_only"] {
            for by in [&[][..], &["region"], &["owner", "channel"]] {
                let query = MetricQuery {
                    churn: Some(churn.to_owned()),
                    by: by.iter().map(ToString::to_string).collect(),
                    ..MetricQuery::of(metric.id.as_str())
                };
                let answer = engine.run(&query, facts);
                let text = answer.map_or_else(
                    |error| error.to_string(),
                    |table| serde_json::to_string(&table).unwrap(),
                );
                found.push(format!("{} {churn} {by:?}: {text}", metric.id));
            }
        }
    }
    found
}

#[test]
fn extended_facts_are_those_that_would_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 40);
    let live = Live::open(&dir, now()).unwrap();
    let engine = live.metrics().unwrap();
    let first = live.edition().unwrap();
    // Everything is asked for once, so that it is there to be extended.
    answers(&engine, first.facts().as_ref());
    let mut commit = first.commit();
    for turn in 0..4 {
        let mut text = String::new();
        for number in 0..30 {
            // Old days and new ones, known customers and unknown, refunds, another kind.
            let day = 1 + (number * 11 + turn * 3) % 28;
            let customer = format!(
                "{}{}",
                if number % 5 == 0 { "n" } else { "c" },
                (number * 7 + turn) % 50
            );
            let amount = format!("{}", number as i64 - 4);
            let one = line(
                &customer,
                &format!("2026-02-{day:02}T1{}:00:00+08:00", turn),
                &amount,
                "e",
            );
            text.push_str(&if number % 4 == 0 {
                one.replace("order", "visit")
            } else {
                one
            });
        }
        live.accept(&format!("turn {turn}"), text.into_bytes()).unwrap();
        drained(&live);
        until("there is another edition", || live.commit() > commit);
        commit = live.commit();
        let edition = live.edition().unwrap();
        let session = Session::open(&dir).unwrap();
        let anew = session.facts(&When::default()).unwrap();
        assert_eq!(edition.commit(), anew.view().head().commit);
        for (ours, theirs) in answers(&engine, edition.facts().as_ref())
            .iter()
            .zip(answers(&engine, &anew))
        {
            assert_eq!(*ours, theirs);
        }
        let north = Restriction::new([("region", ["north"])]).unwrap();
        let seen = edition.seen_by(Some(&north)).unwrap();
        assert_eq!(seen.facts().permitted().unwrap().len(), 20);
    }
    live.stop();
}
