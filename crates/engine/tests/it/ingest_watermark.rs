//! Sources that are read from where they were left.

use holdfast_domain::source::SourceSpec;

use crate::lake_support::{Shop, counts, lines, refusal, source};

const ALL: &str = "SELECT customer_id, amount_minor FROM events JOIN customers USING (customer_key) ORDER BY occurred_at, amount_minor";

fn spec(watermark: &str) -> SourceSpec {
    let columns = [("customer_id", "id"), ("occurred_at", "at"), ("amount", "amount")];
    let mut spec = source("log", "events", &["o.csv"], &columns);
    spec.watermark = Some(watermark.to_owned());
    spec
}

/// Reads `first`, then `first` and `then`; says what the second import did.
fn twice(watermark: &str, first: &str, then: &str) -> (Shop, [u64; 5]) {
    let shop = Shop::new();
    shop.write("o.csv", first);
    shop.one(&spec(watermark), "2024-02-01");
    shop.write("o.csv", format!("{first}{then}"));
    let second = counts(&shop.one(&spec(watermark), "2024-02-02"));
    // And once more with nothing new but a line that lies behind.
    let before = lines(&shop.view(), ALL);
    shop.write("o.csv", format!("{first}{then}\n"));
    let third = counts(&shop.one(&spec(watermark), "2024-02-03"));
    assert_eq!((third[0], third[1], third[3]), (0, 0, 0), "{third:?}");
    assert_eq!(lines(&shop.view(), ALL), before);
    (shop, second)
}

