//! JSON lines, arrays, nested objects.

use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, ReadTable};

use crate::support::{Folder, kind, texts};

fn read(text: &str) -> Result<ReadTable, Refusal> {
    Folder::new().read("t.jsonl", text, &ReadOptions::default())
}

fn names(read: &ReadTable) -> Vec<&str> {
    read.table.columns.iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn keys_are_united_in_the_order_they_are_seen() {
    let read = read("{\"b\":1,\"a\":\"x\"}\n\n{\"a\":\"y\",\"c\":true}\r\n{\"b\":null,\"c\":false}\n").unwrap();
    assert_eq!(names(&read), ["b", "a", "c"]);
    let columns: Vec<Vec<String>> = read.table.columns.iter().map(texts).collect();
    assert_eq!(columns, [["1", "∅", "∅"], ["x", "y", "∅"], ["∅", "true", "false"]]);
    assert_eq!(read.decoding.zh, "JSON 行，UTF-8（无 BOM，全文校验）");
}

#[test]
fn nested_objects_are_flattened_one_level() {
    let read = read("{\"id\":1,\"plan\":{\"name\":\"A\",\"price\":{\"cny\":9}},\"tags\":[\"x\",1]}\n").unwrap();
    assert_eq!(names(&read), ["id", "plan.name", "plan.price", "tags"]);
    assert_eq!(read.table.columns[2].text_at(0).unwrap(), "{\"cny\":9}");
    assert_eq!(read.table.columns[3].text_at(0).unwrap(), "[\"x\",1]");
}

#[test]
fn an_array_and_a_sequence_of_objects_are_read() {
    let array = read("[\n  {\"a\": 1, \"t\": \"a}\\\"{\"},\n  {\"a\": 2}\n]\n").unwrap();
    assert_eq!(texts(&array.table.columns[0]), ["1", "2"]);
    assert_eq!(array.table.columns[1].text_at(0).unwrap(), "a}\"{");
    assert_eq!(
        (array.table.first_data_row, array.decoding.en.starts_with("JSON array")),
        (2, true)
    );
    let sequence = read("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n").unwrap();
    assert_eq!(
        (texts(&sequence.table.columns[0]), sequence.table.rows),
        (vec!["1".into(), "2".into()], 2)
    );
}

#[test]
fn long_ids_and_dates_are_understood() {
    let read = read("{\"id\":12345678901234567890,\"at\":\"2024-01-05T10:00:00Z\",\"n\":1.5e2}\n").unwrap();
    let kinds: Vec<&str> = read.table.columns.iter().map(kind).collect();
    assert_eq!(kinds, ["text", "instant", "number"]);
    assert_eq!(read.table.columns[0].text_at(0).unwrap(), "12345678901234567890");
}

#[test]
fn columns_that_appear_late_are_missing_before() {
    let mut text = String::new();
    for row in 0..40_000 {
        text.push_str(&format!("{{\"id\":{row}}}\n"));
    }
    text.push_str("{\"id\":40000,\"late\":\"007\"}\n");
    let read = read(&text).unwrap();
    let late = &read.table.columns[1];
    assert_eq!(
        (late.name.as_str(), late.missing, late.values.len()),
        ("late", 40_000, 40_001)
    );
    assert_eq!(late.text_at(40_000).unwrap(), "007");
}

#[test]
fn errors_name_the_line() {
    let refusal = read("{\"a\":1}\n{\"a\":2\n{\"a\":3}\n").unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("bad-json", Some(2)));
    assert_eq!(read("{\"a\":1}\n[1]\n").unwrap_err().row, Some(2));
    assert_eq!(read("[\n{\"a\":1},\n{\"a\" 2}\n]").unwrap_err().row, Some(3));
    assert_eq!(read("[\n{\"a\":1},\n7\n]").unwrap_err().row, Some(3));
    assert_eq!(read("[{\"a\":1}\n").unwrap_err().code, "bad-json");
    let twice = read("{\"a\":1}\n{\"b\":1,\"b\":2}\n").unwrap_err();
    assert_eq!(
        (twice.code, twice.row, twice.column.as_deref()),
        ("duplicate-column", Some(2), Some("b"))
    );
    assert_eq!(read("{}\n").unwrap_err().code, "empty-file");
    let many: String = (0..6000).map(|key| format!("{{\"k{key}\":1}}\n")).collect();
    assert_eq!(
        (read(&many).unwrap_err().code, read(&many).unwrap_err().row),
        ("too-many-columns", Some(5001))
    );
}
