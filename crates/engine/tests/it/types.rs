//! What a column's texts mean.

use holdfast_engine::read::{DateOrder, ReadOptions};
use holdfast_engine::table::{Column, Values};

use crate::support::{codes, column_file, kind, one_column, read_csv, read_csv_with, texts};

fn column(values: &[&str]) -> Column {
    one_column(values).table.columns.swap_remove(0)
}

fn numbers(values: &[&str]) -> Vec<f64> {
    let column = column(values);
    column
        .as_number()
        .unwrap_or_else(|| panic!("{values:?} is {}", kind(&column)))
        .values
        .clone()
}

#[test]
fn numbers_in_every_dress() {
    assert_eq!(numbers(&["1", "-2.5", "1e3", "+4"]), [1.0, -2.5, 1000.0, 4.0]);
    assert_eq!(
        numbers(&["1,234.5", "¥12", "$3", "€4", "99元", "(1,234.50)", "１２"])[..2],
        [1234.5, 12.0]
    );
    let percent = column(&["12%", "5.5%", "0"]);
    let inner = percent.as_number().unwrap();
    assert!(inner.percent && !inner.integer);
    assert_eq!(inner.values, [0.12, 0.055, 0.0]);
    assert_eq!(texts(&percent), ["12%", "5.5%", "0%"]);
    assert!(column(&["1", "2.0", "3"]).as_number().unwrap().integer);
    assert!(!column(&["1", "2.5"]).as_number().unwrap().integer);
}

#[test]
fn identifiers_stay_text() {
    for values in [
        &["00123", "00456"][..],
        &["1", "2", "003"],
        &["1234567890123456", "5"],
        &["13812345678", "15912345678"],
        &["110101199003071234", "11010119900307123X"],
    ] {
        let column = column(values);
        assert_eq!(kind(&column), "text", "{values:?}");
        assert_eq!(texts(&column), *values);
    }
    assert_eq!(kind(&column(&["123456789012345", "5"])), "number");
}

#[test]
fn missing_means_missing() {
    let missing = [
        "", "  ", "NA", "N/A", "#N/A", "NULL", "null", "NaN", "nan", "\\N", "#VALUE!", "#REF!", "#DIV/0!",
    ];
    let mut values = missing.to_vec();
    values.push("7");
    let typed = column(&values);
    assert_eq!((kind(&typed), typed.missing, typed.odd_count), ("number", 13, 0));
    values[13] = "seven";
    assert_eq!(column(&values).missing, 13);
    // Only numbers and dates know these words.
    assert_eq!(column(&["None", "无", "-", "3"]).missing, 3);
    assert_eq!(column(&["None", "无", "-", "2024-01-05"]).missing, 3);
    assert_eq!(column(&["None", "无", "-", "x"]).missing, 0);
    assert_eq!(column(&["", "NA"]).as_text().unwrap().levels.len(), 0);
}

#[test]
fn two_in_a_hundred_may_be_odd() {
    let mut values = vec!["1.5"; 98];
    values.extend(["oops", "Infinity"]);
    let read = one_column(&values);
    let odd = &read.table.columns[0];
    assert_eq!((kind(odd), odd.odd_count, odd.missing), ("number", 2, 2));
    let places: Vec<(u64, &str)> = odd.odd.iter().map(|odd| (odd.row, odd.value.as_str())).collect();
    assert_eq!(places, [(100, "oops"), (101, "Infinity")]);
    let note = read.notes.iter().find(|note| note.code == "odd-values").unwrap();
    assert_eq!(note.count, Some(2));
    assert!(note.text.zh.contains("第 100 行") && note.text.en.contains("\"oops\""));
    assert_eq!(kind(&column(&[&values[..], &["x", "y"]].concat())), "text");
    // Codes with a letter are no slips.
    let mut codes = vec!["489434"; 99];
    codes.push("C489449");
    assert_eq!(kind(&column(&codes)), "text");
}

#[test]
fn dates_in_every_dress() {
    for text in [
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "2024年1月5日",
        "5 Jan 2024",
        "Jan 5, 2024",
        "2024-01-05 00:00:00",
    ] {
        let column = column(&[text, ""]);
        let instants = column.as_instant().unwrap_or_else(|| panic!("{text}"));
        assert!(instants.date_only, "{text}");
        assert_eq!(texts(&column), ["2024-01-05", "∅"], "{text}");
    }
    let times = column(&["2024-01-05T10:30", "2024-01-05 10:30:15.250"]);
    assert_eq!(texts(&times), ["2024-01-05 10:30:00", "2024-01-05 10:30:15"]);
    assert_eq!(times.as_instant().unwrap().format, "YYYY-MM-DD HH:MM:SS");
}

