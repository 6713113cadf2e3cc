//! Delimiters, quotes, line ends, headers, row numbers.

use holdfast_domain::lang::Lang;
use holdfast_engine::read::ReadOptions;

use crate::support::{codes, read_csv, read_csv_with, texts};

fn columns(bytes: &str) -> Vec<(String, Vec<String>)> {
    let read = read_csv(bytes).unwrap();
    read.table
        .columns
        .iter()
        .map(|column| (column.name.clone(), texts(column)))
        .collect()
}

fn expected(columns: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    columns
        .iter()
        .map(|(name, values)| {
            (
                (*name).to_owned(),
                values.iter().map(|&value| value.to_owned()).collect(),
            )
        })
        .collect()
}

#[test]
fn every_delimiter_is_found_and_said() {
    for (delimiter, zh) in [(',', "“,”"), ('\t', "制表符"), (';', "“;”"), ('|', "“|”")] {
        let text = "id,name\n1,a\n2,b\n".replace(',', &delimiter.to_string());
        assert_eq!(columns(&text), expected(&[("id", &["1", "2"]), ("name", &["a", "b"])]));
        let decoding = read_csv(&text).unwrap().decoding;
        assert_eq!(
            decoding.get(Lang::Zh),
            format!("CSV，UTF-8（无 BOM，全文校验），分隔符{zh}")
        );
    }
}

#[test]
fn a_delimiter_can_be_named() {
    let options = ReadOptions {
        delimiter: Some(b':'),
        ..ReadOptions::default()
    };
    let read = read_csv_with("a:b,c\n1:2\n", &options).unwrap();
    assert_eq!(read.table.columns[1].name, "b,c");
    for delimiter in [b'"', b'\n', 0xE4] {
        let options = ReadOptions {
            delimiter: Some(delimiter),
            ..ReadOptions::default()
        };
        assert_eq!(read_csv_with("a,b\n1,2\n", &options).unwrap_err().code, "bad-delimiter");
    }
}

#[test]
fn quotes_hold_delimiters_line_breaks_and_quotes() {
    assert_eq!(
        columns("a,\"b, c\"\n\"x, y\",\"line 1\nline 2\"\n\"say \"\"hi\"\"\",5\" pipe\n"),
        expected(&[
            ("a", &["x, y", "say \"hi\""]),
            ("b, c", &["line 1\nline 2", "5\" pipe"])
        ])
    );
}

#[test]
fn every_line_end_is_read() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,x", "2,y"].join(end);
        let wanted = expected(&[("a", &["1", "2"]), ("b", &["x", "y"])]);
        assert_eq!(columns(&text), wanted, "{end:?}");
        assert_eq!(columns(&(text + end)), wanted, "{end:?}");
    }
}

#[test]
fn blank_lines_are_skipped_and_counted() {
    let read = read_csv("\na,b\n1,x\n\n  \n,\n2,y\n\n").unwrap();
    assert_eq!((read.table.rows, read.table.first_data_row), (2, 3));
    let note = read.notes.iter().find(|note| note.code == "blank-rows").unwrap();
    assert_eq!(note.count, Some(5));
}

#[test]
fn a_trailing_delimiter_on_every_row_is_tolerated() {
    for text in ["a,b,\n1,x,\n2,y,\n", "a,b\n1,x,\n2,y,\n"] {
        let read = read_csv(text).unwrap();
        assert_eq!(read.table.columns.len(), 2, "{text}");
        assert_eq!(codes(&read), ["trailing-delimiter"], "{text}");
    }
    assert_eq!(read_csv("a,b\n1,x\n2,y,\n").unwrap_err().code, "ragged-row");
}

#[test]
fn names_are_trimmed_and_empty_ones_given() {
    let read = read_csv("\u{feff} id ,,\" x\n y \"\n1,2,3\n").unwrap();
    let names: Vec<&str> = read.table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "column_2", "x y"]);
    assert_eq!(codes(&read), ["unnamed-column"]);
    assert!(codes(&read_csv("1,2\n3,4\n").unwrap()).contains(&"header-looks-like-data"));
}

#[test]
fn one_column_is_read_and_pointed_out() {
    let read = read_csv("name\nann\nbob\n").unwrap();
    assert_eq!(texts(&read.table.columns[0]), ["ann", "bob"]);
    assert_eq!(codes(&read), ["single-column"]);
}

#[test]
fn odd_values_know_the_line_they_stand_on() {
    let mut text = String::from("n,note\n");
    for row in 0..100 {
        match row {
            10 => text.push_str("1,\"two\nlines\"\n\n"),
            50 => text.push_str("many,x\n"),
            _ => text.push_str("1,x\n"),
        }
    }
    let read = read_csv(&text).unwrap();
    let line = text.lines().position(|line| line.starts_with("many")).unwrap() as u64 + 1;
    let column = &read.table.columns[0];
    assert_eq!((column.odd[0].row, column.odd[0].value.as_str()), (line, "many"));
    assert_eq!((column.odd_count, column.missing), (1, 1));
}

#[test]
fn records_across_blocks_are_whole() {
    // 3 MiB with a quoted line break in every row: blocks end within quotes and within CR LF.
    let mut text = String::from("id,text\r\n");
    for row in 0..60_000 {
        text.push_str(&format!("k{row},\"长城 {row}\r\nsecond \"\"line\"\"\"\r\n"));
    }
    let read = read_csv(&text).unwrap();
    assert_eq!(read.table.rows, 60_000);
    assert_eq!(read.table.columns[0].text_at(59_999).unwrap(), "k59999");
    assert_eq!(
        read.table.columns[1].text_at(31_234).unwrap(),
        "长城 31234\r\nsecond \"line\""
    );
}

#[test]
fn progress_reaches_the_end() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let folder = crate::support::Folder::new();
    let path = folder.path("p.csv");
    std::fs::write(&path, "a,b\n".repeat(500_000)).unwrap();
    let (done, total) = (AtomicU64::new(0), AtomicU64::new(0));
    holdfast_engine::read::read(&path, &ReadOptions::default(), &|now, all| {
        assert!(now >= done.swap(now, Ordering::Relaxed));
        total.store(all, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!((done.into_inner(), total.into_inner()), (2_000_000, 2_000_000));
}
