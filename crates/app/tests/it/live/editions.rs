//! One edition a commit, shared, replaced, dropped; and what each reader sees of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use holdfast_app::live::{Edition, Live};
use holdfast_engine::lake::Restriction;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::MetricQuery;

use super::support::{imported, line, now, shop, until};

fn customers(live: &Live, edition: &Edition, restriction: Option<&Restriction>) -> f64 {
    let seen = edition.seen_by(restriction).unwrap();
    let table = live
        .metrics()
        .unwrap()
        .run(&MetricQuery::of("customers_on_file"), seen.facts())
        .unwrap();
    table.rows.last().unwrap().numerator.unwrap().as_f64()
}

#[test]
fn an_edition_is_shared_until_another_commit_and_dropped_with_its_last_reader() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 12);
    let live = Live::open(&dir, now()).unwrap();
    let first = live.edition().unwrap();
    assert!(Arc::ptr_eq(&first, &live.edition().unwrap()));
    let told = Arc::new(AtomicU64::new(0));
    let hears = Arc::clone(&told);
    live.on_change(move |edition| hears.store(edition.commit(), Ordering::SeqCst));
    // Another process imports.
    let more = std::fs::read_to_string(dir.join("customers.csv")).unwrap() + "late,north,web,ann,13900000000\n";
    std::fs::write(dir.join("customers.csv"), more).unwrap();
    imported(&dir);
    until("the import is seen", || live.commit() > first.commit());
    let second = live.edition().unwrap();
    assert_eq!(told.load(Ordering::SeqCst), second.commit());
    assert_eq!((first.facts().customers(), second.facts().customers()), (12, 13));
    assert_eq!(live.freshness().commit, second.commit());
    assert!(live.freshness().refreshed_at_us.is_some());
    let old = Arc::downgrade(&first);
    drop(first);
    assert!(old.upgrade().is_none());
    live.stop();
}

#[test]
fn readers_see_their_customers_and_share_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 12);
    let live = Live::open(&dir, now()).unwrap();
    let edition = live.edition().unwrap();
    let ann = Restriction::new([("owner", ["ann"])]).unwrap();
    let both = Restriction::new([("owner", ["ann"]), ("region", ["north"])]).unwrap();
    assert_eq!(customers(&live, &edition, None), 12.0);
    assert_eq!(customers(&live, &edition, Some(&ann)), 4.0);
    assert_eq!(customers(&live, &edition, Some(&both)), 2.0);
    let seen = edition.seen_by(Some(&ann)).unwrap();
    assert!(Arc::ptr_eq(seen.view(), edition.seen_by(Some(&ann)).unwrap().view()));
    assert!(seen.view().is_restricted());
    assert!(Arc::ptr_eq(
        &seen.facts().history("silent").unwrap(),
        &edition.facts().history("silent").unwrap()
    ));
    // As of a day: the same people, what they did until then.
    let day = holdfast_domain::day::Day::parse_iso("2026-02-01").unwrap();
    let then = edition.as_of(day).unwrap();
    assert!(Arc::ptr_eq(&then, &edition.as_of(day).unwrap()));
    assert!(then.facts().through() < day && then.facts().as_of() == day);
    assert_eq!(then.seen_by(Some(&ann)).unwrap().facts().permitted().unwrap().len(), 4);
    live.stop();
}

#[test]
fn a_changed_definition_counts_after_a_reload() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 12);
    let live = Live::open(&dir, now()).unwrap();
    let before = live.edition().unwrap();
    let text = std::fs::read_to_string(dir.join("holdfast.toml")).unwrap();
    std::fs::write(dir.join("holdfast.toml"), text.replace("days = 30", "days = 31")).unwrap();
    live.reload().unwrap();
    let after = live.edition().unwrap();
    assert_eq!(before.commit(), after.commit());
    assert_ne!(before.facts().definitions(), after.facts().definitions());
    std::fs::write(dir.join("holdfast.toml"), "format = 1\nnonsense").unwrap();
    assert!(live.reload().is_err());
    assert!(Arc::ptr_eq(&after, &live.edition().unwrap()));
    live.stop();
}

#[test]
fn an_event_is_counted_soon() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 200);
    let live = Live::open(&dir, now()).unwrap();
    customers(&live, &live.edition().unwrap(), None);
    for number in 0..3 {
        let text = line(&format!("new{number}"), "2026-02-28T10:00:00Z", "5", "x");
        live.accept(&format!("b{number}"), text.into_bytes()).unwrap();
        let took = until("it is counted", || {
            customers(&live, &live.edition().unwrap(), None) == f64::from(201 + number)
        });
        // Two seconds where the machine does nothing else (`cargo xtask bench serve`).
        assert!(took.as_secs_f64() < 10.0, "{took:?}");
    }
    live.stop();
}
