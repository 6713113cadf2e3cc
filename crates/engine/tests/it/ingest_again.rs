//! The same file again, and what it became since.

use holdfast_engine::ingest::BatchOutcome;

use crate::lake_support::{Shop, counts, events, lines, noon};

const HEADER: &str = "id,at,kind,amount\n";
const A: &str = "a,2024-01-01,buy,1\nb,2024-01-02,buy,2\na,2024-01-03,buy,3\n";
const ALL: &str = "SELECT customer_id, amount_minor FROM events JOIN customers USING (customer_key) ORDER BY occurred_at, amount_minor";

fn shop(body: &str) -> Shop {
    let shop = Shop::new();
    shop.write("o.csv", format!("{HEADER}{body}"));
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-01")), [3, 0, 0, 0, 0]);
    shop
}

#[test]
fn the_same_file_changes_not_a_byte() {
    let shop = shop(A);
    let before = shop.bytes();
    let report = shop.one(&events(&["o.csv"]), "2024-02-02");
    assert_eq!((report.outcome, counts(&report)), (BatchOutcome::AlreadyThere, [0; 5]));
    assert_eq!(shop.bytes(), before);
    // A copy and a new name are the same content.
    std::fs::copy(shop.path("o.csv"), shop.path("copy.csv")).unwrap();
    let reports = shop.import(&events(&["o.csv", "copy.csv"]), "2024-02-03").unwrap();
    assert!(
        reports
            .iter()
            .all(|report| report.outcome == BatchOutcome::AlreadyThere)
    );
    assert_eq!(shop.bytes(), before);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200", "a|300"]);
}

