//! Rows with the source's own id.

use crate::lake_support::{Shop, at, counts, keyed_events, lines, noon};

const HEADER: &str = "no,id,at,kind,amount\n";
const ALL: &str = "SELECT event_id, amount_minor FROM events ORDER BY event_id, amount_minor";

fn shop(body: &str) -> Shop {
    let shop = Shop::new();
    shop.write("o.csv", format!("{HEADER}{body}"));
    shop.one(&keyed_events(&["o.csv"]), "2024-02-01");
    shop
}

#[test]
fn the_same_id_is_unchanged_corrected_or_new() {
    let shop = shop("1,a,2024-01-01,buy,1\n2,b,2024-01-02,buy,2\n");
    // Another file, as an incremental export gives it: what it does not name stays.
    shop.write(
        "p.csv",
        format!("{HEADER}1,a,2024-01-01,buy,1\n2,b,2024-01-02,buy,5\n3,c,2024-01-03,buy,3\n"),
    );
    assert_eq!(
        counts(&shop.one(&keyed_events(&["p.csv"]), "2024-02-02")),
        [1, 1, 1, 0, 0]
    );
    assert_eq!(lines(&shop.view(), ALL), ["1|100", "2|500", "3|300"]);
    assert_eq!(lines(&shop.known_at(noon("2024-02-02") - 1), ALL), ["1|100", "2|200"]);
    shop.write("q.csv", format!("{HEADER}2,b,2024-01-02,buy,2\n"));
    assert_eq!(
        counts(&shop.one(&keyed_events(&["q.csv"]), "2024-02-03")),
        [0, 1, 0, 0, 0]
    );
    assert_eq!(lines(&shop.view(), ALL), ["1|100", "2|200", "3|300"]);
    for (day, two) in [
        ("2024-02-01", "2|200"),
        ("2024-02-02", "2|500"),
        ("2024-02-03", "2|200"),
    ] {
        assert_eq!(lines(&shop.known_at(noon(day)), ALL)[1], two, "{day}");
    }
}

#[test]
fn an_id_that_was_only_digits_in_one_file_is_the_same_in_another() {
    let shop = shop("0001,a,2024-01-01,buy,1\n0002,a,2024-01-02,buy,2\n");
    shop.write(
        "p.csv",
        format!("{HEADER}0001,a,2024-01-01,buy,1\nX9,b,2024-01-02,buy,5\n"),
    );
    assert_eq!(
        counts(&shop.one(&keyed_events(&["p.csv"]), "2024-02-02")),
        [1, 0, 1, 0, 0]
    );
}

#[test]
fn an_id_twice_in_a_file_is_what_the_file_says_last() {
    // The second line has the earlier time: the file's order decides, not the clock.
    let body = "1,a,2024-01-10,buy,1\n1,a,2024-01-05,buy,2\n2,b,2024-01-02,buy,3\n";
    let shop = shop(body);
    assert_eq!(lines(&shop.view(), ALL), ["1|200", "2|300"]);
    // The file grows: nothing that was there is corrected anew.
    shop.write("o.csv", format!("{HEADER}{body}3,b,2024-01-03,buy,4\n"));
    assert_eq!(
        counts(&shop.one(&keyed_events(&["o.csv"]), "2024-02-02")),
        [1, 0, 3, 0, 0]
    );
    shop.write(
        "o.csv",
        format!("{HEADER}{body}3,b,2024-01-03,buy,4\n1,a,2024-01-05,buy,7\n"),
    );
    assert_eq!(
        counts(&shop.one(&keyed_events(&["o.csv"]), "2024-02-03")),
        [0, 1, 4, 0, 0]
    );
    assert_eq!(lines(&shop.view(), ALL), ["1|700", "2|300", "3|400"]);
}

