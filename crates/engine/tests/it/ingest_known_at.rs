//! When a row became known.

use holdfast_domain::source::KnownAt;

use crate::lake_support::{Shop, events, lines, source};

const KNOWN: &str = "SELECT occurred_at, known_at FROM events ORDER BY 1";
const FIRST: &str = "id,at,kind,amount\na,2024-01-01,buy,1\n";
const THEN: &str = "id,at,kind,amount\na,2024-01-01,buy,1\nb,2024-01-02 08:00:00,buy,2\n";

fn after_two(known_at: KnownAt) -> Vec<String> {
    let shop = Shop::new();
    let mut spec = events(&["o.csv"]);
    spec.known_at = known_at;
    shop.write("o.csv", FIRST);
    shop.one(&spec, "2024-02-01");
    shop.write("o.csv", THEN);
    shop.one(&spec, "2024-02-02");
    lines(&shop.view(), KNOWN)
}

const A: &str = "2023-12-31T16:00:00+00:00";
const B: &str = "2024-01-02T00:00:00+00:00";

#[test]
fn the_first_import_is_history_and_later_ones_are_news() {
    assert_eq!(
        after_two(KnownAt::Auto),
        [format!("{A}|{A}"), format!("{B}|2024-02-02T04:00:00+00:00")]
    );
}

#[test]
fn or_always_when_it_happened_or_when_it_was_imported() {
    assert_eq!(after_two(KnownAt::Occurred), [format!("{A}|{A}"), format!("{B}|{B}")]);
    let expected = [
        format!("{A}|2024-02-01T04:00:00+00:00"),
        format!("{B}|2024-02-02T04:00:00+00:00"),
    ];
    assert_eq!(after_two(KnownAt::Imported), expected);
}

#[test]
fn all_files_of_the_first_import_are_history() {
    let shop = Shop::new();
    shop.write("o1.csv", FIRST);
    shop.write("o2.csv", "id,at,kind,amount\nb,2024-01-02 08:00:00,buy,2\n");
    shop.import(&events(&["o*.csv"]), "2024-02-01").unwrap();
    assert_eq!(lines(&shop.view(), KNOWN), [format!("{A}|{A}"), format!("{B}|{B}")]);
}

#[test]
fn a_column_says_it_where_it_can() {
    let shop = Shop::new();
    let mut spec = events(&["o.csv"]);
    spec.columns.insert("known_at".to_owned(), "known".to_owned());
    shop.write(
        "o.csv",
        "id,at,kind,amount,known\na,2024-01-01,buy,1,2024-01-09 08:00:00\nb,2024-01-02 08:00:00,buy,2,\n",
    );
    shop.one(&spec, "2024-02-01");
    assert_eq!(
        lines(&shop.view(), KNOWN),
        [format!("{A}|2024-01-09T00:00:00+00:00"), format!("{B}|{B}")]
    );
}

#[test]
fn days_are_known_from_their_beginning_in_the_workspaces_zone() {
    let shop = Shop::in_zone("America/New_York");
    shop.write("s.csv", "id,from\na,2024-07-01\na,2024-01-01\n");
    let spec = source(
        "s",
        "subscriptions",
        &["s.csv"],
        &[("customer_id", "id"), ("started_on", "from")],
    );
    shop.one(&spec, "2024-08-01");
    let found = lines(
        &shop.view(),
        "SELECT started_on, known_at FROM subscriptions ORDER BY 1",
    );
    assert_eq!(
        found,
        [
            "2024-01-01|2024-01-01T05:00:00+00:00",
            "2024-07-01|2024-07-01T04:00:00+00:00"
        ]
    );
}