#[test]
fn a_number_that_grows() {
    let (shop, second) = twice(
        "n",
        "n,id,at,amount\n9,a,2024-01-01,1\n10,b,2024-01-02,2\n",
        "11,c,2024-01-03,3\n100,d,2024-01-04,4\n",
    );
    assert_eq!(second, [2, 0, 2, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200", "c|300", "d|400"]);
    assert_eq!(shop.view().head().watermarks["log"].value, "n:100");
}

/// An id is kept as text; as a watermark it grows like the number that it is.
#[test]
fn a_number_that_is_also_the_rows_id() {
    for (first, then) in [
        ("9,a,2024-01-01,1\n", "10,b,2024-01-02,2\n"),
        ("9007199254740993,a,2024-01-01,1\n", "9007199254740994,b,2024-01-02,2\n"),
    ] {
        let shop = Shop::new();
        let mut spec = spec("n");
        spec.columns.insert("event_id".to_owned(), "n".to_owned());
        shop.write("o.csv", format!("n,id,at,amount\n{first}"));
        shop.one(&spec, "2024-02-01");
        shop.write("o.csv", format!("n,id,at,amount\n{first}{then}"));
        assert_eq!(counts(&shop.one(&spec, "2024-02-02")), [1, 0, 1, 0, 0]);
        shop.write("o.csv", format!("n,id,at,amount\n{first}{then}10,b,2024-01-02,2\n"));
        shop.one(&spec, "2024-02-03");
        assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200"]);
    }
}

#[test]
fn a_time_that_grows_with_ties_at_the_boundary() {
    let first = "t,id,at,amount\n2024-01-01 10:00:00,a,2024-01-01,1\n2024-01-01 10:00:01,b,2024-01-02,2\n";
    // Two more of the very second that was read last, one of them equal to the row that was read; then later ones.
    let then =
        "2024-01-01 10:00:01,b,2024-01-02,2\n2024-01-01 10:00:01,c,2024-01-03,3\n2024-01-01 10:00:02,d,2024-01-04,4\n";
    let (shop, second) = twice("t", first, then);
    assert_eq!(second, [3, 0, 2, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "b|200", "b|200", "c|300", "d|400"]);
}

#[test]
fn ties_are_kept_over_several_imports_of_the_same_boundary() {
    let shop = Shop::new();
    let mut text = String::from("t,id,at,amount\n");
    for amount in 1..=4 {
        text.push_str(&format!("2024-01-01,a,2024-01-0{amount},{amount}\n"));
        shop.write("o.csv", &text);
        assert_eq!(counts(&shop.one(&spec("t"), "2024-02-01")), [1, 0, amount - 1, 0, 0]);
    }
    assert_eq!(lines(&shop.view(), ALL), ["a|100", "a|200", "a|300", "a|400"]);
}

#[test]
fn a_text_that_grows() {
    let (shop, second) = twice(
        "v",
        "v,id,at,amount\nA-01,a,2024-01-01,1\nA-02,b,2024-01-02,2\n",
        "A-03,c,2024-01-03,3\nB-00,d,2024-01-04,4\n",
    );
    assert_eq!(second, [2, 0, 2, 0, 0]);
    assert_eq!(shop.view().head().watermarks["log"].value, "t:B-00");
}

#[test]
fn rows_without_a_watermark_are_rejected_and_rejected_rows_do_not_move_it() {
    let shop = Shop::new();
    shop.write(
        "o.csv",
        "n,id,at,amount\n1,a,2024-01-01,1\n,b,2024-01-02,2\n9,c,2024-01-03,lots\n2,d,2024-01-04,4\n3,e,2024-01-05,5\n",
    );
    let report = shop.one(&spec("n"), "2024-02-01");
    assert_eq!(counts(&report), [3, 0, 0, 0, 2]);
    let found = lines(&shop.view(), "SELECT row, reason FROM rejects ORDER BY row");
    assert_eq!(found, ["3|missing-watermark", "4|unreadable-value"]);
    assert_eq!(shop.view().head().watermarks["log"].value, "n:3");
    // Mended, the row beyond the watermark is found.
    shop.write(
        "o.csv",
        "n,id,at,amount\n1,a,2024-01-01,1\n4,b,2024-01-02,2\n9,c,2024-01-03,3\n2,d,2024-01-04,4\n3,e,2024-01-05,5\n",
    );
    assert_eq!(counts(&shop.one(&spec("n"), "2024-02-02")), [2, 0, 3, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL).len(), 5);
    shop.write("o.csv", "n,id,at,amount\n,a,2024-01-01,1\n,b,2024-01-02,2\n");
    assert_eq!(refusal(shop.import(&spec("n"), "2024-02-03")).code, "all-rows-rejected");
}

/// One unreadable value must not make the whole column one of texts that cannot be compared.
#[test]
fn a_bad_value_in_the_watermark_column_is_one_rejected_row() {
    let mut first = String::from("t,id,at,amount\n");
    for second in 10..59 {
        first.push_str(&format!("2024-01-01 10:00:{second},a,2024-01-01,{second}\n"));
    }
    let (shop, second) = twice("t", &first, "soon,b,2024-01-02,2\n2024-01-01 10:01:00,c,2024-01-03,3\n");
    assert_eq!(second, [1, 0, 49, 0, 1]);
    assert_eq!(
        lines(&shop.view(), "SELECT DISTINCT value, reason FROM rejects"),
        ["soon|missing-watermark"]
    );
    assert_eq!(
        shop.view().head().watermarks["log"].value,
        format!("i:{}", 1_704_103_260)
    );
}

#[test]
fn a_watermark_of_another_type_is_refused_and_one_that_is_not_there_too() {
    let shop = Shop::new();
    shop.write("o.csv", "n,id,at,amount\n1,a,2024-01-01,1\n");
    shop.one(&spec("n"), "2024-02-01");
    let before = shop.bytes();
    shop.write("o.csv", "n,id,at,amount\nx1,a,2024-01-01,1\nx2,a,2024-01-01,1\n");
    let refused = refusal(shop.import(&spec("n"), "2024-02-02"));
    assert_eq!((refused.code, refused.column.as_deref()), ("watermark-type", Some("n")));
    assert_eq!(refusal(shop.import(&spec("m"), "2024-02-02")).code, "no-such-column");
    assert_eq!(shop.bytes(), before);
}

#[test]
fn a_watermark_and_ids_go_together() {
    let shop = Shop::new();
    let mut spec = spec("t");
    spec.columns.insert("event_id".to_owned(), "no".to_owned());
    shop.write(
        "o.csv",
        "no,t,id,at,amount\n1,2024-01-01,a,2024-01-01,1\n2,2024-01-02,b,2024-01-02,2\n",
    );
    shop.one(&spec, "2024-02-01");
    // The first was changed later: it comes with a later time, and corrects.
    shop.write(
        "o.csv",
        "no,t,id,at,amount\n1,2024-01-05,a,2024-01-01,9\n2,2024-01-02,b,2024-01-02,2\n3,2024-01-04,c,2024-01-03,3\n",
    );
    assert_eq!(counts(&shop.one(&spec, "2024-02-02")), [1, 1, 1, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL), ["a|900", "b|200", "c|300"]);
}

#[test]
fn a_watermark_is_of_one_file() {
    let (mut spec, shop) = (spec("n"), Shop::new());
    spec.files = vec!["store*.csv".to_owned()];
    let rows = |upto: i64| {
        let lines: String = (1..=upto).map(|n| format!("a,2024-01-01 10:00:00,5,{n}\n")).collect();
        format!("id,at,amount,n\n{lines}")
    };
    shop.write("store1.csv", rows(3));
    shop.import(&spec, "2024-02-01").unwrap();
    // A second file that grows more slowly would have the first one's rows read again.
    shop.write("store2.csv", rows(2));
    let refused = shop.import(&spec, "2024-02-02");
    assert_eq!(refusal(refused).code, "one-watermark-for-many");
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["3"]);
}