#[test]
fn a_renamed_file_is_the_same_file_and_may_grow() {
    let shop = Shop::new();
    shop.write("in/o.csv", format!("{HEADER}{A}"));
    let spec = events(&["in/*.csv"]);
    shop.one(&spec, "2024-02-01");
    std::fs::rename(shop.path("in/o.csv"), shop.path("in/p.csv")).unwrap();
    assert_eq!(shop.one(&spec, "2024-02-02").outcome, BatchOutcome::AlreadyThere);
    assert_eq!(
        lines(&shop.view(), "SELECT source, count(*) FROM events GROUP BY 1"),
        ["orders|3"]
    );
    let before = shop.bytes();
    assert_eq!(shop.one(&spec, "2024-02-03").outcome, BatchOutcome::AlreadyThere);
    assert_eq!(shop.bytes(), before);
    shop.write("in/p.csv", format!("{HEADER}{A}c,2024-01-04,buy,4\n"));
    assert_eq!(counts(&shop.one(&spec, "2024-02-04")), [1, 0, 3, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200", "a|300", "c|400"]);
}

#[test]
fn a_file_that_grew_adds_its_new_rows() {
    let shop = shop(A);
    shop.write("o.csv", format!("{HEADER}{A}c,2024-01-04,buy,4\na,2024-01-01,buy,1\n"));
    // The last row equals the first: it is there twice now, as it is in the file.
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-02")), [2, 0, 3, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "a|100", "b|200", "a|300", "c|400"]);
}

#[test]
fn a_corrected_file_replaces_what_it_corrects_and_keeps_history() {
    let shop = shop(A);
    // b's amount corrected, a's last row removed.
    shop.write("o.csv", format!("{HEADER}a,2024-01-01,buy,1\nb,2024-01-02,buy,2.5\n"));
    let report = shop.one(&events(&["o.csv"]), "2024-02-02");
    assert_eq!(counts(&report), [0, 1, 1, 1, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|250"]);
    assert_eq!(
        lines(&shop.known_at(noon("2024-02-02") - 1), ALL),
        ["a|100", "b|200", "a|300"]
    );
    assert_eq!(lines(&shop.known_at(noon("2024-02-02")), ALL), ["a|100", "b|250"]);
}

#[test]
fn a_file_may_become_what_it_was() {
    let shop = shop(A);
    let b = format!("{HEADER}a,2024-01-01,buy,9\n");
    shop.write("o.csv", &b);
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-02")), [0, 1, 0, 2, 0]);
    shop.write("o.csv", format!("{HEADER}{A}"));
    let report = shop.one(&events(&["o.csv"]), "2024-02-03");
    assert_eq!(
        (report.outcome, counts(&report)),
        (BatchOutcome::Imported, [2, 1, 0, 0, 0])
    );
    let before = shop.bytes();
    assert_eq!(
        shop.one(&events(&["o.csv"]), "2024-02-04").outcome,
        BatchOutcome::AlreadyThere
    );
    assert_eq!(shop.bytes(), before);
    for (day, expected) in [
        ("2024-02-01", vec!["a|100", "b|200", "a|300"]),
        ("2024-02-02", vec!["a|900"]),
        ("2024-02-03", vec!["a|100", "b|200", "a|300"]),
    ] {
        assert_eq!(lines(&shop.known_at(noon(day)), ALL), expected, "{day}");
    }
    shop.write("o.csv", &b);
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-05")), [0, 1, 0, 2, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|900"]);
}

#[test]
fn rows_in_another_order_are_the_same_rows() {
    let shop = shop(A);
    shop.write(
        "o.csv",
        format!("{HEADER}a,2024-01-03,buy,3\nb,2024-01-02,buy,2\na,2024-01-01,buy,1\n"),
    );
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-02")), [0, 0, 3, 0, 0]);
    // So is a column that nothing is taken from.
    shop.write(
        "o.csv",
        "x,id,at,kind,amount\n1,a,2024-01-01,buy,1\n1,b,2024-01-02,buy,2\n1,a,2024-01-03,buy,3\n",
    );
    assert_eq!(counts(&shop.one(&events(&["o.csv"]), "2024-02-03")), [0, 0, 3, 0, 0]);
}

#[test]
fn another_mapping_of_the_same_file_corrects_its_rows() {
    let shop = shop(A);
    let mut spec = events(&["o.csv"]);
    spec.columns.insert("channel".to_owned(), "kind".to_owned());
    assert_eq!(counts(&shop.one(&spec, "2024-02-02")), [0, 3, 0, 0, 0]);
    assert_eq!(lines(&shop.view(), "SELECT DISTINCT channel FROM events"), ["buy"]);
}

/// The history of `known_at` from the source must not show a row beside the one that it replaced.
#[test]
fn a_corrected_row_with_its_own_known_at_never_stands_beside_the_old_one() {
    let shop = Shop::new();
    let mut spec = events(&["o.csv"]);
    spec.columns.insert("known_at".to_owned(), "known".to_owned());
    shop.write(
        "o.csv",
        "id,at,kind,amount,known\na,2024-01-01,buy,1,2024-01-02\nb,2024-01-01,buy,2,2024-01-02\n",
    );
    shop.one(&spec, "2024-02-01");
    shop.write(
        "o.csv",
        "id,at,kind,amount,known\na,2024-01-01,buy,7,2024-01-02\nb,2024-01-01,buy,2,2024-01-02\n",
    );
    assert_eq!(counts(&shop.one(&spec, "2024-02-02")), [0, 1, 1, 0, 0]);
    assert_eq!(lines(&shop.known_at(noon("2024-01-15")), ALL), ["a|100", "b|200"]);
    assert_eq!(lines(&shop.view(), ALL), ["b|200", "a|700"]);
}

#[test]
fn a_log_that_was_rotated_keeps_what_it_had() {
    let shop = Shop::new();
    let spec = events(&["o*.csv"]);
    shop.write("o.csv", format!("{HEADER}{A}"));
    shop.one(&spec, "2024-02-01");
    std::fs::rename(shop.path("o.csv"), shop.path("o-2024-01.csv")).unwrap();
    shop.write("o.csv", format!("{HEADER}z,2024-02-01,buy,9\n"));
    let reports = shop.import(&spec, "2024-02-02").unwrap();
    assert_eq!(
        reports.iter().map(counts).collect::<Vec<_>>(),
        [[0; 5], [1, 0, 0, 0, 0]]
    );
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200", "a|300", "z|900"]);
    // Both go on from there.
    shop.write("o.csv", format!("{HEADER}z,2024-02-01,buy,9\nz,2024-02-02,buy,10\n"));
    shop.write("o-2024-01.csv", format!("{HEADER}{A}b,2024-01-31,buy,5\n"));
    let reports = shop.import(&spec, "2024-02-03").unwrap();
    assert_eq!(
        reports.iter().map(counts).collect::<Vec<_>>(),
        [[1, 0, 3, 0, 0], [1, 0, 1, 0, 0]]
    );
    let before = shop.bytes();
    assert!(
        shop.import(&spec, "2024-02-04")
            .unwrap()
            .iter()
            .all(|report| report.outcome == BatchOutcome::AlreadyThere)
    );
    assert_eq!(shop.bytes(), before);
}