#[test]
fn days_are_those_of_the_local_time_and_it_is_said() {
    let read = one_column(&["2024-01-05T07:30:00+08:00", "2024-01-05T00:00:00Z"]);
    assert_eq!(
        texts(&read.table.columns[0]),
        ["2024-01-05 07:30:00", "2024-01-05 00:00:00"]
    );
    let note = read.notes.iter().find(|note| note.code == "offset-local").unwrap();
    assert_eq!(note.count, Some(2));
}

#[test]
fn day_and_month_are_decided_or_left_alone() {
    let decided = one_column(&["1/2/2024", "25/2/2024"]);
    assert_eq!(texts(&decided.table.columns[0]), ["2024-02-01", "2024-02-25"]);
    assert!(decided.notes[0].text.en.contains("25/2/2024") && decided.notes[0].text.en.contains("day first"));
    let american = one_column(&["1/2/2024 8:26", "2/25/2024 17:00"]);
    assert_eq!(
        texts(&american.table.columns[0]),
        ["2024-01-02 08:26:00", "2024-02-25 17:00:00"]
    );

    let ambiguous = one_column(&["1/2/2024", "3/4/2024"]);
    assert_eq!(kind(&ambiguous.table.columns[0]), "text");
    assert_eq!(codes(&ambiguous), ["ambiguous-dates"]);
    assert!(ambiguous.notes[0].text.zh.contains("--date-order"));
    let contradictory = one_column(&["13/2/2024", "2/13/2024"]);
    assert_eq!(
        (kind(&contradictory.table.columns[0]), codes(&contradictory)[0]),
        ("text", "contradictory-dates")
    );

    for (order, first) in [
        (DateOrder::DayFirst, "2024-02-01"),
        (DateOrder::MonthFirst, "2024-01-02"),
    ] {
        let options = ReadOptions {
            date_order: Some(order),
            ..ReadOptions::default()
        };
        let told = read_csv_with(column_file(&["1/2/2024", "3/4/2024"]), &options).unwrap();
        assert_eq!(texts(&told.table.columns[0])[0], first);
    }
}

#[test]
fn compact_dates_need_a_name_that_says_so() {
    let read = read_csv("order_date,number,下单时间\n20240105,20240105,20240105103000\n20231231,20231231,\n").unwrap();
    let kinds: Vec<&str> = read.table.columns.iter().map(kind).collect();
    assert_eq!(kinds, ["instant", "number", "instant"]);
    assert_eq!(texts(&read.table.columns[2]), ["2024-01-05 10:30:00", "∅"]);
}

#[test]
fn a_column_can_be_kept_as_text() {
    let options = ReadOptions {
        as_text: vec!["c".into()],
        ..ReadOptions::default()
    };
    let read = read_csv_with(column_file(&["1", "2"]), &options).unwrap();
    assert_eq!(kind(&read.table.columns[0]), "text");
    let refusal = read_csv_with("a,b\n1,2\n", &options).unwrap_err();
    assert_eq!((refusal.code, refusal.column.as_deref()), ("unknown-column", Some("c")));
    assert!(refusal.remedy.en.contains("a, b"));
}

/// A value that shows only after the types were settled on the first rows must count as if it had come first.
#[test]
fn late_surprises_change_the_type_of_the_whole_column() {
    let rows = 30_000;
    let late: [(&str, &str, &str); 8] = [
        ("7", "007", "text"),
        ("7", "1234567890123456789", "text"),
        ("489434", "C489449", "text"),
        ("7", "abc", "number"),
        ("", "5", "number"),
        ("2024-01-05", "never", "instant"),
        ("13/2/2024", "2/13/2024", "instant"),
        ("5/5/2024", "1/2/2024", "text"),
    ];
    for (usual, surprise, expected) in late {
        let mut values = vec![usual; rows];
        values[rows - 1] = surprise;
        let column = column(&values);
        assert_eq!(kind(&column), expected, "{usual} … {surprise}");
        assert_eq!(column.values.len(), rows);
        if expected == "text" {
            assert_eq!(column.text_at(0).unwrap(), usual);
            assert_eq!(column.text_at(rows - 1).unwrap(), surprise);
        }
    }
    // Numbers for 20,000 rows, words for the rest.
    let mut values = vec!["7"; rows];
    values[20_000..].fill("word");
    assert_eq!(kind(&column(&values)), "text");
    assert!(matches!(&column(&values).values, Values::Text(text) if text.get(20_000) == Some("word")));
}

#[test]
fn distinct_and_text_at_say_what_a_person_would() {
    let numbers = column(&["3", "3.0", "-0", "0", ""]);
    assert_eq!((numbers.distinct(), numbers.missing), (2, 1));
    assert_eq!(texts(&numbers), ["3", "3", "0", "0", "∅"]);
    assert_eq!(column(&["a", "b", "a", ""]).distinct(), 2);
    assert_eq!(column(&["2024-01-05", "2024/1/5"]).distinct(), 1);
}