#[test]
fn rows_without_an_id_in_a_file_with_ids_are_not_doubled_when_it_grows() {
    let body = "1,a,2024-01-01,buy,1\n,b,2024-01-02,buy,2\n";
    let shop = shop(body);
    shop.write("o.csv", format!("{HEADER}{body}2,b,2024-01-03,buy,3\n"));
    assert_eq!(
        counts(&shop.one(&keyed_events(&["o.csv"]), "2024-02-02")),
        [1, 0, 2, 0, 0]
    );
    assert_eq!(lines(&shop.view(), ALL), ["1|100", "2|300", "∅|200"]);
    // The one without an id changes; those with one stay though the file has lost the first.
    shop.write("o.csv", format!("{HEADER},b,2024-01-02,buy,9\n2,b,2024-01-03,buy,3\n"));
    assert_eq!(
        counts(&shop.one(&keyed_events(&["o.csv"]), "2024-02-03")),
        [0, 1, 1, 0, 0]
    );
    assert_eq!(lines(&shop.view(), ALL), ["1|100", "2|300", "∅|900"]);
}

#[test]
fn two_sources_may_have_the_same_ids() {
    let shop = shop("1,a,2024-01-01,buy,1\n");
    let mut other = keyed_events(&["p.csv"]);
    other.id = "till".to_owned();
    shop.write("p.csv", format!("{HEADER}1,a,2024-01-01,buy,9\n"));
    assert_eq!(counts(&shop.one(&other, "2024-02-02")), [1, 0, 0, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["1|100", "1|900"]);
}

/// The source says when each form became known; forms arrive in any order, twice, in one file or several.
#[test]
fn older_news_takes_its_place_in_history() {
    let forms = [("2024-01-10", 1), ("2024-01-20", 2), ("2024-01-30", 3)];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        for together in [false, true] {
            let shop = Shop::new();
            let mut spec = keyed_events(&["*.csv"]);
            spec.columns.insert("known_at".to_owned(), "known".to_owned());
            let line = |form: usize| format!("1,a,2024-01-01,buy,{},{}\n", forms[form].1, forms[form].0);
            let header = "no,id,at,kind,amount,known\n";
            if together {
                shop.write("o.csv", format!("{header}{}", order.map(line).concat()));
                shop.import(&spec, "2024-02-01").unwrap();
            } else {
                for (file, form) in order.into_iter().enumerate() {
                    shop.write(&format!("{file}.csv"), format!("{header}{}", line(form)));
                    shop.import(&spec, "2024-02-01").unwrap();
                }
            }
            // Everything once more, in a file of its own: it is all there.
            shop.write("again.csv", format!("{header}{}", [0, 2, 1].map(line).concat()));
            let reports = shop.import(&spec, "2024-02-02").unwrap();
            assert_eq!(
                reports.iter().map(|report| report.rows_unchanged).sum::<u64>(),
                3,
                "{order:?} {reports:?}"
            );
            for (day, expected) in [
                ("2024-01-05", vec![]),
                ("2024-01-15", vec!["1|100"]),
                ("2024-01-25", vec!["1|200"]),
                ("2024-02-05", vec!["1|300"]),
            ] {
                assert_eq!(
                    lines(&shop.known_at(at(&format!("{day}T00:00:00Z"))), ALL),
                    expected,
                    "{order:?} {together} {day}"
                );
            }
        }
    }
}

#[test]
fn a_correction_of_what_was_known_for_the_future_holds_all_the_same() {
    // Known when it happens, which is next year.
    let shop = Shop::new();
    let mut spec = keyed_events(&["o.csv"]);
    spec.known_at = holdfast_domain::source::KnownAt::Occurred;
    shop.write("o.csv", format!("{HEADER}1,a,2025-01-01,visit,1\n"));
    shop.one(&spec, "2024-02-01");
    spec.known_at = holdfast_domain::source::KnownAt::Imported;
    shop.write("o.csv", format!("{HEADER}1,a,2025-01-01,visit,2\n"));
    shop.one(&spec, "2024-02-02");
    assert_eq!(lines(&shop.view(), ALL), ["1|200"]);
}
